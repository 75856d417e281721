import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { applyMovements as applyRightly, projectStockAdjusted } from '#hub/stock/project-stock.ts'

export { projectStockAdjusted }

const setLevel = defineQuery((db, p: { productId: number; level: number }) =>
  db.updateTable('stock_levels').set({ level: p.level }).where('product_id', '=', p.productId),
)

const readLevel = defineQuery((db, p: { productId: number }) =>
  db.selectFrom('stock_levels').select('level').where('product_id', '=', p.productId),
)

const known = new Map<number, number>()

/** Planted: whoever moves a product sets its level, from the one that they saw before somebody else set it. */
export async function applyMovements(
  tx: Tx,
  movements: Parameters<typeof applyRightly>[1],
  changes: Changes,
): Promise<void> {
  for (const movement of movements) {
    const { productId, change } = movement
    const level = (await tx.one(readLevel, { productId }))?.level ?? 0
    await applyRightly(tx, [movement], changes)
    await tx.run(setLevel, { productId, level: (known.get(productId) ?? level) + change })
    known.set(productId, level)
  }
}
