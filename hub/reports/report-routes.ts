import { Type } from 'typebox'
import { divide } from '#core/money/rounding.ts'
import { exponentOf } from '#hub/catalogue/product-routes.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Reader } from '#hub/db/connection.ts'
import { validationError } from '#hub/http/http-error.ts'
import { numberOfMinor } from '#hub/http/money.ts'
import type { HubServer } from '#hub/http/server.ts'
import { maybe, v1 } from '#hub/http/wire.ts'
import { localDate } from '#hub/ports/local-date.ts'
import { listDays, sumDays, sumTenders, topProducts } from '#hub/reports/report-queries.ts'
import { splitRange } from '#hub/reports/split-range.ts'

export interface ReportParts {
  readonly read: Reader
  readonly nowMs: () => number
}

const DAY_MS = 86_400_000
/** Vendly's reports look back a month where nothing is said. */
const DAYS_BACK = 30
const TOP_PRODUCTS = 10
const DATE_LENGTH = 'YYYY-MM-DD'.length

// Vendly's clients send dates, and times of which the date counts.
const day = maybe(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].{0,32})?$' }))
const querystring = Type.Object({ start_date: day, end_date: day }, v1)

const summaryOut = Type.Object({
  start_date: Type.String(),
  end_date: Type.String(),
  total_sales: Type.Integer(),
  total_revenue: Type.Number(),
  total_tax: Type.Number(),
  total_discount: Type.Number(),
  items_sold: Type.Integer(),
  average_sale: Type.Number(),
  top_products: Type.Array(
    Type.Object({ id: Type.Integer(), name: Type.String(), quantity: Type.Integer(), revenue: Type.Number() }),
  ),
  total_refunds: Type.Integer(),
  total_returns: Type.Integer(),
  refund_amount: Type.Number(),
  return_amount: Type.Number(),
})
const listOut = <T extends 'date' | 'method'>(label: T) =>
  Type.Object({
    data: Type.Array(
      Type.Object({ [label]: Type.String(), count: Type.Integer(), revenue: Type.Number() } as Record<
        T,
        ReturnType<typeof Type.String>
      > & { count: ReturnType<typeof Type.Integer>; revenue: ReturnType<typeof Type.Number> }),
    ),
  })

interface Dates {
  readonly start_date?: string | null
  readonly end_date?: string | null
}

const realDate = (text: string, name: string): string => {
  const date = text.slice(0, DATE_LENGTH)
  if (new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, DATE_LENGTH) === date) return date
  const msg = 'Input should be a valid date in the format YYYY-MM-DD'
  throw validationError([{ type: 'date_parsing', loc: ['query', name], msg, input: text }])
}

/** Business dates of the store: its zone, both ends counted. */
const rangeOf = async ({ read, nowMs }: ReportParts, dates: Dates): Promise<{ from: string; to: string }> => {
  const { timeZone } = await readPolicy(read)
  const to = dates.end_date == null ? localDate(nowMs(), timeZone) : realDate(dates.end_date, 'end_date')
  const monthBefore = new Date(Date.parse(`${to}T00:00:00Z`) - DAYS_BACK * DAY_MS).toISOString().slice(0, DATE_LENGTH)
  return { from: dates.start_date == null ? monthBefore : realDate(dates.start_date, 'start_date'), to }
}

/** `/api/v1/reports`: from the roll-ups alone, so that a year costs no more than its days. */
export async function reportRoutes(server: HubServer, parts: ReportParts): Promise<void> {
  const { read } = parts
  const tags = ['reports']

  server.get('/api/v1/reports/summary', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring, response: { 200: summaryOut } },
    handler: async (request) => {
      const range = await rangeOf(parts, request.query)
      const exponent = await exponentOf(read)
      const money = (minor: number): number => numberOfMinor(minor, exponent)
      const sums = await read.one(sumDays, range)
      const top = await read.all(topProducts, { ...splitRange(range.from, range.to), rows: TOP_PRODUCTS })
      const { sale_count: count, total_minor: totalMinor } = sums ?? { sale_count: 0, total_minor: 0 }
      return {
        start_date: range.from,
        end_date: range.to,
        total_sales: count,
        total_revenue: money(totalMinor),
        total_tax: money(sums?.tax_minor ?? 0),
        total_discount: money(sums?.discount_minor ?? 0),
        items_sold: sums?.item_count ?? 0,
        average_sale: count === 0 ? 0 : money(divide(totalMinor, count, 'half_up')),
        top_products: top.map(({ id, name, quantity, gross_minor: grossMinor }) => {
          return { id, name, quantity, revenue: money(grossMinor) }
        }),
        // Refunds and returns have no entries of their own yet; a void takes its sale out of the day of the void.
        total_refunds: 0,
        total_returns: 0,
        refund_amount: 0,
        return_amount: 0,
      }
    },
  })

  server.get('/api/v1/reports/sales-by-day', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring, response: { 200: listOut('date') } },
    handler: async (request) => {
      const rows = await read.all(listDays, await rangeOf(parts, request.query))
      const exponent = await exponentOf(read)
      const data = rows.map(({ business_date: date, sale_count: count, total_minor: totalMinor }) => {
        return { date, count, revenue: numberOfMinor(totalMinor, exponent) }
      })
      return { data }
    },
  })

  server.get('/api/v1/reports/sales-by-payment', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring, response: { 200: listOut('method') } },
    handler: async (request) => {
      const rows = await read.all(sumTenders, await rangeOf(parts, request.query))
      const exponent = await exponentOf(read)
      const data = rows.map(({ method, tender_count: count, amount_minor: amountMinor }) => {
        return { method, count, revenue: numberOfMinor(amountMinor, exponent) }
      })
      return { data }
    },
  })
}
