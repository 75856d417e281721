import { assert } from '#core/errors/assert.ts'
import { assertInteger } from '#core/money/assert-integer.ts'

/**
 * `allocate` for weights that no number holds: the same parts, the earlier of equal remainders first, a weight of 0
 * gets nothing. Where every weight is 0 there must be nothing to give.
 */
export function allocateExact(totalMinor: number, weights: readonly bigint[]): number[] {
  assertInteger(totalMinor, 'totalMinor')
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  assert(sum > 0n || totalMinor === 0, 'There is nobody to allocate to.')
  if (sum === 0n) return weights.map(() => 0)
  const total = BigInt(Math.abs(totalMinor))
  const parts = weights.map((weight) => (total * weight) / sum)
  const left = Number(total - parts.reduce((given, part) => given + part, 0n))
  const winners = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    // Sorting is stable, so of equal remainders the earlier part stays before the later.
    .toSorted((one, other) => Number(other.remainder > one.remainder) - Number(other.remainder < one.remainder))
    .slice(0, left)
  for (const { index } of winners) parts[index] = (parts[index] ?? 0n) + 1n
  return parts.map((part) => Number(totalMinor < 0 ? -part : part))
}
