import { DomainError } from '#core/errors/domain-error.ts'
import type { Actor } from '#core/journal/entry.ts'
import { notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { createReserveSale, type ReserveParts } from '#hub/sales/reserve-sale.ts'
import { findSale } from '#hub/sales/sale-queries.ts'

/** Makes the way to undo a whole sale that nothing was refunded of: a refund of everything, under the same reservation. */
export function createVoidSale(parts: ReserveParts) {
  const reserveSale = createReserveSale(parts)
  return async (work: Work, saleId: number, actor: Actor, keyHash: string | undefined): Promise<void> => {
    const sale = await work.tx.one(findSale, { id: saleId })
    if (sale === undefined) throw notFound('Sale not found')
    if (sale.status === 'voided') throw new DomainError('sale_already_void', 'Can only void completed sales')
    if (sale.status !== 'completed') throw new DomainError('sale_has_refunds', 'Can only void completed sales')
    const sold = await readSaleFact(work.tx, sale.entry_number)
    const body = {
      voidId: parts.newId(),
      reservationId: await reserveSale(work, { sale, kind: 'void', actor }),
      saleId: sold.saleId,
      receiptLabel: sold.receiptLabel,
      reason: 'voided at the API',
      tenders: sold.tenders,
      totalMinor: sold.totals.totalMinor,
      taxMinor: sold.totals.taxMinor,
      ...keyField(keyHash),
    }
    await work.record(actor, { type: 'sale_voided', body })
  }
}
