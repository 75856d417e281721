import { roundCash } from '#core/money/round-cash.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'

/** What cash that goes back is rounded by: the shop's smallest coin, and what went back of the sale in cash before. */
export interface RefundCoins {
  readonly smallestCoinMinor?: number | undefined
  readonly before?: Pick<Refunded, 'cashMinor' | 'cashRoundingMinor'> | undefined
}

/**
 * Cash as it is handed out: all cash of a sale is rounded to the smallest coin as one sum, less what was handed out
 * before, so that a sale that goes back in pieces pays what it pays when it goes back whole.
 */
export function refundCash(amountMinor: number, { smallestCoinMinor, before = {} }: RefundCoins): RefundTender {
  if (smallestCoinMinor === undefined) return { kind: 'cash', amountMinor }
  const { cashMinor = 0, cashRoundingMinor = 0 } = before
  const handedMinor = roundCash(cashMinor + amountMinor, smallestCoinMinor) - (cashMinor + cashRoundingMinor)
  // A coin that was one minor unit then, or larger, is nobody's debt now.
  const roundingMinor = Math.max(0, handedMinor) - amountMinor
  return { kind: 'cash', amountMinor, ...(roundingMinor === 0 ? {} : { roundingMinor }) }
}
