import type { Product } from '#core/catalogue/product.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import type { PriceSource } from '#core/sale/sale.ts'

/** What a product costs somebody, minor units for its piece or kilogram, and whether that is the price of a group. */
export interface MemberPrice {
  readonly unitPriceMinor: number
  readonly priceSource: Extract<PriceSource, 'catalogue' | 'customer_group'>
}

/** The lowest price that the customer's groups have for the product, where it is below the one on the shelf; else that. */
export function memberPrice(
  { priceMinor, rules }: Pick<Product, 'priceMinor' | 'rules'>,
  customer: Pick<SaleCustomer, 'groupIds'> | undefined,
): MemberPrice {
  const groupIds = customer?.groupIds ?? []
  const prices = (rules?.groupPrices ?? []).filter(({ customerGroupId }) => groupIds.includes(customerGroupId))
  const lowestMinor = Math.min(priceMinor, ...prices.map((price) => price.priceMinor))
  return lowestMinor < priceMinor
    ? { unitPriceMinor: lowestMinor, priceSource: 'customer_group' }
    : { unitPriceMinor: priceMinor, priceSource: 'catalogue' }
}
