import { openBasket, type Basket, type BasketCoupon } from '#core/basket/basket.ts'
import type { Addition } from '#core/basket/change-basket.ts'
import { addWithDeposit, type TaxedProduct } from '#core/basket/deposit.ts'
import { priceBasket, type PricedBasket } from '#core/basket/price-basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { memberPrice } from '#core/customer/member-price.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { PriceSource } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { badRequest } from '#hub/http/http-error.ts'
import { couponProblem } from '#hub/sales/api-coupon.ts'
import { requireSellable } from '#hub/sales/api-restrictions.ts'

/** A line as the API asks for it, its product looked up. */
export interface AskedLine {
  readonly product: Product
  readonly taxGroup: TaxGroup
  readonly quantity: Quantity
  readonly unitPriceMinor: number
  readonly discountMinor: number
  readonly serial: string | undefined
  /** What is sold with each piece of it, where there is a deposit on it. */
  readonly deposit: TaxedProduct | undefined
}

/** What a sale of the API is made of beside its lines. */
export interface AskedSale {
  readonly saleId: string
  readonly openedAt: string
  readonly openedLocal: PromotionTime
  readonly customer: SaleCustomer | undefined
  readonly coupon: BasketCoupon | undefined
  readonly orderDiscountMinor: number
}

/** Where a price comes from: the shelf, the customer's group, or the caller in place of both. */
export const priceSourceOf = (
  product: Product,
  unitPriceMinor: number,
  customer: SaleCustomer | undefined,
): PriceSource => {
  if (unitPriceMinor === product.priceMinor) return 'catalogue'
  return unitPriceMinor === memberPrice(product, customer).unitPriceMinor ? 'customer_group' : 'override'
}

const requireWithinLine = ({ product, quantity, unitPriceMinor, discountMinor }: AskedLine): void => {
  if (discountMinor > lineAmountMinor(quantity, unitPriceMinor)) {
    throw badRequest('discount_too_large', 'A discount is larger than its line')
  }
  const isFixed = product.rules?.isDiscountable === false || product.rules?.isDeposit === true
  if (isFixed && discountMinor > 0) {
    throw badRequest('not_discountable', `No discount is given on ${product.name}`)
  }
}

const addLine = (basket: Basket, asked: AskedLine, { customer, openedLocal }: AskedSale): Basket => {
  const { product, taxGroup, quantity, unitPriceMinor, discountMinor, serial, deposit } = asked
  requireWithinLine(asked)
  requireSellable(basket, asked, openedLocal.time)
  const priceSource = priceSourceOf(product, unitPriceMinor, customer)
  const addition: Addition = {
    code: product.barcodes[0] ?? '',
    quantity,
    quantitySource: quantity.unit === 'gram' ? 'manual_weight' : 'keyed',
    unitPriceMinor,
    priceSource,
    ...(serial === undefined ? {} : { attributes: { serial } }),
  }
  const added = addWithDeposit(basket, { product, taxGroup }, addition, deposit)
  if (added instanceof DomainError) throw added
  const more = {
    ...(discountMinor === 0 ? {} : { discount: { kind: 'amount', amountMinor: discountMinor } as const }),
    ...(priceSource === 'override' ? { originalPriceMinor: product.priceMinor } : {}),
  }
  const at = basket.lines.length
  const own = added.lines[at]
  return own === undefined ? added : { ...added, lines: added.lines.with(at, { ...own, ...more }) }
}

/** The basket that a sale of the API is: priced by the same rules as one at a till. */
export function apiBasket(lines: readonly AskedLine[], sale: AskedSale): Basket {
  const { saleId, openedAt, openedLocal, customer, coupon, orderDiscountMinor } = sale
  const opened: Basket = {
    ...openBasket(saleId, openedAt),
    openedLocal,
    ...(customer === undefined ? {} : { customer }),
    ...(coupon === undefined ? {} : { coupons: [coupon] }),
    ...(orderDiscountMinor === 0
      ? {}
      : { orderDiscount: { off: { kind: 'amount', amountMinor: orderDiscountMinor } as const, reason: 'API' } }),
  }
  return lines.reduce((basket, line) => addLine(basket, line, sale), opened)
}

/** Prices the basket; 400 for a coupon that takes nothing off it, and for a discount that is larger than the sale. */
export function priceApiBasket(basket: Basket, rules: SellingRules, orderDiscountMinor: number): PricedBasket {
  const priced = priceBasket(basket, rules)
  const [refused] = priced.refusedCoupons
  if (refused !== undefined) throw couponProblem(refused.error)
  const givenMinor = priced.discounts.find(({ source }) => source === 'order')?.amountMinor ?? 0
  if (givenMinor < orderDiscountMinor) throw badRequest('discount_too_large', 'The discount is larger than the sale')
  return priced
}
