import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { allocateExact } from '#core/money/allocate-exact.ts'
import { allocate } from '#core/money/allocate.ts'

describe('allocateExact', () => {
  it('is allocate, for weights that a number holds', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(fc.maxSafeInteger(), weights, (total, list) => {
        fc.pre(list.some((weight) => weight > 0))
        expect(allocateExact(total, list.map(BigInt))).toEqual(allocate(total, list))
      }),
    )
  })

  it('tells remainders apart that no number does', () => {
    const huge = 10n ** 24n
    expect(allocateExact(1, [huge, huge + 1n])).toEqual([0, 1])
    expect(allocateExact(1, [huge + 1n, huge])).toEqual([1, 0])
    expect(allocateExact(-3, [huge, huge])).toEqual([-2, -1])
    expect(allocateExact(2, [huge, huge, huge])).toEqual([1, 1, 0])
    expect(allocateExact(2, [huge, huge + 1n, huge, huge + 2n])).toEqual([0, 1, 0, 1])
  })

  it('gives nothing to nobody', () => {
    expect(allocateExact(0, [])).toEqual([])
    expect(allocateExact(0, [0n, 0n])).toEqual([0, 0])
    expect(() => allocateExact(1, [0n])).toThrow(new AssertionError('There is nobody to allocate to.'))
    expect(() => allocateExact(0.5, [1n])).toThrow(new AssertionError('totalMinor is no safe integer: 0.5.'))
  })
})
