import type { RefundLine } from '#core/refund/refund.ts'
import { saleMovements, type StockMovement } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'

/**
 * What a refund brings back to the shelf, one movement a product and unit: only lines that are restocked, and nothing
 * that the sale itself did not take from it.
 */
export function refundMovements(lines: readonly RefundLine[], sale?: Pick<Sale, 'lines'>): StockMovement[] {
  const sources = new Map(sale?.lines.map(({ line, priceSource }) => [line, priceSource]))
  const restocked = lines
    .filter(({ isRestocked }) => isRestocked)
    .map(({ line, productId, quantity }) => {
      return { productId, quantity, priceSource: sources.get(line) ?? ('catalogue' as const) }
    })
  return saleMovements({ lines: restocked }).map(({ productId, unit, change }) => {
    return { productId, unit, change: 0 - change }
  })
}
