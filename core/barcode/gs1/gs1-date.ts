const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** How many days a month (1–12) of a year has in the Gregorian calendar; 0 for a month that is none. */
export function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return (daysOfMonths[month - 1] ?? 0) + (month === 2 && isLeap ? 1 : 0)
}

/** Whether year, month and day, as digits, are a day of the calendar; day 00 only where it may stand for the last one. */
export function isCalendarDay(year: number, monthAndDay: string, isDayZeroAllowed: boolean): boolean {
  const days = daysInMonth(year, Number(monthAndDay.slice(0, 2)))
  const day = Number(monthAndDay.slice(2))
  return days > 0 && day <= days && day >= (isDayZeroAllowed ? 0 : 1)
}

// General Specifications 7.12: the year of two digits is the one from 49 years ago to 50 years ahead.
function fullYear(twoDigits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + twoDigits
  if (year - thisYear > 50) return year - 100
  return year - thisYear < -49 ? year + 100 : year
}

/**
 * The day that YYMMDD stands for, as `YYYY-MM-DD`: the year nearest to today's (`YYYY-MM-DD` too), day 00 as the last day
 * of the month. Undefined where the calendar has no such day.
 * @example gs1Date('260200', '2026-11-25') // '2026-02-28'
 */
export function gs1Date(yymmdd: string, today: string): string | undefined {
  const year = fullYear(Number(yymmdd.slice(0, 2)), Number(today.slice(0, 4)))
  const monthAndDay = yymmdd.slice(2, 6)
  if (!isCalendarDay(year, monthAndDay, true)) return undefined
  const month = monthAndDay.slice(0, 2)
  const day = monthAndDay.endsWith('00') ? String(daysInMonth(year, Number(month))) : monthAndDay.slice(2)
  return `${year}-${month}-${day}`
}
