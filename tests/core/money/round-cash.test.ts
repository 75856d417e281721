import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { roundCash } from '#core/money/round-cash.ts'

describe('roundCash', () => {
  it('rounds to the coins that there are', () => {
    expect([1, 2, 3, 7, 8, -3].map((amount) => roundCash(amount, 5))).toEqual([0, 0, 5, 5, 10, -5])
    expect(roundCash(1234, 1)).toBe(1234)
    expect(roundCash(1299, 100, 'down')).toBe(1200)
    for (const coin of [0, -5]) {
      expect(() => roundCash(100, coin)).toThrow(new AssertionError('The smallest coin is worth something.'))
    }
  })

  it('stays within half a coin and is a multiple of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.integer({ min: 1, max: 500 }),
        (amount, coin) => {
          const rounded = roundCash(amount, coin)
          expect(Math.abs(rounded % coin)).toBe(0)
          expect(Math.abs(rounded - amount) * 2).toBeLessThanOrEqual(coin)
        },
      ),
    )
  })
})
