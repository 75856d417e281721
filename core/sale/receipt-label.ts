/** The receipt number as printed: the till's prefix and at least six digits, `T3-000123`. */
export const receiptLabel = (prefix: string, receiptNumber: number): string =>
  `${prefix}-${String(receiptNumber).padStart(6, '0')}`

/** The number of a refund as printed, in a series of its own: `T3-R000012`. */
export const refundLabel = (prefix: string, refundNumber: number): string =>
  `${prefix}-R${String(refundNumber).padStart(6, '0')}`

/** The number of a tax invoice as printed, in a series of its own: `T3-INV-000001`. */
export const invoiceLabel = (prefix: string, invoiceNumber: number): string =>
  `${prefix}-INV-${String(invoiceNumber).padStart(6, '0')}`

/** The API's integer id of a sale: below 2^53 for device numbers up to 8999 (docs/architecture.md, integer ids). */
export const saleNumber = (deviceNumber: number, receiptNumber: number): number =>
  deviceNumber * 1_000_000_000 + receiptNumber

/** The API's integer id of a sale's line. */
export const saleLineNumber = (sale: number, line: number): number => sale * 1_000 + line
