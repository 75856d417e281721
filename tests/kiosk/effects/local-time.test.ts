import { expect, test } from 'vitest'
import { createLocalTime } from '#kiosk/effects/local-time.ts'

const AT_MS = Date.parse('2026-03-01T19:05:59.000Z')

test('dates and times are those of the shop, also past midnight', () => {
  const { date, dateTime, time } = createLocalTime('Asia/Kolkata')
  expect([date(AT_MS), dateTime(AT_MS), time(AT_MS)]).toEqual(['2026-03-02', '2026-03-02 00:35', '00:35'])
})

test('an unknown time zone counts as UTC', () => {
  expect(createLocalTime('Middle/Earth').dateTime(AT_MS)).toBe('2026-03-01 19:05')
})
