import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bornOnOrBefore, dateStyleOf, formatShopDate, readBirthDate } from '#core/restriction/birth-date.ts'

const TODAY = '2026-03-01'

test.each([
  ['2023-11-25', 18, '2005-11-25'],
  ['2026-02-28', 18, '2008-02-28'],
  ['2026-03-01', 18, '2008-03-01'],
  ['2024-02-29', 18, '2006-02-28'],
  ['2028-02-29', 20, '2008-02-29'],
  ['2000-02-29', 100, '1900-02-28'],
])('on %s, who is %i was born on or before %s', (today, years, born) => {
  expect(bornOnOrBefore(today, years)).toBe(born)
})

test.each([
  ['EUR', '25.11.2005'],
  ['USD', '11/25/2005'],
  ['INR', '25/11/2005'],
  ['SEK', '2005-11-25'],
  ['KRW', '2005.11.25'],
])('a shop with %s writes %s', (currency, text) => {
  expect(formatShopDate('2005-11-25', dateStyleOf(currency))).toBe(text)
})

test.each([
  ['EUR', '25112005', '2005-11-25'],
  ['EUR', '25.11.2005', '2005-11-25'],
  ['EUR', '2005-11-25', '2005-11-25'],
  ['EUR', '20051125', '2005-11-25'],
  ['EUR', '19101990', '1990-10-19'],
  ['USD', '11252005', '2005-11-25'],
  ['USD', '25112005', undefined],
  ['USD', '2005-11-25', '2005-11-25'],
  ['SEK', '20051125', '2005-11-25'],
  ['EUR', '29022005', undefined],
  ['EUR', '29022004', '2004-02-29'],
  ['EUR', '31041999', undefined],
  ['EUR', '00011999', undefined],
  ['EUR', '01011899', undefined],
  ['EUR', '01011900', '1900-01-01'],
  ['EUR', '02032026', undefined],
  ['EUR', '01032026', TODAY],
  ['EUR', '2511200', undefined],
  ['EUR', '', undefined],
  ['EUR', '4011', undefined],
])('with %s, %j is %s', (currency, typed, born) => {
  expect(readBirthDate(typed, dateStyleOf(currency), TODAY)).toBe(born)
})

const anyDate = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-03-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('what a shop writes it reads, with its signs and without', () => {
  fc.assert(
    fc.property(anyDate, fc.constantFrom('EUR', 'USD', 'GBP', 'JPY', 'KRW'), (born, currency) => {
      const style = dateStyleOf(currency)
      const written = formatShopDate(born, style)
      expect(readBirthDate(written, style, TODAY)).toBe(born)
      expect(readBirthDate(written.replaceAll(/\D/gu, ''), style, TODAY)).toBe(born)
    }),
  )
})

test('who is old enough today is old enough tomorrow', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 1, max: 99 }), (today, years) => {
      const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
      expect(bornOnOrBefore(today, years) <= bornOnOrBefore(tomorrow, years)).toBe(true)
    }),
  )
})
