import { isCountryLetters } from '#core/barcode/gs1/iso-country.ts'

// No country's is shorter than fifteen characters; GS1's dictionary asks for eleven.
const IBAN_CHARACTERS_MIN = 11

/** Whether this is an account number of ISO 13616: country, and the number moved behind it leaves 1 modulo 97. */
export function isIban(text: string): boolean {
  if (text.length < IBAN_CHARACTERS_MIN || !/^[0-9A-Z]+$/u.test(text) || !isCountryLetters(text.slice(0, 2)))
    return false
  const digits = Array.from(text.slice(4) + text.slice(0, 4), (sign) => Number.parseInt(sign, 36)).join('')
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}
