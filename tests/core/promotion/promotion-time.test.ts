import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promotionTimeOf, weekdayOf } from '#core/promotion/promotion-time.ts'

const DAY_MS = 86_400_000

describe('weekdayOf', () => {
  it('agrees with the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 200_000 }), (day) => {
        const date = new Date(day * DAY_MS)
        expect(weekdayOf(date.toISOString().slice(0, 10))).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay())
      }),
    )
    expect(weekdayOf('2026-03-18')).toBe(3)
    expect(weekdayOf('2024-02-29')).toBe(4)
  })
})

describe('promotionTimeOf', () => {
  it('takes the shop’s time apart', () => {
    expect(promotionTimeOf('2026-03-22T09:05:59', '2026-03-22T08:05:59.000Z')).toEqual({
      date: '2026-03-22',
      time: '09:05',
      weekday: 7,
      nowIso: '2026-03-22T08:05:59.000Z',
    })
  })
})
