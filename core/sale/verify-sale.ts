import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { paidMinor } from '#core/tender/tendering.ts'

const isLineRight = (line: SaleLine): boolean => {
  const taxMinor = line.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)
  const askedMinor = lineAmountMinor(line.quantity, line.unitPriceMinor) - line.discountMinor
  // An exclusive price is the net amount, an inclusive one the gross amount.
  return (
    line.netMinor + taxMinor === line.grossMinor && (line.netMinor === askedMinor || line.grossMinor === askedMinor)
  )
}

/**
 * Adds a sale up again, as it says it was priced: what the hub checks of a till's sale. Prices themselves are the
 * till's. Gives what does not add up, in words; nothing when all is right.
 */
export function verifySale(sale: Sale): string[] {
  const problems = sale.lines.filter((line) => !isLineRight(line)).map((line) => `line ${line.line} does not add up`)
  const sums = sumTotals(sale.lines)
  for (const key of ['subtotalMinor', 'discountMinor', 'taxMinor', 'totalMinor', 'itemCount'] as const) {
    if (sums[key] !== sale.totals[key]) problems.push(`${key} is ${sale.totals[key]}, the lines make ${sums[key]}`)
  }
  if (paidMinor(sale.tenders) !== sale.totals.totalMinor) problems.push('the tenders do not pay the total')
  return problems
}
