import { assert } from '#core/errors/assert.ts'

/** Random numbers that a seed repeats: for demonstration and tests, never for secrets. */
export interface SeededRandom {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number
  /** A whole number from `first` to `last`, both included. */
  readonly between: (first: number, last: number) => number
  /** True in so many of 1,000 cases. */
  readonly isOneOf1000: (cases: number) => boolean
  /** The index of one of the weights, the heavier the likelier. */
  readonly weighted: (weights: readonly number[]) => number
  readonly pick: <T>(items: readonly T[]) => T
}

// Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough to look like a shop.
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

function indexAt(weights: readonly number[], point: number): number {
  let passed = 0
  return weights.findIndex((weight) => {
    passed += weight
    return point < passed
  })
}

/** Starts the numbers of one seed, a whole number. */
export function seededRandom(seed: number): SeededRandom {
  const next = mulberry32(seed)
  const below = (limit: number): number => next() % limit
  return {
    below,
    between: (first, last) => first + below(last - first + 1),
    isOneOf1000: (cases) => below(1_000) < cases,
    weighted: (weights) => indexAt(weights, below(weights.reduce((sum, weight) => sum + weight, 0))),
    pick: (items) => {
      const item = items[below(items.length)]
      assert(item !== undefined, 'There is nothing to pick from.')
      return item
    },
  }
}

/** A UUID of version 7 (RFC 9562) with this time and bits from the seed. */
export function seededUuid(random: SeededRandom, atMs: number): string {
  const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0')
  const time = hex(atMs, 12)
  const bits = `${hex(0x7000 + random.below(0x1000), 4)}-${hex(0x8000 + random.below(0x4000), 4)}`
  const node = hex(random.below(0x1_0000), 4) + hex(random.below(0x1_0000_0000), 8)
  return `${time.slice(0, 8)}-${time.slice(8)}-${bits}-${node}`
}
