import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysInMonth, gs1Date, isCalendarDay } from '#core/barcode/gs1/gs1-date.ts'

describe('a date of GS1', () => {
  it.each([
    ['261231', '2026-11-25', '2026-12-31'],
    ['260200', '2026-11-25', '2026-02-28'],
    ['240200', '2026-11-25', '2024-02-29'],
    ['261100', '2026-11-25', '2026-11-30'],
    ['760101', '2026-11-25', '2076-01-01'],
    ['770101', '2026-11-25', '1977-01-01'],
    ['000101', '2060-01-01', '2100-01-01'],
    ['110101', '2060-01-01', '2011-01-01'],
    ['100101', '2060-01-01', '2110-01-01'],
    ['990101', '2000-01-01', '1999-01-01'],
    ['510101', '2000-01-01', '1951-01-01'],
    ['500101', '2000-01-01', '2050-01-01'],
  ])('%s read on %s is %s', (yymmdd, today, date) => {
    expect(gs1Date(yymmdd, today)).toBe(date)
  })

  it('that no calendar has is none', () => {
    expect(gs1Date('261301', '2026-11-25')).toBeUndefined()
    expect(gs1Date('260001', '2026-11-25')).toBeUndefined()
    expect(gs1Date('260431', '2026-11-25')).toBeUndefined()
    expect(gs1Date('000229', '2060-01-01')).toBeUndefined()
  })

  it('is within 49 years back and 50 ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1970, max: 2999 }), (year, thisYear) => {
        const date = gs1Date(`${String(year).padStart(2, '0')}0115`, `${thisYear}-06-01`) ?? ''
        expect(Number(date.slice(2, 4))).toBe(year)
        expect(Number(date.slice(0, 4)) - thisYear).toBeGreaterThanOrEqual(-49)
        expect(Number(date.slice(0, 4)) - thisYear).toBeLessThanOrEqual(50)
      }),
    )
  })

  it('has the days of the Gregorian calendar', () => {
    for (let year = 1896; year < 2110; year++) {
      for (let month = 1; month <= 12; month++) {
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate())
      }
    }
    expect(daysInMonth(2026, 0)).toBe(0)
    expect(daysInMonth(2026, 13)).toBe(0)
    expect(isCalendarDay(2026, '0200', true)).toBe(true)
    expect(isCalendarDay(2026, '0200', false)).toBe(false)
    expect(isCalendarDay(2026, '1300', true)).toBe(false)
  })
})
