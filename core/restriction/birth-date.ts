import {
  daysInMonth,
  isCalendarDate,
  isoDateOf,
  readIsoDate,
  type CalendarDate,
} from '#core/restriction/calendar-date.ts'

/** How a shop writes dates: day, month, year in some order. */
export interface DateStyle {
  readonly order: 'dmy' | 'mdy' | 'ymd'
  readonly separator: '.' | '/' | '-'
}

// As CLDR 48 writes short dates in the country that a currency is of; all others write 31.12.2026.
const styles: Readonly<Record<string, DateStyle>> = {
  USD: { order: 'mdy', separator: '/' },
  PHP: { order: 'mdy', separator: '/' },
  GBP: { order: 'dmy', separator: '/' },
  INR: { order: 'dmy', separator: '/' },
  AUD: { order: 'dmy', separator: '/' },
  NZD: { order: 'dmy', separator: '/' },
  BRL: { order: 'dmy', separator: '/' },
  MXN: { order: 'dmy', separator: '/' },
  SGD: { order: 'dmy', separator: '/' },
  CAD: { order: 'ymd', separator: '-' },
  CNY: { order: 'ymd', separator: '-' },
  JPY: { order: 'ymd', separator: '/' },
  KRW: { order: 'ymd', separator: '.' },
  SEK: { order: 'ymd', separator: '-' },
  ZAR: { order: 'ymd', separator: '/' },
}

/** How a shop with this currency (ISO 4217) writes dates. */
export const dateStyleOf = (currency: string): DateStyle => styles[currency] ?? { order: 'dmy', separator: '.' }

/** A date `YYYY-MM-DD` as the shop writes it: `25.11.2005`, `11/25/2005`. */
export function formatShopDate(date: string, { order, separator }: DateStyle): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const parts = { dmy: [day, month, year], mdy: [month, day, year], ymd: [year, month, day] }
  return parts[order].join(separator)
}

/** The last day of birth of those who are old enough: the shop's date of today less the limit, `YYYY-MM-DD`. */
export function bornOnOrBefore(today: string, ageLimitYears: number): string {
  const { year, month, day } = readIsoDate(today)
  const born = year - ageLimitYears
  // On 29 February those of 1 March are a day too young yet.
  return isoDateOf({ year: born, month, day: Math.min(day, daysInMonth(born, month)) })
}

const BIRTH_YEAR_MIN = 1900

const patterns: Readonly<Record<DateStyle['order'], RegExp>> = {
  dmy: /^(?<day>\d{2})[./-]?(?<month>\d{2})[./-]?(?<year>\d{4})$/u,
  mdy: /^(?<month>\d{2})[./-]?(?<day>\d{2})[./-]?(?<year>\d{4})$/u,
  ymd: /^(?<year>\d{4})[./-]?(?<month>\d{2})[./-]?(?<day>\d{2})$/u,
}

const readBy = (order: DateStyle['order'], text: string): CalendarDate | undefined => {
  const { year, month, day } = patterns[order].exec(text)?.groups ?? {}
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  return date.year >= BIRTH_YEAR_MIN && isCalendarDate(date) ? date : undefined
}

/**
 * A typed date of birth as `YYYY-MM-DD`: eight digits in the shop's order, with or without its signs, or ISO 8601.
 * Undefined for what is no day of the calendar, before 1900 or after `today`.
 */
export function readBirthDate(text: string, { order }: DateStyle, today: string): string | undefined {
  const isIso = /^\d{4}-/u.test(text)
  const date = (isIso ? undefined : readBy(order, text)) ?? readBy('ymd', text)
  const born = date === undefined ? undefined : isoDateOf(date)
  return born === undefined || born > today ? undefined : born
}
