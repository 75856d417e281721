import { Type } from 'typebox'
import { divide } from '#core/money/rounding.ts'
import type { HubServer } from '#hub/http/server.ts'
import { readDaySums } from '#hub/reports/read-day-sums.ts'
import { listDays, sumTenders, topProducts } from '#hub/reports/report-queries.ts'
import { frameOf, rangeQuery, type ReportParts } from '#hub/reports/report-range.ts'
import { splitRange } from '#hub/reports/split-range.ts'

/** Vendly shows so many. */
const TOP_PRODUCTS = 10

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
  total_voids: Type.Integer(),
  void_amount: Type.Number(),
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

/** `/api/v1/reports`: from the roll-ups alone, so that a year costs no more than its days. */
export async function reportRoutes(server: HubServer, parts: ReportParts): Promise<void> {
  const { read } = parts
  const tags = ['reports']

  server.get('/api/v1/reports/summary', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: rangeQuery, response: { 200: summaryOut } },
    handler: async (request) => {
      const { range, money } = await frameOf(parts, request.query)
      const sums = await readDaySums(read, range)
      const top = await read.all(topProducts, { ...splitRange(range.from, range.to), rows: TOP_PRODUCTS })
      const { sale_count: count, total_minor: totalMinor } = sums
      return {
        start_date: range.from,
        end_date: range.to,
        total_sales: count,
        total_revenue: money(totalMinor),
        total_tax: money(sums.tax_minor),
        total_discount: money(sums.discount_minor),
        items_sold: sums.item_count,
        average_sale: count === 0 ? 0 : money(divide(totalMinor, count, 'half_up')),
        top_products: top.map(({ id, name, quantity, gross_minor: grossMinor }) => {
          return { id, name, quantity, revenue: money(grossMinor) }
        }),
        total_refunds: sums.refund_count,
        total_returns: sums.return_count,
        refund_amount: money(sums.refund_minor),
        return_amount: money(sums.return_minor),
        total_voids: sums.void_count,
        void_amount: money(sums.void_minor),
      }
    },
  })

  server.get('/api/v1/reports/sales-by-day', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: rangeQuery, response: { 200: listOut('date') } },
    handler: async (request) => {
      const { range, money } = await frameOf(parts, request.query)
      const rows = await read.all(listDays, range)
      const data = rows.map(({ business_date: date, sale_count: count, total_minor: totalMinor }) => {
        return { date, count, revenue: money(totalMinor) }
      })
      return { data }
    },
  })

  server.get('/api/v1/reports/sales-by-payment', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: rangeQuery, response: { 200: listOut('method') } },
    handler: async (request) => {
      const { range, money } = await frameOf(parts, request.query)
      const rows = await read.all(sumTenders, range)
      const data = rows.map(({ method, tender_count: count, amount_minor: amountMinor }) => {
        return { method, count, revenue: money(amountMinor) }
      })
      return { data }
    },
  })
}
