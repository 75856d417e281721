import type { SaleLine } from '#core/sale/sale.ts'

/** How many items a line counts for: its pieces, one for what is weighed, none for deposits and empties, which nobody bags. */
export const itemsIn = ({ kind, quantity }: Pick<SaleLine, 'kind' | 'quantity'>): number => {
  if (kind !== undefined) return 0
  return quantity.unit === 'piece' ? quantity.count : 1
}
