import { Type } from 'typebox'
import { currencyOf } from '#core/money/currency.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Reader } from '#hub/db/connection.ts'
import { validationError } from '#hub/http/http-error.ts'
import { sayMoney, type SayMoney } from '#hub/http/money.ts'
import { maybe, v1 } from '#hub/http/wire.ts'
import { localDate } from '#hub/ports/local-date.ts'

/** What reports are made from. */
export interface ReportParts {
  readonly read: Reader
  readonly nowMs: () => number
}

const DAY_MS = 86_400_000
/** Vendly's reports look back a month where nothing is said. */
const DAYS_BACK = 30
const DATE_LENGTH = 'YYYY-MM-DD'.length

// Vendly's clients send dates, and times of which the date counts.
const day = maybe(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].{0,32})?$' }))
/** `start_date` and `end_date`, as Vendly's reports take them. */
export const rangeQuery = Type.Object({ start_date: day, end_date: day }, v1)

/** Dates as they are asked for. */
export interface Dates {
  readonly start_date?: string | null
  readonly end_date?: string | null
}

const realDate = (text: string, name: string): string => {
  const date = text.slice(0, DATE_LENGTH)
  if (new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, DATE_LENGTH) === date) return date
  const msg = 'Input should be a valid date in the format YYYY-MM-DD'
  throw validationError([{ type: 'date_parsing', loc: ['query', name], msg, input: text }])
}

/** What a report is about: business dates of the store, by its zone, both ends counted; and how it says amounts. */
interface ReportFrame {
  readonly range: { readonly from: string; readonly to: string }
  readonly money: SayMoney
}

/** The frame of a report for the dates that were asked for. */
export const frameOf = async ({ read, nowMs }: ReportParts, dates: Dates): Promise<ReportFrame> => {
  const { timeZone, currency } = await readPolicy(read)
  const to = dates.end_date == null ? localDate(nowMs(), timeZone) : realDate(dates.end_date, 'end_date')
  const monthBefore = new Date(Date.parse(`${to}T00:00:00Z`) - DAYS_BACK * DAY_MS).toISOString().slice(0, DATE_LENGTH)
  const from = dates.start_date == null ? monthBefore : realDate(dates.start_date, 'start_date')
  return { range: { from, to }, money: sayMoney(currencyOf(currency).exponent) }
}
