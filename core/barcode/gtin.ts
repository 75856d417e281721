import { hasGs1CheckDigit } from '#core/barcode/check-digit.ts'
import { expandUpcE } from '#core/barcode/upc-e.ts'

/** Whether the text is digits in one of the lengths that a GTIN has: 8, 12, 13 or 14. */
export function hasGtinLength(text: string): boolean {
  return /^(?:\d{8}|\d{12,14})$/u.test(text)
}

/**
 * The GTIN that is written as 8, 12, 13 or 14 digits, as the number that all its spellings share (14 digits fit below
 * 2^53); undefined where the check digit is wrong. Eight digits that start with 0 are UPC-E if they can be, since GS1
 * gives no GTIN-8 there; with 1 they are UPC-E only if they are no GTIN-8.
 */
export function parseGtin(text: string): number | undefined {
  if (!hasGtinLength(text)) return undefined
  const upcA = text.length === 8 ? expandUpcE(text) : undefined
  if (upcA !== undefined && (text.startsWith('0') || !hasGs1CheckDigit(text))) return Number(upcA)
  return hasGs1CheckDigit(text) ? Number(text) : undefined
}

/** A GTIN as its fourteen digits. */
export function formatGtin(gtin: number): string {
  return String(gtin).padStart(14, '0')
}
