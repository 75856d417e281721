import type { Sale } from '#core/sale/sale.ts'
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

/** A sale as another till may show it. */
export interface FoundSale {
  readonly id: number
  readonly status: string
  readonly sale: Sale
}

/** Finds a sale by what its receipt says, or by its integer id. Of two with one label the newer: a card was rolled back. */
export const lookUpSale = async (reader: Reader, labelOrId: string): Promise<FoundSale | undefined> => {
  const byLabel = await reader.one(salesByLabel, { label: labelOrId })
  const id = /^\d{1,15}$/.test(labelOrId) ? Number(labelOrId) : undefined
  const row = byLabel ?? (id === undefined ? undefined : await reader.one(saleById, { id }))
  if (row === undefined) return undefined
  return { id: row.id, status: row.status, sale: await readSaleFact(reader, row.entry_number) }
}
