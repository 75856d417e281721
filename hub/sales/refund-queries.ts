import { entryText } from '#hub/archive/entry-text.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Tables } from '#hub/db/tables.ts'

interface RefundRow {
  readonly refundUuid: string
  readonly refundLabel: string
  readonly refundNumber: number
  readonly kind: Tables['refunds']['kind']
  readonly saleId: number | null
  readonly deviceNumber: number
  readonly operatorId: number
  readonly employeeId: string | null
  readonly customerId: number | null
  readonly completedAt: string
  readonly businessDate: string
  readonly taxMinor: number
  readonly totalMinor: number
  readonly entryNumber: number
}

export const insertRefund = defineQuery((db, p: RefundRow) =>
  db.insertInto('refunds').orIgnore().values({
    refund_uuid: p.refundUuid,
    refund_label: p.refundLabel,
    refund_number: p.refundNumber,
    kind: p.kind,
    sale_id: p.saleId,
    device_number: p.deviceNumber,
    operator_id: p.operatorId,
    employee_id: p.employeeId,
    customer_id: p.customerId,
    completed_at: p.completedAt,
    business_date: p.businessDate,
    tax_minor: p.taxMinor,
    total_minor: p.totalMinor,
    entry_number: p.entryNumber,
  }),
)

export const findLastRefundNumber = defineQuery((db, p: { deviceNumber: number }) =>
  db
    .selectFrom('refunds')
    .select(({ fn }) => fn.max('refund_number').as('number'))
    .where('device_number', '=', p.deviceNumber),
)

// What went back of one sale, by its entries: all of it, or before one of them.
export const listRefundsOf = defineQuery((db, p: { saleId: number; before: number }) =>
  db
    .selectFrom('refunds')
    .innerJoin('entries', 'entries.number', 'refunds.entry_number')
    .select([entryText(), 'entries.private', 'refunds.employee_id'])
    .where('refunds.sale_id', '=', p.saleId)
    .where('refunds.entry_number', '<', p.before)
    .orderBy('refunds.entry_number'),
)

/** Before no entry in particular. */
export const EVERY_ENTRY = Number.MAX_SAFE_INTEGER
