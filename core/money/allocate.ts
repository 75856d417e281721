import { assert, AssertionError } from '#core/errors/assert.ts'
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
  const sum = sumOfWeights(weights)
  if (weights.length === 1) return [totalMinor + 0] // the commonest case by far; + 0 turns -0 into 0
  if (sum === 0 && weights.length > 0) return allocate(totalMinor, Array<number>(weights.length).fill(1))
  if (totalMinor < 0) return allocatePositive(-totalMinor, weights, sum).map((part) => 0 - part)
  return allocatePositive(totalMinor, weights, sum)
}

function sumOfWeights(weights: readonly number[]): number {
  let sum = 0
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) {
      throw new AssertionError(`A weight is no whole number from 0: ${weight}.`)
    }
    sum += weight
  }
  assertInteger(sum, 'The sum of the weights')
  return sum
}

function allocatePositive(totalMinor: number, weights: readonly number[], sum: number): number[] {
  const parts: number[] = []
  const remainders: number[] = []
  let left = totalMinor
  for (const weight of weights) {
    const part = multiplyDivide(totalMinor, weight, sum, 'floor')
    parts.push(part)
    remainders.push(multiplyModulo(totalMinor, weight, sum))
    left -= part
  }
  for (const winner of largest(remainders, left)) parts[winner] = (parts[winner] ?? 0) + 1
  return parts
}

// The places of the `count` largest, of equals the earlier: sorting is stable. One alone, as of two taxes, needs none.
function largest(values: readonly number[], count: number): number[] {
  if (count === 0) return []
  const places = values.map((_, place) => place)
  const valueAt = (place: number): number => values[place] ?? 0
  if (count === 1) return [places.reduce((best, place) => (valueAt(place) > valueAt(best) ? place : best))]
  return places.toSorted((one, other) => valueAt(other) - valueAt(one)).slice(0, count)
}
