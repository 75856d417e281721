import type { Product } from '#core/catalogue/product.ts'
import type { Actor } from '#core/journal/entry.ts'
import { findProduct } from '#hub/catalogue/product-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import { notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import type { Work } from '#hub/ingest/journal.ts'

/** A product with its stock: what the routes of the inventory speak of. */
export interface StockedProduct {
  readonly id: number
  readonly name: string
  readonly unit: 'piece' | 'gram'
  readonly level: number
  readonly minimumQuantity: number
}

/** Reads it; 404 where there is none. */
export const readStocked = async (read: Reader, id: number): Promise<StockedProduct> => {
  const row = await read.one(findProduct, { id })
  if (row === undefined) throw notFound('Product not found')
  // The row was checked when it became an entry.
  const { priceUnit } = JSON.parse(row.row) as Product
  return {
    id,
    name: row.name,
    unit: priceUnit === 'kilogram' ? 'gram' : 'piece',
    level: row.level ?? 0,
    minimumQuantity: row.minimum_quantity,
  }
}

interface Adjustment {
  readonly change: number
  readonly reason: string
  readonly keyHash: string | undefined
}

/** A movement of nothing is none; the answer is the same. */
export const adjustStock = async (
  work: Work,
  actor: Actor,
  product: StockedProduct,
  adjustment: Adjustment,
): Promise<void> => {
  const { change, reason, keyHash } = adjustment
  if (change === 0) return
  const body = { productId: product.id, unit: product.unit, change, reason, ...keyField(keyHash) }
  await work.record(actor, { type: 'stock_adjusted', body })
}

/** Vendly's words for a level. */
export const stockStatus = ({ level, minimumQuantity }: StockedProduct): string => {
  if (level <= 0) return 'out_of_stock'
  return level <= minimumQuantity ? 'low_stock' : 'normal'
}
