import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayBefore, isRunning, isWindowOpen } from '#core/promotion/is-running.ts'
import type { PromotionWindow } from '#core/promotion/promotion.ts'
import { all, noon, promotion } from '#tests/core/promotion/any-promotion.ts'

const at = (date: string, time: string): typeof noon => ({
  ...noon,
  date,
  time,
  weekday: ((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7) + 1,
})

const isOpen = (window: PromotionWindow, date: string, time: string): boolean => isWindowOpen(window, at(date, time))

describe('a window', () => {
  it('has inclusive dates', () => {
    const window = { fromDate: '2026-03-18', toDate: '2026-03-19' }
    expect(['17', '18', '19', '20'].map((day) => isOpen(window, `2026-03-${day}`, '00:00'))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isOpen({}, '2026-03-18', '23:59')).toBe(true)
  })

  it('has weekdays from Monday, 1, to Sunday, 7', () => {
    expect(isOpen({ weekdays: [3] }, '2026-03-18', '12:00')).toBe(true)
    expect(isOpen({ weekdays: [7] }, '2026-03-22', '12:00')).toBe(true)
    expect(isOpen({ weekdays: [1, 2] }, '2026-03-18', '12:00')).toBe(false)
  })

  it('ends before its last minute', () => {
    const happyHour = { fromTime: '17:00', toTime: '18:00' }
    expect(['16:59', '17:00', '17:59', '18:00'].map((time) => isOpen(happyHour, '2026-03-18', time))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isOpen({ fromTime: '17:00' }, '2026-03-18', '23:59')).toBe(true)
    expect(isOpen({ toTime: '17:00' }, '2026-03-18', '00:00')).toBe(true)
  })

  it('that passes midnight belongs to the day on which it began', () => {
    const friday = { weekdays: [5], fromTime: '22:00', toTime: '02:00' }
    expect(isOpen(friday, '2026-03-20', '21:59')).toBe(false)
    expect(isOpen(friday, '2026-03-20', '22:00')).toBe(true)
    expect(isOpen(friday, '2026-03-21', '01:59')).toBe(true)
    expect(isOpen(friday, '2026-03-21', '02:00')).toBe(false)
    expect(isOpen(friday, '2026-03-20', '01:00')).toBe(false)
    expect(isOpen(friday, '2026-03-21', '22:00')).toBe(false)
    const newYear = { fromDate: '2026-12-31', toDate: '2026-12-31', fromTime: '20:00', toTime: '04:00' }
    expect(isOpen(newYear, '2027-01-01', '03:00')).toBe(true)
    expect(isOpen(newYear, '2026-12-31', '03:00')).toBe(false)
    expect(isOpen({ weekdays: [7], fromTime: '20:00', toTime: '04:00' }, '2026-03-23', '03:00')).toBe(true)
  })

  it('from an hour to the same hour lasts a day', () => {
    const window = { weekdays: [3], fromTime: '06:00', toTime: '06:00' }
    expect(isOpen(window, '2026-03-18', '06:00')).toBe(true)
    expect(isOpen(window, '2026-03-18', '05:59')).toBe(false)
    expect(isOpen(window, '2026-03-19', '05:59')).toBe(true)
    expect(isOpen(window, '2026-03-19', '06:00')).toBe(false)
  })
})

describe('dayBefore', () => {
  it('agrees with the calendar', () => {
    const days = fc.integer({ min: -200_000, max: 200_000 })
    const dayMs = 86_400_000
    fc.assert(
      fc.property(days, (day) => {
        const text = (count: number): string => new Date(count * dayMs).toISOString().slice(0, 10)
        expect(dayBefore(text(day))).toBe(text(day - 1))
      }),
      { examples: [[11_017], [-25_508], [19_783], [20_513]] },
    )
    expect(dayBefore('2000-03-01')).toBe('2000-02-29')
    expect(dayBefore('1900-03-01')).toBe('1900-02-28')
    expect(dayBefore('2024-03-01')).toBe('2024-02-29')
  })
})

describe('isRunning', () => {
  const offer = { kind: 'percent_off', items: all, ratePpm: 1 } as const

  it('asks whether it is active, open, and for this customer', () => {
    expect(isRunning(promotion(1, offer), noon, [])).toBe(true)
    expect(isRunning({ ...promotion(1, offer), isActive: false }, noon, [])).toBe(false)
    expect(isRunning(promotion(1, offer, { window: { weekdays: [4] } }), noon, [])).toBe(false)
    const members = promotion(1, offer, { customerGroupIds: [2, 3], window: { weekdays: [3] } })
    expect(isRunning(members, noon, [1, 3])).toBe(true)
    expect(isRunning(members, noon, [1])).toBe(false)
  })
})
