import type { Policy } from '#core/catalogue/policy.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { saleStatusAfter } from '#core/refund/refund-status.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Fact } from '#hub/ingest/fact.ts'
import { countCouponUses } from '#hub/promotions/coupon-uses.ts'
import { noteException } from '#hub/sales/note-exception.ts'
import { setSaleStatus } from '#hub/sales/sale-queries.ts'

/** Notes a refund whose sale is not here (yet). */
export const keepWaiting = defineQuery((db, p: { entryNumber: number; saleUuid: string }) =>
  db.insertInto('refunds_waiting').values({ entry_number: p.entryNumber, sale_uuid: p.saleUuid }),
)

const listWaiting = defineQuery((db, p: { saleUuid: string }) =>
  db
    .selectFrom('refunds_waiting')
    .innerJoin('entries', 'entries.number', 'refunds_waiting.entry_number')
    .select(['entries.number', 'entries.text'])
    .where('refunds_waiting.sale_uuid', '=', p.saleUuid)
    .orderBy('entries.number'),
)

const giveSale = defineQuery((db, p: { entryNumber: number; saleId: number }) =>
  db.updateTable('refunds').set({ sale_id: p.saleId }).where('entry_number', '=', p.entryNumber),
)

const deleteWaiting = defineQuery((db, p: { saleUuid: string }) =>
  db.deleteFrom('refunds_waiting').where('sale_uuid', '=', p.saleUuid),
)

const bodyIn = (text: string): EntryBodies['refund_completed'] =>
  // It was checked before it was stored.
  (JSON.parse(text) as { body: EntryBodies['refund_completed'] }).body

/**
 * Gives a sale that has just come the refunds of it that came before: from now on they count against what may still go
 * back. After a restore the hub's own refunds come from its mirror, and the sales from their tills later.
 */
export async function adoptRefunds(
  tx: Tx,
  fact: Fact<'sale_completed'>,
  saleId: number,
  { smallestCoinMinor }: Policy,
): Promise<void> {
  const { body: sold } = fact
  const waiting = await tx.all(listWaiting, { saleUuid: sold.saleId })
  if (waiting.length === 0) return
  let used = NOTHING_REFUNDED
  let isVoided = false
  for (const { number: entryNumber, text } of waiting) {
    const refund = bodyIn(text)
    await tx.run(giveSale, { entryNumber, saleId })
    for (const problem of verifyRefund(refund, sold, used, smallestCoinMinor))
      await noteException(tx, fact, 'refund_wrong', `${refund.refundLabel}: ${problem}`)
    used = addRefund(sold, used, refund)
    if (isVoided) continue
    isVoided = refund.kind === 'void'
    await tx.run(setSaleStatus, { id: saleId, status: saleStatusAfter(sold, used, refund.kind) })
    if (isVoided) await countCouponUses(tx, sold, -1)
  }
  await tx.run(deleteWaiting, { saleUuid: sold.saleId })
}
