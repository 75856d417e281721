import { cashDueMinor } from '#core/tender/tendering.ts'

/** So many keys fit beside the number pad. */
const QUICK_AMOUNTS_MAX = 5

/** Nobody counts out more pieces of one coin than this. */
const PIECES_MAX = 20

/**
 * What a customer is likely to hand over: the exact amount first, in coins that exist, then that rounded up to each note
 * or coin that is not too small for it, rising. Minor units; never twice the same; nothing where the till owes.
 */
export function quickAmounts(
  stillDueMinor: number,
  denominationsMinor: readonly number[],
  smallestCoinMinor = 1,
): number[] {
  if (stillDueMinor < 0) return []
  const exactMinor = cashDueMinor(stillDueMinor, smallestCoinMinor)
  const fitting = denominationsMinor.filter((coin) => coin % smallestCoinMinor === 0 && coin * PIECES_MAX >= exactMinor)
  const roundedUp = fitting.map((coin) => Math.ceil(exactMinor / coin) * coin)
  const rising = [...new Set(roundedUp)].filter((amount) => amount > exactMinor).toSorted((a, b) => a - b)
  return [exactMinor, ...rising].slice(0, QUICK_AMOUNTS_MAX)
}
