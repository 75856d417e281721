import { assert } from '#core/errors/assert.ts'
import { divide, type RoundingMode } from '#core/money/rounding.ts'

/** The amount that can be paid in coins: the multiple of the smallest coin that `mode` picks (CHF 0.05 has 5). */
export function roundCash(amountMinor: number, smallestCoinMinor: number, mode: RoundingMode = 'half_up'): number {
  assert(smallestCoinMinor > 0, 'The smallest coin is worth something.')
  return divide(amountMinor, smallestCoinMinor, mode) * smallestCoinMinor
}

/** An amount that is paid out in cash: what is handed out, and what the smallest coin added to the amount or took off it. */
export interface CashBack {
  readonly handedMinor: number
  readonly roundingMinor: number
}

/** What is handed out in coins for an amount that goes back in cash; `handedMinor` = amount + `roundingMinor`. */
export function roundCashBack(amountMinor: number, policy: { readonly smallestCoinMinor?: number }): CashBack {
  const handedMinor = roundCash(amountMinor, policy.smallestCoinMinor ?? 1)
  return { handedMinor, roundingMinor: handedMinor - amountMinor }
}
