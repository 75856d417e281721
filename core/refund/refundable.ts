import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { nextShare, refundedByLine } from '#core/refund/refund-lines.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'

/** What is left of one line: how much, and the money for all of it, minor units. */
export interface RefundableLine {
  readonly line: number
  readonly quantity: Quantity
  readonly grossMinor: number
}

/** What is left of a sale. */
export interface Refundable {
  readonly lines: readonly RefundableLine[]
  readonly totalMinor: number
}

/** Empties that came back with the sale were paid out; nobody brings them back once more. */
const canGoBack = ({ kind }: SaleLine): boolean => kind !== 'empties'

/** What can still go back of a sale, line by line; lines of which nothing is left are not in it. */
export function refundableOf(sale: Pick<Sale, 'lines'>, refunded: Refunded): Refundable {
  const beforeByLine = refundedByLine(refunded)
  const lines: RefundableLine[] = []
  for (const sold of sale.lines) {
    const before = beforeByLine.get(sold.line)
    const left = amountOf(sold.quantity) - (before?.amount ?? 0)
    if (left <= 0 || !canGoBack(sold)) continue
    const { grossMinor } = nextShare(sold, before, left)
    lines.push({ line: sold.line, quantity: quantityLike(sold.quantity, left), grossMinor })
  }
  return { lines, totalMinor: lines.reduce((sum, { grossMinor }) => sum + grossMinor, 0) }
}

/** What all lines that can go back came to, minor units: the whole that points are shares of. */
export const refundableWholeMinor = (sale: Pick<Sale, 'lines'>): number =>
  sale.lines.reduce((sum, line) => sum + (canGoBack(line) ? line.grossMinor : 0), 0)
