import type { Basket, BasketLine } from '#core/basket/basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { memberPrice } from '#core/customer/member-price.ts'

/** The product of a line, as the catalogue in use has it. */
export type FindProduct = (productId: number) => Product | undefined

// A deposit is given back for what it cost, whoever bought the bottle.
const isListed = ({ kind, priceSource }: BasketLine): boolean =>
  kind === undefined && (priceSource === 'catalogue' || priceSource === 'customer_group')

const repriced = (line: BasketLine, customer: SaleCustomer | undefined, find: FindProduct): BasketLine => {
  const product = line.productId === null || !isListed(line) ? undefined : find(line.productId)
  return product === undefined ? line : { ...line, ...memberPrice(product, customer) }
}

/**
 * Says who buys, or (undefined) that it is anybody again. Lines that have the shop's own price get that of the customer's
 * groups; a price from a label or from a person's keys stays.
 */
export function attachCustomer(basket: Basket, customer: SaleCustomer | undefined, find: FindProduct): Basket {
  const { customer: _customer, ...others } = basket
  const lines = basket.lines.map((line) => repriced(line, customer, find))
  return customer === undefined ? { ...others, lines } : { ...others, lines, customer }
}
