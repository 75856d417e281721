import type { Basket } from '#core/basket/basket.ts'
import { addProduct, EMPTIES_COUNT_MAX, tooManyEmpties, withLine, type Addition } from '#core/basket/change-basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { LineKind } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** A product with the tax group it is sold under. */
export interface TaxedProduct {
  readonly product: Product
  readonly taxGroup: TaxGroup
}

/** One piece of anything is one container, also of what is weighed. */
const containersOf = (quantity: Quantity): Quantity =>
  quantity.unit === 'piece' ? quantity : { unit: 'piece', count: 1 }

const depositLine = (
  { product, taxGroup }: TaxedProduct,
  line: { readonly kind: LineKind; readonly quantity: Quantity; readonly code: string },
) => ({
  ...line,
  productId: product.id,
  departmentId: product.departmentId,
  name: product.name,
  quantitySource: 'keyed' as const,
  unitPriceMinor: line.kind === 'empties' ? 0 - product.priceMinor : product.priceMinor,
  priceSource: 'catalogue' as const,
  taxGroupId: taxGroup.id,
  ageLimitYears: null,
  isDiscountable: false as const,
})

/**
 * Adds a product, and below it its deposit where it has one: a line of its own, under its own tax, that is counted and
 * voided with it. Refusals as for `addProduct`; where only one of both fits, neither is added.
 */
export function addWithDeposit(
  basket: Basket,
  sold: TaxedProduct,
  addition: Addition,
  deposit: TaxedProduct | undefined,
): Basket | DomainError {
  const added = addProduct(basket, sold.product, sold.taxGroup, addition)
  if (added instanceof DomainError || deposit === undefined) return added
  const quantity = containersOf(addition.quantity)
  const code = deposit.product.barcodes[0] ?? deposit.product.sku ?? ''
  const line = { ...depositLine(deposit, { kind: 'deposit', quantity, code }), depositOf: added.lines.length }
  return withLine(added, line, deposit.taxGroup)
}

/**
 * Takes empties back for what their deposit costs: a line with a negative price, the only one there is. 'not_found' for
 * what is no deposit, 'quantity_out_of_range' above `EMPTIES_COUNT_MAX`.
 */
export function takeEmptiesBack(
  basket: Basket,
  deposit: TaxedProduct,
  { count, code }: { readonly count: number; readonly code: string },
): Basket | DomainError {
  if (deposit.product.rules?.isDeposit !== true) {
    return new DomainError('not_found', 'Only what is a deposit is taken back as empties.')
  }
  if (!Number.isInteger(count) || count < 1 || count > EMPTIES_COUNT_MAX) {
    return tooManyEmpties()
  }
  const quantity: Quantity = { unit: 'piece', count }
  return withLine(basket, depositLine(deposit, { kind: 'empties', quantity, code }), deposit.taxGroup)
}
