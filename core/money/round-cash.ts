import { assert } from '#core/errors/assert.ts'
import { divide, type RoundingMode } from '#core/money/rounding.ts'

/** The amount that can be paid in coins: the multiple of the smallest coin that `mode` picks (CHF 0.05 has 5). */
export function roundCash(amountMinor: number, smallestCoinMinor: number, mode: RoundingMode = 'half_up'): number {
  assert(smallestCoinMinor > 0, 'The smallest coin is worth something.')
  return divide(amountMinor, smallestCoinMinor, mode) * smallestCoinMinor
}
