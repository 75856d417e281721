import type { SaleLine } from '#core/sale/sale.ts'

/** Stock that goes (negative) or comes (positive), in pieces or in grams. Stock on hand is the sum of these. */
export interface StockMovement {
  readonly productId: number
  readonly unit: 'piece' | 'gram'
  readonly change: number
}

/** What of a sale moves stock. */
interface MovingLines {
  readonly lines: readonly Pick<SaleLine, 'productId' | 'quantity' | 'priceSource' | 'kind'>[]
}

/** What a sale takes from the shelf, one movement a product and unit; empties come back, open amounts move nothing. */
export function saleMovements(sale: MovingLines): StockMovement[] {
  const movements = new Map<string, StockMovement>()
  for (const { productId, quantity, priceSource, kind } of sale.lines) {
    // A label that holds only a price does not say how much left the shelf.
    if (productId === null || (priceSource === 'label' && quantity.unit === 'piece')) continue
    const amount = quantity.unit === 'piece' ? quantity.count : quantity.weightGrams
    const change = kind === 'empties' ? amount : -amount
    const key = `${productId}${quantity.unit}`
    const before = movements.get(key)?.change ?? 0
    movements.set(key, { productId, unit: quantity.unit, change: before + change })
  }
  return [...movements.values()]
}
