import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isWithinSaleHours, saleHoursRefusal } from '#core/restriction/sale-hours.ts'

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

test.each([
  ['08:00', '22:00', '07:59', false],
  ['08:00', '22:00', '08:00', true],
  ['08:00', '22:00', '21:59', true],
  ['08:00', '22:00', '22:00', false],
  ['08:00', '03:00', '02:59', true],
  ['08:00', '03:00', '03:00', false],
  ['08:00', '03:00', '00:00', true],
  ['08:00', '03:00', '23:59', true],
  ['00:00', '00:00', '12:00', true],
])('from %s to %s, %s is within: %s', (fromTime, toTime, time, isWithin) => {
  expect(isWithinSaleHours({ fromTime, toTime }, time)).toBe(isWithin)
})

test('a window and the one that begins where it ends share the day between them', () => {
  const anyMinute = fc.integer({ min: 0, max: 1_439 })
  fc.assert(
    fc.property(anyMinute, anyMinute, anyMinute, (from, to, at) => {
      fc.pre(from !== to)
      const [fromTime, toTime, time] = [timeOf(from), timeOf(to), timeOf(at)]
      const isWithin = isWithinSaleHours({ fromTime, toTime }, time)
      expect(isWithinSaleHours({ fromTime: toTime, toTime: fromTime }, time)).toBe(!isWithin)
      // Minutes since the window began, whatever midnight does.
      expect(isWithin).toBe((at - from + 1_440) % 1_440 < (to - from + 1_440) % 1_440)
    }),
  )
})

describe('what may be sold at some hours only', () => {
  const name = 'Gin'
  const rules = { saleHours: { fromTime: '08:00', toTime: '20:00' } }

  it('is refused outside of them, by name and hours', () => {
    const refusal = saleHoursRefusal({ name, rules }, '20:00')
    expect(refusal).toMatchObject({ code: 'sale_hours', details: { name, fromTime: '08:00', toTime: '20:00' } })
  })

  it('is sold within, and anything else at any time', () => {
    expect(saleHoursRefusal({ name, rules }, '19:59')).toBeUndefined()
    expect(saleHoursRefusal({ name, rules: {} }, '03:00')).toBeUndefined()
    expect(saleHoursRefusal({ name }, '03:00')).toBeUndefined()
  })
})
