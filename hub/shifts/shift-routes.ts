import { Type } from 'typebox'
import { cashMovementKindSchema } from '#core/cash/cash-movement.ts'
import { page, rowsToRead } from '#hub/http/paging.ts'
import type { HubServer } from '#hub/http/server.ts'
import { nullable, paging } from '#hub/http/wire.ts'
import { frameOf, rangeQuery, type ReportParts } from '#hub/reports/report-range.ts'
import { listMovements, listShifts } from '#hub/shifts/shift-queries.ts'
import { shiftOut, shiftToWire } from '#hub/shifts/shift-wire.ts'

const deviceNumber = Type.Optional(Type.Integer({ minimum: 0, maximum: 8999 }))

const shiftQuery = Type.Object({ ...rangeQuery.properties, device_number: deviceNumber, ...paging(50, 200) })

const movementQuery = Type.Object({
  ...shiftQuery.properties,
  kind: Type.Optional(cashMovementKindSchema),
  shift_id: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
})

const movementOut = Type.Object({
  movement_id: Type.String(),
  device_number: Type.Integer(),
  shift_id: Type.String(),
  business_date: Type.String(),
  at: Type.String(),
  kind: Type.String(),
  amount: Type.Number(),
  reason: Type.String(),
  operator_id: Type.Integer(),
  authorised_by: nullable(Type.Integer()),
})

/** `/api/v1/shifts` and `/api/v1/cash-movements`: what lay in the drawers, and what moved without a sale. */
export async function shiftRoutes(server: HubServer, parts: ReportParts): Promise<void> {
  const { read } = parts
  const tags = ['shifts']

  server.get('/api/v1/shifts', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: shiftQuery, response: { 200: Type.Array(shiftOut) } },
    handler: async (request, reply) => {
      const { device_number: number, skip, limit } = request.query
      const { range, money } = await frameOf(parts, request.query)
      const asked = { skip, limit }
      const rows = await read.all(listShifts, {
        ...range,
        deviceNumber: number ?? null,
        skip,
        rows: rowsToRead(asked),
      })
      return page(request, reply, asked, rows).map((row) => shiftToWire(row, money))
    },
  })

  server.get('/api/v1/cash-movements', {
    config: { access: 'view_sales_reports' },
    schema: { tags, querystring: movementQuery, response: { 200: Type.Array(movementOut) } },
    handler: async (request, reply) => {
      const { device_number: number, kind, shift_id: shiftId, skip, limit } = request.query
      const { range, money } = await frameOf(parts, request.query)
      const asked = { skip, limit }
      const rows = await read.all(listMovements, {
        ...range,
        deviceNumber: number ?? null,
        kind: kind ?? null,
        shiftId: shiftId ?? null,
        skip,
        rows: rowsToRead(asked),
      })
      return page(request, reply, asked, rows).map(({ amount_minor: amountMinor, ...row }) =>
        Object.assign(row, { amount: money(amountMinor) }),
      )
    },
  })
}
