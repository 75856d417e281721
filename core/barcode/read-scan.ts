import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { cleanText } from '#core/barcode/clean-text.ts'
import { hasGtinLength, parseGtin } from '#core/barcode/gtin.ts'
import { codeFamily, type CodeFamily } from '#core/barcode/symbology.ts'
import { parseVariableMeasure, type VariableMeasure } from '#core/barcode/variable-measure.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** What a scan or a keyed code turned out to be. A new kind of code is one more kind here. */
export type Scan =
  | { readonly kind: 'gtin'; readonly gtin: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | VariableMeasure

/** The longest code that a sale's line holds; a QR code may have thousands of signs, and is then none of ours. */
export const SCAN_CHARACTERS_MAX = 128

const EAN_13_DIGITS = 13

function rejected(reason: DomainErrorCode): Scan {
  return { kind: 'rejected', reason }
}

function readDigits(text: string, patterns: readonly string[]): Scan | undefined {
  const gtin = parseGtin(text)
  if (gtin === undefined) return undefined
  const isLabel = text.length === EAN_13_DIGITS || text.length === EAN_13_DIGITS - 1
  return (isLabel ? parseVariableMeasure(text, patterns) : undefined) ?? { kind: 'gtin', gtin, text }
}

// EAN carries nothing but GTINs, so all else is a misread there; other symbols carry what they like.
// No card carries an EAN symbol; everywhere else a card's number may turn up, keyed or in a code made by a stranger.
function readOther(family: CodeFamily, text: string): Scan {
  if (family === 'ean' || family === 'add_on') {
    return rejected(hasGtinLength(text) ? 'barcode_check_digit_wrong' : 'barcode_invalid')
  }
  if (looksLikeCardNumber(text)) return rejected('card_number_refused')
  switch (family) {
    case 'itf':
    case 'unknown':
      return hasGtinLength(text) ? rejected('barcode_check_digit_wrong') : { kind: 'text', text }
    case 'gs1': // the place of the reader of element strings
    case 'other':
      return { kind: 'text', text }
  }
}

/**
 * Reads what a scanner sent or a person keyed, under the AIM identifier it came with, by the shop's patterns for in-store
 * labels. Takes any input: what is no code (control characters, too long, a wrong check digit, a card's number) comes
 * back as 'rejected' with its reason.
 */
export function readScan(aimId: string | undefined, text: string, patterns: readonly string[]): Scan {
  if (text === '' || text.length > SCAN_CHARACTERS_MAX || cleanText(text) !== text) return rejected('barcode_invalid')
  const family = codeFamily(aimId)
  const code = family === 'add_on' ? text.slice(0, EAN_13_DIGITS) : text
  return readDigits(code, patterns) ?? readOther(family, code)
}
