import { parseBracketed } from '#core/barcode/gs1/bracketed.ts'
import { checkCompanions } from '#core/barcode/gs1/companions.ts'
import { isWebAddress, parseDigitalLink } from '#core/barcode/gs1/digital-link.ts'
import { parseElementString } from '#core/barcode/gs1/element-string.ts'
import { isGs1Fault, type Gs1Elements } from '#core/barcode/gs1/gs1-element.ts'
import { formatGtin, parseGtin } from '#core/barcode/gtin.ts'
import { codeFamily } from '#core/barcode/symbology.ts'

// How a scanner joins both parts of an EAN/UPC composite symbol in one transmission.
const COMPOSITE_MARK = '|]e0'

function parseComposite(text: string): Gs1Elements {
  const [linear = '', composite = ''] = text.split(COMPOSITE_MARK, 2)
  const gtin = parseGtin(linear)
  if (gtin === undefined) return 'check_digit_wrong'
  const elements = parseElementString(composite)
  return isGs1Fault(elements) ? elements : [{ ai: '01', value: formatGtin(gtin) }, ...elements]
}

function parseFreeText(text: string): Gs1Elements | undefined {
  if (/^\(\d{2,4}\)/u.test(text)) return parseBracketed(text)
  return isWebAddress(text) ? parseDigitalLink(text) : undefined
}

function parseCarrier(aimId: string | undefined, text: string): Gs1Elements | undefined {
  switch (codeFamily(aimId)) {
    case 'gs1':
      return parseElementString(text)
    case 'ean':
    case 'add_on':
      return text.includes(COMPOSITE_MARK) ? parseComposite(text) : undefined
    case 'itf':
      return undefined
    case 'unknown':
    case 'other':
      return parseFreeText(text)
  }
}

/**
 * The GS1 data that a symbol carries, with every rule kept: an element string where the AIM identifier says so, both
 * parts of a composite symbol, a Digital Link or the form with brackets in any symbol that holds free text. An
 * address of the web is a Digital Link or a fault. Undefined for a symbol that holds a mere number or text.
 */
export function readCarrier(aimId: string | undefined, text: string): Gs1Elements | undefined {
  const elements = parseCarrier(aimId, text)
  if (elements === undefined || isGs1Fault(elements)) return elements
  return checkCompanions(elements) ?? elements
}
