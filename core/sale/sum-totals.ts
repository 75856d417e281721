import type { SaleLine, SaleTotals } from '#core/sale/sale.ts'

const taxOf = (line: SaleLine): number => line.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)

/** Adds lines up; subtotal − discount + tax = total. A weighed line counts as one item. */
export function sumTotals(lines: readonly SaleLine[]): SaleTotals {
  let discountMinor = 0
  let taxMinor = 0
  let totalMinor = 0
  let itemCount = 0
  for (const line of lines) {
    discountMinor += line.discountMinor
    taxMinor += taxOf(line)
    totalMinor += line.grossMinor
    itemCount += line.quantity.unit === 'piece' ? line.quantity.count : 1
  }
  return { subtotalMinor: totalMinor - taxMinor + discountMinor, discountMinor, taxMinor, totalMinor, itemCount }
}
