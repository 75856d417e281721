import { assert } from '#core/errors/assert.ts'
import { assertInteger } from '#core/money/assert-integer.ts'
import { multiplyDivide, multiplyModulo } from '#core/money/rounding.ts'

/**
 * Splits an amount in proportion to weights so that the parts add up to it exactly: the method of largest remainders,
 * where equal remainders go to the earlier part. A weight of 0 gets nothing; where every weight is 0 all count alike.
 * @example allocate(100, [1, 1, 1]) // [34, 33, 33]
 */
export function allocate(totalMinor: number, weights: readonly number[]): number[] {
  assertInteger(totalMinor, 'totalMinor')
  assert(weights.length > 0 || totalMinor === 0, 'There is nobody to allocate to.')
  const sum = weights.reduce((total, weight) => total + checkedWeight(weight), 0)
  assertInteger(sum, 'The sum of the weights')
  if (sum === 0 && weights.length > 0) return allocate(totalMinor, Array<number>(weights.length).fill(1))
  if (totalMinor < 0) return allocatePositive(-totalMinor, weights, sum).map((part) => 0 - part)
  return allocatePositive(totalMinor, weights, sum)
}

function checkedWeight(weight: number): number {
  assert(Number.isSafeInteger(weight) && weight >= 0, `A weight is no whole number from 0: ${weight}.`)
  return weight
}

function allocatePositive(totalMinor: number, weights: readonly number[], sum: number): number[] {
  const parts = weights.map((weight) => multiplyDivide(totalMinor, weight, sum, 'floor'))
  const left = totalMinor - parts.reduce((total, part) => total + part, 0)
  // Sorting is stable, so of equal remainders the earlier part stays before the later.
  const winners = weights
    .map((weight, index) => ({ index, remainder: multiplyModulo(totalMinor, weight, sum) }))
    .toSorted((one, other) => other.remainder - one.remainder)
    .slice(0, left)
  const winning = new Set(winners.map((winner) => winner.index))
  return parts.map((part, index) => (winning.has(index) ? part + 1 : part))
}
