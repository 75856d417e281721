import { hasGs1CheckDigit } from '#core/barcode/check-digit.ts'

// The ranges that card schemes number in (ISO/IEC 7812), each with its lengths: Visa, Mastercard, American Express,
// Diners, JCB, Discover, UnionPay, Maestro, RuPay, Mir, Verve and Troy.
const cardRanges: ReadonlyArray<readonly [prefix: RegExp, lengths: readonly number[]]> = [
  [/^4/u, [13, 16, 18, 19]],
  [/^5[1-5]|^2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)/u, [16]],
  [/^3[47]/u, [15]],
  [/^3(?:0[0-59]|6|[89])/u, [14, 15, 16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/u, [16, 17, 18, 19]],
  [/^6(?:011|2|4|5)|^8[12]|^220[0-4]|^9792/u, [16, 17, 18, 19]],
  [/^5[0678]|^6/u, [13, 14, 15, 16, 17, 18, 19]],
]

const CARD_DIGITS_MAX = 19

/** Whether the digits pass the check of ISO/IEC 7812-1, annex B: every second from the right doubled, crosswise sum. */
function isLuhnValid(digits: string): boolean {
  let sum = 0
  for (let place = 1; place <= digits.length; place++) {
    const value = Number(digits.at(-place)) * (place % 2 === 0 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function isCardNumber(digits: string): boolean {
  const isInRange = cardRanges.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits))
  if (!isInRange || !isLuhnValid(digits)) return false
  return digits.length > 14 || !hasGs1CheckDigit(digits)
}

// A number may be typed in groups and have a security code or an amount behind it: every row of groups is looked at.
function hasCardNumber(groups: readonly string[]): boolean {
  return groups.some((_, start) => {
    let digits = ''
    return groups.slice(start, start + CARD_DIGITS_MAX).some((group) => {
      digits += group
      return isCardNumber(digits)
    })
  })
}

/**
 * Whether the text holds what looks like the number of a payment card: 13 to 19 digits, perhaps in groups, in a range of
 * a card scheme and right by Luhn. A code of 13 or 14 digits with a right GS1 check digit is a GTIN, and no card.
 */
export function looksLikeCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').match(/\d+(?:[ .-]{1,3}\d+)*/gu) ?? []
  return runs.some((run) => hasCardNumber(run.split(/[ .-]+/u)))
}
