import { assert } from '#core/errors/assert.ts'
import type { SeededRandom } from '#hub/demo/seeded-random.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The demo shop opens at eight and closes at ten. */
export const OPENING_HOUR = 8

// Baskets by hour from 8 to 21 and by day from Sunday, in thousandths: The Complete Journey 2.0 (see README.md).
const basketsByHour = [14, 25, 44, 61, 70, 74, 74, 81, 94, 107, 101, 80, 64, 44]
const basketsByWeekday = [180, 142, 127, 126, 127, 135, 163]
const DAYS_IN_WEEK = 7

/** A day of business: its date, and midnight of the shop's own clock in UTC. */
export interface BusinessDay {
  readonly businessDate: string
  readonly midnightMs: number
  /** 0 is Sunday. */
  readonly weekday: number
}

// The clocks change at two in the morning, so what holds at noon holds while the shop is open.
function offsetAtNoonMs(noonUtcMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(noonUtcMs)
  const text = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/u.exec(text) ?? []
  const offsetMs = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS
  return sign === '-' ? -offsetMs : offsetMs
}

/** The `days` business days up to `lastDate` (`YYYY-MM-DD`), oldest first, in a shop of this time zone. */
export function businessDays(lastDate: string, days: number, timeZone: string): BusinessDay[] {
  const lastMs = Date.parse(`${lastDate}T00:00:00Z`)
  assert(Number.isFinite(lastMs), `No date: ${lastDate}.`)
  return Array.from({ length: days }, (_, index) => {
    const utcMs = lastMs - (days - 1 - index) * DAY_MS
    return {
      businessDate: new Date(utcMs).toISOString().slice(0, 10),
      midnightMs: utcMs - offsetAtNoonMs(utcMs + 12 * HOUR_MS, timeZone),
      weekday: new Date(utcMs).getUTCDay(),
    }
  })
}

/** A moment of the day by the shop's own clock, in UTC milliseconds. */
export function timeOf(day: BusinessDay, hour: number, minute: number): number {
  return day.midnightMs + hour * HOUR_MS + minute * MINUTE_MS
}

/** When customers come to pay on this day, rising: as many as weekday and chance say, around `salesPerDay`. */
export function payTimes(day: BusinessDay, salesPerDay: number, random: SeededRandom): number[] {
  const share = (basketsByWeekday[day.weekday] ?? 0) * DAYS_IN_WEEK * random.between(850, 1_150)
  const count = Math.max(1, Math.round((salesPerDay * share) / 1_000_000))
  const times = Array.from({ length: count }, () => {
    const hour = OPENING_HOUR + random.weighted(basketsByHour)
    return timeOf(day, hour, random.between(3, 56)) + random.below(60) * 1_000
  })
  return times.toSorted((one, other) => one - other)
}
