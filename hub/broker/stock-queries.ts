import { defineQuery } from '#hub/db/query.ts'

export const stockLevelOf = defineQuery((db, p: { productId: number }) =>
  db.selectFrom('stock_levels').select(['product_id as productId', 'level']).where('product_id', '=', p.productId),
)

export const allStockLevels = defineQuery((db) =>
  db.selectFrom('stock_levels').select(['product_id as productId', 'level']).orderBy('product_id'),
)
