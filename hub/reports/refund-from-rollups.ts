import type { Refund } from '#core/refund/refund.ts'
import { methodOf } from '#core/tender/tender-method.ts'
import type { Tx } from '#hub/db/connection.ts'
import { taxRows, type CountedOn } from '#hub/reports/apply-to-rollups.ts'
import { productSums } from '#hub/reports/product-sums.ts'
import {
  addToDay,
  addToDayRefunds,
  addToDayTaxes,
  addToDayTenders,
  addToProductDay,
  addToProductMonth,
  NO_TOTALS,
  type DayRefundRow,
  type DayTotalsRow,
} from '#hub/reports/rollup-queries.ts'

const countsOf = ({ kind, totals }: Refund): Partial<DayTotalsRow> => {
  const { totalMinor } = totals
  switch (kind) {
    case 'void':
      return { voidCount: 1, voidMinor: totalMinor }
    case 'refund':
      return { refundCount: 1, refundMinor: totalMinor }
    case 'return':
      return { returnCount: 1, returnMinor: totalMinor }
  }
}

/** Where and when it counts, and who did it as a client of the API said. */
type RefundedOn = CountedOn & { readonly employeeId: string | null }

/** One row a reason: a refund counts once for each reason that its lines have. */
const byReason = (refund: Refund, { businessDate, employeeId }: RefundedOn): DayRefundRow[] => {
  const { kind, operatorId } = refund
  const sums = new Map<string, number>()
  for (const { reason, grossMinor } of refund.lines) sums.set(reason, (sums.get(reason) ?? 0) + grossMinor)
  return [...sums].map(([reason, amountMinor]) => {
    return { businessDate, kind, reason, operatorId, employeeId: employeeId ?? '', amountMinor }
  })
}

/** Takes what went back out of the roll-ups of the day on which it did: its part, and no more. */
export async function refundFromRollups(tx: Tx, refund: Refund, on: RefundedOn): Promise<void> {
  const { businessDate, deviceNumber } = on
  const { kind, totals, tenders, taxes, originalSaleId } = refund
  await tx.run(addToDay, {
    ...NO_TOTALS,
    ...countsOf(refund),
    businessDate,
    deviceNumber,
    // Where only money went back, the goods are still sold.
    itemCount: kind === 'refund' ? 0 : 0 - totals.itemCount,
    discountMinor: 0 - totals.discountMinor,
    taxMinor: 0 - totals.taxMinor,
    totalMinor: 0 - totals.totalMinor,
  })
  await tx.runEach(
    addToDayTenders,
    tenders.map((tender) => {
      const count = kind === 'void' ? -1 : 0
      return { businessDate, method: methodOf(tender), count, amountMinor: 0 - tender.amountMinor }
    }),
  )
  await tx.runEach(addToDayTaxes, taxRows(taxes, businessDate, -1))
  await tx.runEach(addToDayRefunds, byReason(refund, on))
  // Pieces are those that left the shelf; what came back without a receipt stands among the movements by itself.
  const lines = refund.lines.map(({ productId, quantity, grossMinor, isRestocked }) => {
    return { productId, quantity, grossMinor, isCounted: isRestocked && originalSaleId !== null }
  })
  const sums = productSums(lines, businessDate, -1)
  await tx.runEach(addToProductDay, sums)
  await tx.runEach(addToProductMonth, sums)
}
