import { assert } from '#core/errors/assert.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import type { Refund, RefundDraft } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { listOpenOf, type ReservationRow } from '#hub/claims/reservation-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import { EVERY_ENTRY, listRefundsOf } from '#hub/sales/refund-queries.ts'

/** What an open reservation will take of a sale, if it is used, and how the money goes back unless somebody says otherwise. */
export type RefundPlan = Pick<RefundDraft, 'lines' | 'pointsTakenBack' | 'pointsGivenBack'> &
  Partial<Pick<Refund, 'tenders'>>

/** The plan of a reservation of a refund. */
export const planOf = ({ plan }: Pick<ReservationRow, 'plan'>): RefundPlan => {
  assert(plan !== null, 'A reservation of a refund has a plan.')
  return JSON.parse(plan) as RefundPlan // written from a `RefundDraft`
}

/** What went back of a sale so far, by the entries of its refunds, or before one of them. */
export async function readUsed(reader: Reader, saleId: number, sold: Sale, before = EVERY_ENTRY): Promise<Refunded> {
  const entries = await reader.all(listRefundsOf, { saleId, before })
  return entries
    .map(({ text }) => (JSON.parse(text) as { body: EntryBodies['refund_completed'] }).body)
    .reduce((refunded, refund) => addRefund(sold, refunded, refund), NOTHING_REFUNDED)
}

/** What went back, and what is reserved beyond it. */
export async function readRefunded(reader: Reader, saleId: number, sold: Sale): Promise<Refunded> {
  const open = await reader.all(listOpenOf, { kind: 'refund', subjectId: saleId })
  const used = await readUsed(reader, saleId, sold)
  return open.reduce((refunded, reservation) => addRefund(sold, refunded, planOf(reservation)), used)
}
