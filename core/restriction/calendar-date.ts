const MONTHS = 12
const FEBRUARY = 2
const shortMonths: ReadonlySet<number> = new Set([4, 6, 9, 11])

/** A day of the calendar by its numbers. */
export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The days of a month of the Gregorian calendar. */
export const daysInMonth = (year: number, month: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === FEBRUARY) return isLeap ? 29 : 28
  return shortMonths.has(month) ? 30 : 31
}

/** True where the calendar has such a day. */
export const isCalendarDate = ({ year, month, day }: CalendarDate): boolean =>
  month >= 1 && month <= MONTHS && day >= 1 && day <= daysInMonth(year, month)

/** A day as `YYYY-MM-DD`. */
export const isoDateOf = ({ year, month, day }: CalendarDate): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')

/** The numbers of a day that is written `YYYY-MM-DD`. */
export const readIsoDate = (date: string): CalendarDate => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}
