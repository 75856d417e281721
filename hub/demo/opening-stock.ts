import type { Product } from '#core/catalogue/product.ts'
import { saleMovements, type StockMovement } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'
import { seededRandom } from '#hub/demo/seeded-random.ts'

const GRAMS_PER_KILOGRAM = 1_000

/**
 * What each product must have had on the shelf before these sales, so that after them between 4 and 120 pieces, or so
 * many kilograms, are left: one movement in for each product.
 */
export function openingStock(products: readonly Product[], sales: Iterable<Sale>, seed: number): StockMovement[] {
  const random = seededRandom(seed)
  const sold = new Map<number, number>()
  for (const sale of sales) {
    for (const { productId, change } of saleMovements(sale)) sold.set(productId, (sold.get(productId) ?? 0) - change)
  }
  return products.map(({ id: productId, priceUnit }) => {
    const left = random.between(4, 120)
    const gone = sold.get(productId) ?? 0
    return priceUnit === 'piece'
      ? { productId, unit: 'piece', change: gone + left }
      : { productId, unit: 'gram', change: gone + left * GRAMS_PER_KILOGRAM }
  })
}
