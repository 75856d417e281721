import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointsFor, pointsShare, pointsToPay, pointsWorthMinor } from '#core/customer/loyalty.ts'

const loyalty = { earnPerMinor: 100, pointValueMinor: 5 }
const anyLoyalty = fc.record({
  earnPerMinor: fc.integer({ min: 1, max: 10_000 }),
  pointValueMinor: fc.integer({ min: 1, max: 10_000 }),
})
const anyMinor = fc.integer({ min: 0, max: 10_000_000 })

describe('points', () => {
  it('are earned whole, and on nothing that goes back', () => {
    expect([99, 100, 199, 0, -500].map((paid) => pointsFor(paid, loyalty))).toEqual([0, 1, 1, 0, 0])
  })

  it('pay no more than they are worth, and no less than one of them would add', () => {
    expect([4, 5, 14].map((due) => pointsToPay(due, loyalty))).toEqual([0, 1, 2])
    fc.assert(
      fc.property(anyMinor, anyLoyalty, (dueMinor, policy) => {
        const points = pointsToPay(dueMinor, policy)
        expect(pointsWorthMinor(points, policy)).toBeLessThanOrEqual(dueMinor)
        expect(pointsWorthMinor(points + 1, policy)).toBeGreaterThan(dueMinor)
      }),
    )
  })

  it('of parts of a sale end at the whole, however it is cut', () => {
    expect(pointsShare(10, 50, 0)).toBe(0)
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1 }),
        (points, parts) => {
          const wholeMinor = parts.reduce((sum, part) => sum + part, 0)
          let sofarMinor = 0
          let before = 0
          for (const part of parts) {
            sofarMinor += part
            const share = pointsShare(points, sofarMinor, wholeMinor)
            expect(share).toBeGreaterThanOrEqual(before)
            before = share
          }
          expect(before).toBe(points)
          expect(pointsShare(points, wholeMinor + 1, wholeMinor)).toBe(points)
        },
      ),
    )
  })
})
