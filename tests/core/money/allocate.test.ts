import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { allocate } from '#core/money/allocate.ts'

const amount = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 })
const weights = fc.array(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 1, maxLength: 50 })

describe('allocate', () => {
  it('gives what is left to the largest remainders, the earlier of equals first', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(allocate(10, [0, 1, 2])).toEqual([0, 3, 7])
    expect(allocate(5, [0, 0])).toEqual([3, 2])
    expect(allocate(5, [0])).toEqual([5])
    expect(allocate(7, [2, 1, 2, 1, 2])).toEqual([2, 1, 2, 1, 1])
    expect(allocate(0, [])).toEqual([])
    expect(allocate(0, [0, 3])).toEqual([0, 0])
  })

  it('always adds up, each part within one of its exact share and of its sign', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = allocate(total, list)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        const sum = list.reduce((all, weight) => all + weight, 0)
        fc.pre(sum > 0)
        for (const [index, part] of parts.entries()) {
          const weight = list[index] ?? 0
          expect(weight > 0 || part === 0).toBe(true)
          const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(weight)
          expect(off < BigInt(sum) && off > -BigInt(sum)).toBe(true)
        }
      }),
    )
  })

  it('mirrors at zero', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(allocate(0 - total, list)).toEqual(allocate(total, list).map((part) => 0 - part))
      }),
    )
  })

  it('stops at weights that are none', () => {
    const nobody = new AssertionError('There is nobody to allocate to.')
    expect(() => allocate(1, [])).toThrow(nobody)
    expect(() => allocate(1, [-1])).toThrow(new AssertionError('A weight is no whole number from 0: -1.'))
    expect(() => allocate(1, [2, 0.5])).toThrow(new AssertionError('A weight is no whole number from 0: 0.5.'))
    expect(() => allocate(1.5, [1])).toThrow(new AssertionError('totalMinor is no safe integer: 1.5.'))
    expect(() => allocate(1, [Number.MAX_SAFE_INTEGER, 1])).toThrow(/^The sum of the weights is no safe integer/u)
    expect(Object.is(allocate(-0, [1])[0], 0)).toBe(true)
  })
})
