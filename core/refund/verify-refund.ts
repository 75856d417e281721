import { amountOf, givenBack } from '#core/refund/line-share.ts'
import { refundTaxes, refundTotals } from '#core/refund/refund-draft.ts'
import { refundedByLine } from '#core/refund/refund-lines.ts'
import type { Refund, RefundLine } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import type { Sale, SaleTax } from '#core/sale/sale.ts'

const taxOf = ({ taxes }: RefundLine): number => taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)

const asText = (taxes: readonly SaleTax[]): string =>
  taxes
    .map(({ rateId, ratePpm, netMinor, taxMinor }) => `${rateId}:${ratePpm}:${netMinor}:${taxMinor}`)
    .toSorted()
    .join(' ')

const sumProblems = (refund: Refund): string[] => {
  const problems = refund.lines
    .filter((line) => line.netMinor + taxOf(line) !== line.grossMinor)
    .map(({ line }) => `line ${line} does not add up`)
  const sums = refundTotals(refund.lines)
  for (const key of ['netMinor', 'taxMinor', 'discountMinor', 'totalMinor', 'itemCount'] as const) {
    if (sums[key] !== refund.totals[key]) problems.push(`${key} is ${refund.totals[key]}, the lines make ${sums[key]}`)
  }
  if (asText(refund.taxes) !== asText(refundTaxes(refund.lines, refund.taxes))) {
    problems.push('the taxes are not those of the lines')
  }
  if (refund.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0) !== refund.totals.totalMinor) {
    problems.push('the tenders do not make the total')
  }
  if (new Set(refund.lines.map(({ line }) => line)).size !== refund.lines.length) {
    problems.push('two lines have the same number')
  }
  return problems
}

/** More than was sold or paid, line by line, with what went back before. */
const excessProblems = (refund: Refund, sale: Sale, refunded: Refunded): string[] => {
  const soldByLine = new Map(sale.lines.map((line) => [line.line, line]))
  const beforeByLine = refundedByLine(refunded)
  return refund.lines.flatMap(({ line, quantity, grossMinor }) => {
    const sold = soldByLine.get(line)
    if (sold === undefined || sold.quantity.unit !== quantity.unit) return [`line ${line} was not sold so`]
    const before = beforeByLine.get(line)
    if ((before?.amount ?? 0) + amountOf(quantity) > amountOf(sold.quantity))
      return [`line ${line}: more than was sold`]
    const isPaid = Math.abs(givenBack(sold, before).grossMinor + grossMinor) <= Math.abs(sold.grossMinor)
    return isPaid ? [] : [`line ${line}: more than was paid`]
  })
}

const saleProblems = (refund: Refund, sale: Sale, refunded: Refunded): string[] => {
  const problems = excessProblems(refund, sale, refunded)
  if (refund.originalSaleId !== sale.saleId) problems.push('it names another sale')
  if (refund.currency !== sale.currency) problems.push('it is in another currency than the sale')
  if (refund.kind !== 'void') return problems
  if (refunded.lines.some(({ amount }) => amount > 0)) problems.push('a void of a sale of which something went back')
  if (refund.totals.totalMinor !== sale.totals.totalMinor) problems.push('a void that is not of everything')
  return problems
}

/**
 * Adds a refund up again, and compares it with the sale and what went back of it before, where these are known: what the
 * hub checks of a refund that happened. Gives what is wrong in words; nothing when all is right.
 */
export function verifyRefund(refund: Refund, sale?: Sale, refunded: Refunded = NOTHING_REFUNDED): string[] {
  return [...sumProblems(refund), ...(sale === undefined ? [] : saleProblems(refund, sale, refunded))]
}
