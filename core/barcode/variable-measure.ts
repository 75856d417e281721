import { verifierDigit } from '#core/barcode/verifier-digit.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** What a label from the shop's own scale says: which item, and its price in minor units or its weight in grams. */
export type VariableMeasure =
  | { readonly kind: 'variable_price'; readonly itemCode: string; readonly priceMinor: number }
  | { readonly kind: 'variable_weight'; readonly itemCode: string; readonly weightGrams: number }
  | { readonly kind: 'rejected'; readonly reason: DomainErrorCode }

// UPC-A is EAN-13 with a leading zero, so that a pattern of twelve signs and a code of either length meet here.
const CODE_DIGITS = 13

// One group of item digits, one of price or weight digits, perhaps a verifier before it, and the check digit last. GS1
// has a verifier for four and for five digits, and none for any other number of them.
const patternShape = /^\d{1,7}I{1,8}(?:V(?:P{4,5}|W{4,5})|P{3,7}|W{3,5})C$/u

/**
 * Whether this is the layout of an in-store code: literal digits, `I` item, `V` verifier, `P` price or `W` weight, and
 * `C` check digit, twelve or thirteen in all. GS1 leaves the layout of prefixes 02 and 20–29 to country and shop.
 * @example isVariableMeasurePattern('21IIIIIWWWWWC') // true
 */
export function isVariableMeasurePattern(pattern: string): boolean {
  return patternShape.test(pattern) && (pattern.length === CODE_DIGITS || pattern.length === CODE_DIGITS - 1)
}

function digitsAt(code: string, pattern: string, letter: string): string {
  return pattern.includes(letter) ? code.slice(pattern.indexOf(letter), pattern.lastIndexOf(letter) + 1) : ''
}

function readByPattern(code: string, pattern: string): VariableMeasure {
  const itemCode = digitsAt(code, pattern, 'I')
  const isPrice = pattern.includes('P')
  const measure = digitsAt(code, pattern, isPrice ? 'P' : 'W')
  const verifier = digitsAt(code, pattern, 'V')
  if (verifier !== '' && verifierDigit(measure) !== Number(verifier)) {
    return { kind: 'rejected', reason: 'barcode_check_digit_wrong' }
  }
  const value = Number(measure)
  if (value === 0) return { kind: 'rejected', reason: isPrice ? 'price_out_of_range' : 'quantity_out_of_range' }
  return isPrice
    ? { kind: 'variable_price', itemCode, priceMinor: value }
    : { kind: 'variable_weight', itemCode, weightGrams: value }
}

/**
 * Reads a code of 12 or 13 digits, whose check digit is right, by the first of the shop's patterns whose literal digits
 * it has; undefined where none fits. A wrong verifier digit, a price or a weight of 0 is 'rejected'.
 */
export function parseVariableMeasure(digits: string, patterns: readonly string[]): VariableMeasure | undefined {
  const code = digits.padStart(CODE_DIGITS, '0')
  if (!/^\d{13}$/u.test(code)) return undefined
  const fitting = patterns
    .filter(isVariableMeasurePattern)
    .map((pattern) => pattern.padStart(CODE_DIGITS, '0'))
    .find((pattern) => code.startsWith(pattern.slice(0, pattern.indexOf('I'))))
  return fitting === undefined ? undefined : readByPattern(code, fitting)
}
