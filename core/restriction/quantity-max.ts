import { liveLines, type Basket } from '#core/basket/basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'

const piecesIn = (quantity: Quantity): number => (quantity.unit === 'piece' ? quantity.count : 1)

/** Pieces of a product in a basket; a weighed line counts as one. `exceptLine` is not counted. */
export const piecesOf = (basket: Basket, productId: number, exceptLine?: number): number =>
  liveLines(basket).reduce(
    (sum, line) => (line.productId === productId && line.line !== exceptLine ? sum + piecesIn(line.quantity) : sum),
    0,
  )

/**
 * 'quantity_limit' where so much more would be above what one sale may have of the product, over all its lines. For a
 * line that gets another quantity, `line` is that one.
 */
export function quantityRefusal(
  basket: Basket | undefined,
  { id, name, rules }: Pick<Product, 'id' | 'name' | 'rules'>,
  change: { readonly quantity: Quantity; readonly line?: number },
): DomainError | undefined {
  const quantityMax = rules?.quantityMax
  if (quantityMax === undefined) return undefined
  const others = basket === undefined ? 0 : piecesOf(basket, id, change.line)
  if (others + piecesIn(change.quantity) <= quantityMax) return undefined
  return new DomainError('quantity_limit', `No more than ${quantityMax} of this are sold at a time.`, {
    name,
    quantityMax,
  })
}
