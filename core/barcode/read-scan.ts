import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { cleanText } from '#core/barcode/clean-text.ts'
import { isGs1Fault } from '#core/barcode/gs1/gs1-element.ts'
import { itemScan, type ScanContext } from '#core/barcode/gs1/item-scan.ts'
import { readCarrier } from '#core/barcode/gs1/read-carrier.ts'
import { hasGtinLength, parseGtin } from '#core/barcode/gtin.ts'
import type { Scan } from '#core/barcode/scan.ts'
import { codeFamily, type CodeFamily } from '#core/barcode/symbology.ts'
import { parseVariableMeasure } from '#core/barcode/variable-measure.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** The longest code that a sale's line holds; a QR code may have thousands of signs, and is then none of ours. */
export const SCAN_CHARACTERS_MAX = 128

/** The longest GS1 data: an element string or a Digital Link, of which a line keeps parts alone. */
export const GS1_CHARACTERS_MAX = 512

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
    case 'gs1':
    case 'other':
      return { kind: 'text', text }
  }
}

function readPlain(aimId: string | undefined, text: string, patterns: readonly string[]): Scan {
  if (text === '' || text.length > SCAN_CHARACTERS_MAX || cleanText(text) !== text) return rejected('barcode_invalid')
  const family = codeFamily(aimId)
  const code = family === 'add_on' ? text.slice(0, EAN_13_DIGITS) : text
  return readDigits(code, patterns) ?? readOther(family, code)
}

/**
 * Reads what a scanner sent or a person keyed, under the AIM identifier it came with, by the shop's patterns for in-store
 * labels. Takes any input: what is no code (control characters, too long, a wrong check digit, a card's number, GS1 data
 * that breaks a rule) comes back as 'rejected' with its reason.
 */
export function readScan(
  aimId: string | undefined,
  text: string,
  patterns: readonly string[],
  context: ScanContext,
): Scan {
  if (text.length > GS1_CHARACTERS_MAX) return rejected('barcode_invalid')
  const carried = readCarrier(aimId, text)
  if (carried === undefined) return readPlain(aimId, text, patterns)
  if (!isGs1Fault(carried)) return itemScan(carried, context)
  return rejected(carried === 'check_digit_wrong' ? 'barcode_check_digit_wrong' : 'barcode_invalid')
}
