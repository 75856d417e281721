import { pointsShare } from '#core/customer/loyalty.ts'
import { multiplyDivide } from '#core/money/rounding.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import { refundableOf, refundableWholeMinor } from '#core/refund/refundable.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'

/** Points that go back with a refund, and what they paid of its money, minor units. */
export interface PointsBack {
  readonly points: number
  readonly amountMinor: number
}

type Paid = Pick<Sale, 'lines' | 'tenders'>

/** How far a sale has gone back once this much of it goes too, minor units. */
const progressOf = (sale: Pick<Sale, 'lines'>, refunded: Refunded, totalMinor: number) => {
  const wholeMinor = refundableWholeMinor(sale)
  return { wholeMinor, afterMinor: wholeMinor - refundableOf(sale, refunded).totalMinor + totalMinor }
}

/**
 * Earned points that are taken back with a refund, cumulated: after everything went back, so have all points. Reckoned
 * from what was really taken, so that a reservation that was given up leaves no point behind.
 */
export function pointsTaken(sale: Pick<Sale, 'lines' | 'loyalty'>, refunded: Refunded, totalMinor: number): number {
  const points = sale.loyalty?.pointsEarned ?? 0
  const { wholeMinor, afterMinor } = progressOf(sale, refunded, totalMinor)
  const due = afterMinor >= wholeMinor ? points : pointsShare(points, afterMinor, wholeMinor)
  return Math.max(0, due - refunded.pointsTakenBack)
}

/** What points paid, and how many; what of it went back; and what all other tenders have not given back, minor units. */
const tendersOf = ({ tenders }: Paid, refunded: Refunded) => {
  const given = new Map(refunded.tenders.map(({ index, amountMinor }) => [index, amountMinor]))
  const sums = { burned: 0, paidMinor: 0, givenMinor: 0, othersLeftMinor: 0 }
  for (const [index, tender] of tenders.entries()) {
    const goneMinor = given.get(index) ?? 0
    if (tender.kind === 'points') {
      sums.burned += tender.points
      sums.paidMinor += tender.amountMinor
      sums.givenMinor += goneMinor
    } else {
      sums.othersLeftMinor += Math.max(0, tender.amountMinor - goneMinor)
    }
  }
  return sums
}

/**
 * Burned points that go back with a refund: whole ones, in their share of the money, rounded over all refunds of the
 * sale together, and with them exactly what they paid. Only where no other tender is left to take the fraction of a
 * point does the money run ahead, by less than a point; with the last of it both are whole.
 */
export function pointsBack(sale: Paid, refunded: Refunded, draft: Pick<RefundDraft, 'kind' | 'totals'>): PointsBack {
  const { burned, paidMinor, givenMinor, othersLeftMinor } = tendersOf(sale, refunded)
  if (paidMinor <= 0) return { points: 0, amountMinor: 0 }
  const { totalMinor } = draft.totals
  const { wholeMinor, afterMinor } = progressOf(sale, refunded, totalMinor)
  const pointsFor = (minor: number): number => multiplyDivide(burned, minor, paidMinor, 'floor')
  const mostMinor = Math.max(0, Math.min(totalMinor, paidMinor - givenMinor))
  const leastMinor = Math.min(mostMinor, Math.max(0, totalMinor - othersLeftMinor))
  const share = Math.min(pointsShare(burned, afterMinor, wholeMinor), pointsFor(givenMinor + mostMinor))
  const sharedMinor = burned === 0 ? 0 : multiplyDivide(paidMinor, share, burned, 'ceiling') - givenMinor
  const isAll = draft.kind === 'void' || afterMinor >= wholeMinor
  const amountMinor = isAll ? mostMinor : Math.min(mostMinor, Math.max(leastMinor, sharedMinor))
  return { points: Math.max(0, pointsFor(givenMinor + amountMinor) - refunded.pointsGivenBack), amountMinor }
}
