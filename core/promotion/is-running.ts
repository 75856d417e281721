import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { Promotion, PromotionWindow } from '#core/promotion/promotion.ts'

interface Day {
  readonly date: string
  readonly weekday: number
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const daysOf = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** The day before a `YYYY-MM-DD` of the Gregorian calendar. */
export const dayBefore = (date: string): string => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (day > 1) return `${pad(year, 4)}-${pad(month, 2)}-${pad(day - 1, 2)}`
  if (month > 1) return `${pad(year, 4)}-${pad(month - 1, 2)}-${pad(daysOf(year, month - 1), 2)}`
  return `${pad(year - 1, 4)}-12-31`
}

const yesterday = (at: PromotionTime): Day => ({
  date: dayBefore(at.date),
  weekday: at.weekday === 1 ? 7 : at.weekday - 1,
})

const isDayIn = (window: PromotionWindow, day: Day): boolean =>
  (window.fromDate === undefined || day.date >= window.fromDate) &&
  (window.toDate === undefined || day.date <= window.toDate) &&
  (window.weekdays === undefined || window.weekdays.includes(day.weekday))

/** True when the window is open; one that passes midnight is still yesterday's after it. */
export const isWindowOpen = (window: PromotionWindow, at: PromotionTime): boolean => {
  const { fromTime = '00:00', toTime = '24:00' } = window
  if (fromTime < toTime) return at.time >= fromTime && at.time < toTime && isDayIn(window, at)
  return (at.time >= fromTime && isDayIn(window, at)) || (at.time < toTime && isDayIn(window, yesterday(at)))
}

/** True when a promotion applies now, to these groups of customers. */
export const isRunning = (promotion: Promotion, at: PromotionTime, customerGroupIds: readonly number[]): boolean => {
  const { customerGroupIds: groups, window } = promotion
  if (groups !== undefined && !customerGroupIds.some((id) => groups.includes(id))) return false
  return promotion.isActive && (window === undefined || isWindowOpen(window, at))
}
