import { assert } from '#core/errors/assert.ts'

const PRICE_MIN_MINOR = 15

/** The middle of the prices; of two middle ones the lower, so that it is one that was paid. */
export function medianMinor(pricesMinor: readonly number[]): number {
  const median = pricesMinor.toSorted((one, other) => one - other)[Math.floor((pricesMinor.length - 1) / 2)]
  assert(median !== undefined, 'A median needs a price.')
  return median
}

/** The nearest price that a shop would write on the shelf: one that ends in 5 or 9, the higher of two as near. */
export function shelfPriceMinor(priceMinor: number): number {
  const tens = priceMinor - (priceMinor % 10)
  const [first, ...others] = [tens + 15, tens + 9, tens + 5, tens - 1]
  const distance = (candidate: number): number => Math.abs(candidate - priceMinor)
  const nearest = others.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best), first)
  return Math.max(nearest ?? PRICE_MIN_MINOR, PRICE_MIN_MINOR)
}
