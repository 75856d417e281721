import { assert } from '#core/errors/assert.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'
import { applyToRollups } from '#hub/reports/apply-to-rollups.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { findSaleByUuid, setSaleStatus } from '#hub/sales/sale-queries.ts'
import { applyMovements } from '#hub/stock/project-stock.ts'

const useReservation = defineQuery((db, p: { id: string; saleId: number; madeAt: string }) =>
  db
    .insertInto('sale_reservations')
    .values({ id: p.id, sale_id: p.saleId, kind: 'void', state: 'used', made_by: null, made_at: p.madeAt })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ state: 'used' })),
)

/** A voided sale: out of the day it is voided on, its goods back on the shelf, the sale itself untouched but for its status. */
export const projectVoid: Projection<'sale_voided'> = async (tx, fact) => {
  const { body, entry, number, changes } = fact
  const sale = await tx.one(findSaleByUuid, { saleUuid: body.saleId })
  assert(sale !== undefined, 'A void names a sale that is here.')
  const sold = await readSaleFact(tx, sale.entry_number)
  await tx.run(useReservation, { id: body.reservationId, saleId: sale.id, madeAt: entry.at })
  await tx.run(setSaleStatus, { id: sale.id, status: 'voided' })
  const movements = saleMovements(sold).map(({ productId, change }) => {
    return { productId, change: -change, reason: 'void', at: entry.at, saleId: sale.id, entryNumber: number }
  })
  await applyMovements(tx, movements, changes)
  const place = { businessDate: fact.businessDate, deviceNumber: sale.device_number }
  await applyToRollups(tx, sold, place, 'voided')
  changes.saleIds.push(sale.id)
}
