import type { PromotionTime } from '#core/promotion/promotion-input.ts'

// Sakamoto's method for the Gregorian calendar: what each month adds to the weekday.
const MONTH_SHIFTS = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4] as const

/** The weekday of a date `YYYY-MM-DD`, from 1 (Monday) to 7 (Sunday), as ISO 8601 counts. */
export function weekdayOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const from = month < 3 ? year - 1 : year
  const shift = MONTH_SHIFTS[month - 1] ?? 0
  const sundayIsZero = (from + Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400) + shift + day) % 7
  return sundayIsZero === 0 ? 7 : sundayIsZero
}

/** The shop's time as offers are judged by it: `local` begins `YYYY-MM-DD` and has `HH:MM` after one character. */
export const promotionTimeOf = (local: string, nowIso: string): PromotionTime => {
  const date = local.slice(0, 10)
  return { date, time: local.slice(11, 16), weekday: weekdayOf(date), nowIso }
}
