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
