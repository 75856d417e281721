import { roundCash } from '#core/money/round-cash.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Tender } from '#core/tender/tender.ts'

/** What cash that goes back is rounded by: the shop's smallest coin, what went back of the sale in cash before, and what paid it. */
export interface RefundCoins {
  readonly smallestCoinMinor?: number | undefined
  readonly before?: Pick<Refunded, 'cashMinor' | 'cashRoundingMinor'> | undefined
  /** The tenders of the sale, where it is known. */
  readonly paid?: readonly Tender[] | undefined
}

/** What cash paid of a sale, and what of it lay in the drawer then: coins may have made it more or less. */
const cashPaid = (paid: readonly Tender[]): { readonly amountMinor: number; readonly handedMinor: number } => {
  const sums = { amountMinor: 0, handedMinor: 0 }
  for (const tender of paid) {
    if (tender.kind !== 'cash') continue
    sums.amountMinor += tender.amountMinor
    sums.handedMinor += tender.givenMinor - tender.changeMinor
  }
  return sums
}

/** All cash of a sale that went back, in coins: never more than came in, as far as cash paid it. */
const inCoins = (wholeMinor: number, smallestCoinMinor: number, paid: readonly Tender[] | undefined): number => {
  const roundedMinor = roundCash(wholeMinor, smallestCoinMinor)
  if (paid === undefined) return roundedMinor
  const { amountMinor, handedMinor } = cashPaid(paid)
  const isOfCash = wholeMinor <= amountMinor
  const mostMinor = isOfCash
    ? roundCash(handedMinor, smallestCoinMinor, 'floor')
    : roundCash(handedMinor + wholeMinor - amountMinor, smallestCoinMinor)
  return Math.min(roundedMinor, mostMinor)
}

/**
 * Cash as it is handed out: all cash of a sale is rounded to the smallest coin as one sum, less what was handed out
 * before, so that a sale that goes back in pieces pays what it pays when it goes back whole, and never more cash than came in.
 */
export function refundCash(amountMinor: number, { smallestCoinMinor, before = {}, paid }: RefundCoins): RefundTender {
  if (smallestCoinMinor === undefined) return { kind: 'cash', amountMinor }
  const { cashMinor = 0, cashRoundingMinor = 0 } = before
  const handedMinor = inCoins(cashMinor + amountMinor, smallestCoinMinor, paid) - (cashMinor + cashRoundingMinor)
  // A coin that was one minor unit then, or larger, is nobody's debt now.
  const roundingMinor = Math.max(0, handedMinor) - amountMinor
  return { kind: 'cash', amountMinor, ...(roundingMinor === 0 ? {} : { roundingMinor }) }
}
