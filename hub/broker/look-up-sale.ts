import { DomainError } from '#core/errors/domain-error.ts'
import type { LookedUpSale } from '#core/protocol/store-requests.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'

const salesByLabel = defineQuery((db, p: { label: string }) =>
  db
    .selectFrom('sales')
    .select(['id', 'status', 'entry_number'])
    .where('receipt_label', '=', p.label)
    .orderBy('id', 'desc')
    .limit(1),
)

const saleById = defineQuery((db, p: { id: number }) =>
  db.selectFrom('sales').select(['id', 'status', 'entry_number']).where('id', '=', p.id),
)

/** Finds a sale by what its receipt says, or by its integer id. Of two with one label the newer: a card was rolled back. */
export const lookUpSale = async (reader: Reader, labelOrId: string): Promise<LookedUpSale> => {
  const byLabel = await reader.one(salesByLabel, { label: labelOrId })
  const id = /^\d{1,15}$/.test(labelOrId) ? Number(labelOrId) : undefined
  const row = byLabel ?? (id === undefined ? undefined : await reader.one(saleById, { id }))
  if (row === undefined) throw new DomainError('sale_not_known_here', 'The hub knows no such sale.')
  return { sale: await readSaleFact(reader, row.entry_number), status: row.status, refunded: NOTHING_REFUNDED }
}
