import { Type } from 'typebox'
import { formatRate } from '#core/tax/format-rate.ts'
import type { HubServer } from '#hub/http/server.ts'
import { nullable } from '#hub/http/wire.ts'
import { readDaySums } from '#hub/reports/read-day-sums.ts'
import { listRefunds, listTaxes } from '#hub/reports/report-queries.ts'
import { frameOf, rangeQuery, type ReportParts } from '#hub/reports/report-range.ts'

const sumOut = { count: Type.Integer(), amount: Type.Number() }
const refundsOut = Type.Object({
  start_date: Type.String(),
  end_date: Type.String(),
  refunds: Type.Object(sumOut),
  returns: Type.Object(sumOut),
  voids: Type.Object(sumOut),
  /** A refund counts once under each of its reasons; the amounts are those of the lines. */
  by_reason: Type.Array(Type.Object({ kind: Type.String(), reason: Type.String(), ...sumOut })),
  by_employee: Type.Array(
    Type.Object({
      kind: Type.String(),
      user_id: Type.Integer(),
      name: nullable(Type.String()),
      /** As a client of the API gave it. */
      employee_id: nullable(Type.String()),
      ...sumOut,
    }),
  ),
})
const taxesOut = Type.Object({
  start_date: Type.String(),
  end_date: Type.String(),
  total_tax: Type.Number(),
  data: Type.Array(
    Type.Object({
      date: Type.String(),
      rate_id: Type.Integer(),
      name: Type.String(),
      rate: Type.String(),
      subtotal: Type.Number(),
      tax: Type.Number(),
    }),
  ),
})

interface Counted {
  readonly refund_count: number
  readonly amount_minor: number
}

/** Rows of one key become one, in the order in which they come. */
const sumBy = <T extends Counted>(rows: readonly T[], keyOf: (row: T) => string): T[] => {
  const sums = new Map<string, T>()
  for (const row of rows) {
    const before = sums.get(keyOf(row))
    sums.set(keyOf(row), {
      ...row,
      refund_count: row.refund_count + (before?.refund_count ?? 0),
      amount_minor: row.amount_minor + (before?.amount_minor ?? 0),
    })
  }
  return [...sums.values()]
}

/** What went back, by why and by whom, and the taxes day by day: sales less what went back of them. */
export async function refundReportRoutes(server: HubServer, parts: ReportParts): Promise<void> {
  const { read } = parts
  const tags = ['reports']

  server.get('/api/v1/reports/refunds', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: rangeQuery, response: { 200: refundsOut } },
    handler: async (request) => {
      const { range, money } = await frameOf(parts, request.query)
      const sums = await readDaySums(read, range)
      const rows = await read.all(listRefunds, range)
      const reasons = sumBy(rows, ({ kind, reason }) => JSON.stringify([kind, reason]))
      const people = sumBy(rows, (row) => JSON.stringify([row.kind, row.operator_id, row.employee_id]))
      return {
        start_date: range.from,
        end_date: range.to,
        refunds: { count: sums.refund_count, amount: money(sums.refund_minor) },
        returns: { count: sums.return_count, amount: money(sums.return_minor) },
        voids: { count: sums.void_count, amount: money(sums.void_minor) },
        by_reason: reasons.map(({ kind, reason, refund_count: count, amount_minor: amountMinor }) => {
          return { kind, reason, count, amount: money(amountMinor) }
        }),
        by_employee: people.map((row) => ({
          kind: row.kind,
          user_id: row.operator_id,
          name: row.name,
          employee_id: row.employee_id === '' ? null : row.employee_id,
          count: row.refund_count,
          amount: money(row.amount_minor),
        })),
      }
    },
  })

  server.get('/api/v1/reports/taxes', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: rangeQuery, response: { 200: taxesOut } },
    handler: async (request) => {
      const { range, money } = await frameOf(parts, request.query)
      const rows = await read.all(listTaxes, range)
      return {
        start_date: range.from,
        end_date: range.to,
        total_tax: money(rows.reduce((sum, row) => sum + row.tax_minor, 0)),
        data: rows.map((row) => ({
          date: row.business_date,
          rate_id: row.rate_id,
          name: row.name,
          rate: formatRate(row.rate_ppm),
          subtotal: money(row.net_minor),
          tax: money(row.tax_minor),
        })),
      }
    },
  })
}
