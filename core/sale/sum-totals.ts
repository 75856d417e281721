import { itemsIn } from '#core/sale/items-in.ts'
import type { SaleLine, SaleTotals } from '#core/sale/sale.ts'

const taxOf = (line: SaleLine): number => line.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)

/** Adds lines up; subtotal − discount + tax = total. A weighed line counts as one item, a deposit as none. */
export function sumTotals(lines: readonly SaleLine[]): SaleTotals {
  let discountMinor = 0
  let taxMinor = 0
  let totalMinor = 0
  let itemCount = 0
  for (const line of lines) {
    discountMinor += line.discountMinor
    taxMinor += taxOf(line)
    totalMinor += line.grossMinor
    itemCount += itemsIn(line)
  }
  return { subtotalMinor: totalMinor - taxMinor + discountMinor, discountMinor, taxMinor, totalMinor, itemCount }
}
