import { parseGtin } from '#core/barcode/gtin.ts'

/**
 * What two spellings of one code have in common, to look products up by: a GTIN of any length without its leading
 * zeros, a UPC-E as its UPC-A, a PLU or item code without leading zeros, any other text as it is.
 */
export function lookupKey(code: string): string {
  const gtin = parseGtin(code)
  if (gtin !== undefined) return String(gtin)
  return /^\d+$/u.test(code) ? code.replace(/^0+(?=\d)/u, '') : code
}
