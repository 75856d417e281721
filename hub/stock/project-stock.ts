import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Changes, Projection } from '#hub/ingest/fact.ts'

interface MovementRow {
  readonly productId: number
  readonly change: number
  readonly reason: string
  readonly at: string
  readonly saleId: number | null
  readonly entryNumber: number
}

const insertMovement = defineQuery((db, p: MovementRow) =>
  db.insertInto('stock_movements').values({
    product_id: p.productId,
    change: p.change,
    reason: p.reason,
    at: p.at,
    sale_id: p.saleId,
    entry_number: p.entryNumber,
  }),
)

const moveLevel = defineQuery((db, p: { productId: number; change: number; at: string }) =>
  db
    .insertInto('stock_levels')
    .values({ product_id: p.productId, level: p.change, updated_at: p.at })
    .onConflict((conflict) =>
      conflict.column('product_id').doUpdateSet((expressions) => ({
        level: expressions('stock_levels.level', '+', expressions.ref('excluded.level')),
        updated_at: expressions.ref('excluded.updated_at'),
      })),
    ),
)

/** Writes movements and moves the levels with them: stock is the sum of its movements, and nothing else. */
export async function applyMovements(tx: Tx, movements: readonly MovementRow[], changes: Changes): Promise<void> {
  await tx.runEach(insertMovement, movements)
  await tx.runEach(moveLevel, movements)
  for (const { productId } of movements) changes.stockProductIds.add(productId)
}

export const projectStockAdjusted: Projection<'stock_adjusted'> = async (tx, { body, entry, number, changes }) => {
  const { productId, change, reason } = body
  const movement = { productId, change, reason, at: entry.at, saleId: null, entryNumber: number }
  await applyMovements(tx, [movement], changes)
}
