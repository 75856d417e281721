/** So many keys fit beside the number pad. */
const QUICK_AMOUNTS_MAX = 5

/** Nobody counts out more pieces of one coin than this. */
const PIECES_MAX = 20

/**
 * What a customer is likely to hand over: the exact amount first, then what is due rounded up to each note or coin
 * that is not too small for it, rising. Minor units; never twice the same.
 */
export function quickAmounts(stillDueMinor: number, denominationsMinor: readonly number[]): number[] {
  const fitting = denominationsMinor.filter((coin) => coin * PIECES_MAX >= stillDueMinor)
  const roundedUp = fitting.map((coin) => Math.ceil(stillDueMinor / coin) * coin)
  const rising = [...new Set(roundedUp)].filter((amount) => amount > stillDueMinor).toSorted((a, b) => a - b)
  return [stillDueMinor, ...rising].slice(0, QUICK_AMOUNTS_MAX)
}
