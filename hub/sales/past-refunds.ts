import { Type, type Static } from 'typebox'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { PrivatePart } from '#core/journal/entry.ts'
import type { RefundLine } from '#core/refund/refund.ts'
import { saleLineNumber } from '#core/sale/receipt-label.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { SayMoney } from '#hub/http/money.ts'
import { nullable } from '#hub/http/wire.ts'
import { paymentBackOut, paymentBackToWire } from '#hub/sales/payment-wire.ts'
import { EVERY_ENTRY, listRefundsOf } from '#hub/sales/refund-queries.ts'

const itemOut = Type.Object({
  sale_item_id: Type.Integer(),
  quantity: Type.Integer(),
  weight_grams: Type.Optional(Type.Integer()),
  refund_amount: Type.Number(),
})

/** What went back of a sale at one time, and why, in the words of Vendly's RefundResponse. */
export const pastRefundOut = Type.Object({
  refund_number: Type.String(),
  kind: Type.String(),
  reason: Type.String(),
  refund_amount: Type.Number(),
  tax_amount: Type.Number(),
  refunded_items: Type.Array(itemOut),
  payments: Type.Array(paymentBackOut),
  user_id: Type.Integer(),
  processed_by: nullable(Type.String()),
  created_at: Type.String(),
  approved_by: Type.Optional(Type.Array(Type.Object({ user_id: Type.Integer(), permission: Type.String() }))),
})
type PastRefundOut = Static<typeof pastRefundOut>

/** A refund by its entry, with what stands beside that. */
export interface PastRefund {
  readonly refund: EntryBodies['refund_completed']
  /** A client's own words; null where the shop's list has the reason, and where it was erased. */
  readonly ownReason: string | null
  readonly employeeId: string | null
}

const ownReasonOf = (text: string | null): string | null => {
  // That it is a private part was checked before it was stored; what is in it was not.
  const reason = text === null ? undefined : (JSON.parse(text) as PrivatePart).data['reason']
  return typeof reason === 'string' ? reason : null
}

/** What went back of a sale so far, in the order in which it came here. */
export async function readPastRefunds(reader: Reader, saleId: number): Promise<PastRefund[]> {
  const rows = await reader.all(listRefundsOf, { saleId, before: EVERY_ENTRY })
  return rows.map(({ text, private: beside, employee_id: employeeId }) => {
    // The body was checked before the entry was stored.
    const { body: refund } = JSON.parse(text) as { body: EntryBodies['refund_completed'] }
    return { refund, ownReason: ownReasonOf(beside), employeeId }
  })
}

const itemToWire = (
  saleId: number,
  { line, quantity, grossMinor }: RefundLine,
  money: SayMoney,
): Static<typeof itemOut> => ({
  sale_item_id: saleLineNumber(saleId, line),
  quantity: quantity.unit === 'piece' ? quantity.count : 1,
  ...(quantity.unit === 'gram' ? { weight_grams: quantity.weightGrams } : {}),
  refund_amount: money(grossMinor),
})

/** A refund as its sale shows it. */
export function pastRefundToWire(
  saleId: number,
  { refund, ownReason, employeeId }: PastRefund,
  money: SayMoney,
): PastRefundOut {
  const { refundLabel, kind, lines, totals, tenders, operatorId, completedAt, authorisations = [] } = refund
  const approvals = authorisations.map(({ permission, authorisedBy }) => ({ user_id: authorisedBy, permission }))
  return {
    refund_number: refundLabel,
    kind,
    reason: ownReason ?? [...new Set(lines.map(({ reason }) => reason))].join(', '),
    refund_amount: money(totals.totalMinor),
    tax_amount: money(totals.taxMinor),
    refunded_items: lines.map((line) => itemToWire(saleId, line, money)),
    payments: tenders.map((tender) => paymentBackToWire(tender, money)),
    user_id: operatorId,
    processed_by: employeeId,
    created_at: completedAt,
    ...(approvals.length === 0 ? {} : { approved_by: approvals }),
  }
}
