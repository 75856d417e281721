/** A range of days as whole months, and the days before and after them; an empty part ends before it begins. */
export interface SplitRange {
  readonly headFrom: string
  readonly headTo: string
  readonly monthFrom: string
  readonly monthTo: string
  readonly tailFrom: string
  readonly tailTo: string
}

/** Before every date: where an empty part ends. */
const NEVER = ''

const monthOf = (date: string): string => date.slice(0, 'YYYY-MM'.length)

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`)

const addMonths = (month: string, count: number): string => {
  const date = utc(`${month}-01`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return monthOf(date.toISOString())
}

const lastDayOf = (month: string): string => {
  const date = utc(`${addMonths(month, 1)}-01`)
  date.setUTCDate(0)
  return date.toISOString().slice(0, 'YYYY-MM-DD'.length)
}

/** Splits days `from` to `to`, both counted. */
export function splitRange(from: string, to: string): SplitRange {
  const isFirstWhole = from.endsWith('-01')
  const isLastWhole = to === lastDayOf(monthOf(to))
  const monthFrom = isFirstWhole ? monthOf(from) : addMonths(monthOf(from), 1)
  const monthTo = isLastWhole ? monthOf(to) : addMonths(monthOf(to), -1)
  if (monthFrom > monthTo) return { headFrom: from, headTo: to, monthFrom, monthTo: NEVER, tailFrom: to, tailTo: NEVER }
  return {
    headFrom: from,
    headTo: isFirstWhole ? NEVER : lastDayOf(monthOf(from)),
    monthFrom,
    monthTo,
    tailFrom: isLastWhole ? to : `${monthOf(to)}-01`,
    tailTo: isLastWhole ? NEVER : to,
  }
}
