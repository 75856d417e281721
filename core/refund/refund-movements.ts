import type { RefundLine } from '#core/refund/refund.ts'
import { saleMovements, type StockMovement } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'

/**
 * What a refund brings back to the shelf, one movement a product and unit: only lines that are restocked, and nothing
 * that the sale itself did not take from it.
 */
export function refundMovements(lines: readonly RefundLine[], sale?: Pick<Sale, 'lines'>): StockMovement[] {
  const soldLines = new Map(sale?.lines.map((line) => [line.line, line]))
  const restocked = lines
    .filter(({ isRestocked }) => isRestocked)
    .map(({ line, productId, quantity }) => {
      const sold = soldLines.get(line)
      const moving = { productId, quantity, priceSource: sold?.priceSource ?? ('catalogue' as const) }
      return sold?.kind === undefined ? moving : Object.assign(moving, { kind: sold.kind })
    })
  return saleMovements({ lines: restocked }).map(({ productId, unit, change }) => {
    return { productId, unit, change: 0 - change }
  })
}
