import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

export const findLevel = defineQuery((db, p: { productId: number }) =>
  db.selectFrom('stock_levels').select(['level', 'updated_at']).where('product_id', '=', p.productId),
)

const GRAMS_PER_KILOGRAM = 1000

/** Levels and what they are worth at today's prices; a level below zero is worth nothing. */
export const summariseStock = defineQuery((db) =>
  db
    .selectFrom('products')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.id')
    .select([
      sql<number>`count(*)`.as('total_products'),
      sql<number>`coalesce(sum(coalesce(level, 0) > 0), 0)`.as('in_stock'),
      sql<number>`coalesce(sum(coalesce(level, 0) <= 0), 0)`.as('out_of_stock'),
      sql<number>`coalesce(sum(coalesce(level, 0) > 0 and level <= minimum_quantity), 0)`.as('low_stock'),
      sql<number>`coalesce(sum(case price_unit when 'piece' then coalesce(level, 0) else 0 end), 0)`.as(
        'total_quantity',
      ),
      sql<number>`coalesce(sum(max(coalesce(level, 0), 0) * price_minor
        / case price_unit when 'piece' then 1 else ${sql.lit(GRAMS_PER_KILOGRAM)} end), 0)`.as('value_minor'),
    ])
    .where('is_removed', '=', 0)
    .where('is_active', '=', 1),
)

const stockColumns = [
  'products.id',
  'products.name',
  'products.sku',
  'products.barcode',
  'products.department_id',
  'products.price_minor',
  'products.cost_minor',
  'products.minimum_quantity',
  'products.updated_at',
  'stock_levels.level',
] as const

/** `threshold` null: each product's own minimum. */
export const listLowStock = defineQuery((db, p: { threshold: number | null; rows: number }) =>
  db
    .selectFrom('products')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.id')
    .select(stockColumns)
    .where('is_removed', '=', 0)
    .where('is_active', '=', 1)
    .where(sql<boolean>`coalesce(level, 0) <= coalesce(${p.threshold}, minimum_quantity)`)
    .orderBy('products.id')
    .limit(p.rows),
)

export const listOutOfStock = defineQuery((db, p: { rows: number }) =>
  db
    .selectFrom('products')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.id')
    .select(stockColumns)
    .where('is_removed', '=', 0)
    .where('is_active', '=', 1)
    .where(sql<boolean>`coalesce(level, 0) <= 0`)
    .orderBy('products.id')
    .limit(p.rows),
)

/** Movements that no sale made, one by one. */
export const listMovements = defineQuery((db, p: { productId: number; since: string; rows: number }) =>
  db
    .selectFrom('stock_movements')
    .select(['change', 'reason', 'at'])
    .where('product_id', '=', p.productId)
    .where('sale_id', 'is', null)
    .where('at', '>=', p.since)
    .orderBy('number', 'desc')
    .limit(p.rows),
)

/** What sales took less what voids brought back, day by day; `dates` is a JSON array. */
export const listSoldDays = defineQuery((db, p: { productId: number; dates: string }) =>
  db
    .selectFrom('product_days')
    .select(['business_date', 'quantity', 'weight_grams'])
    .where('product_id', '=', p.productId)
    .where(sql<boolean>`business_date in (select value from json_each(${p.dates}))`)
    .orderBy('business_date', 'desc'),
)
