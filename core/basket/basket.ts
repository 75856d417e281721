import type { Buyer, SaleCustomer } from '#core/customer/customer.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { Off } from '#core/promotion/promotion.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import type { AgeCheck } from '#core/restriction/age-check.ts'
import type { Authorisation, ItemAttributes, LineKind, PriceSource, QuantitySource } from '#core/sale/sale.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** A line of an open basket. Prices are minor units for a piece or a kilogram; sums are made by `priceBasket`. */
export interface BasketLine {
  /** Counts from 1 and is not used again when a line is voided. */
  readonly line: number
  readonly productId: number | null
  readonly departmentId: number | null
  readonly code: string
  readonly name: string
  readonly quantity: Quantity
  readonly quantitySource: QuantitySource
  readonly unitPriceMinor: number
  readonly priceSource: PriceSource
  readonly taxGroupId: number
  readonly ageLimitYears: number | null
  readonly isVoided: boolean
  /** The cashier's own discount on this line. */
  readonly discount?: Off
  /** Why the cashier gave it. */
  readonly discountReason?: string
  /** Why the cashier changed the price. */
  readonly reason?: string
  /** The price before an override. */
  readonly originalPriceMinor?: number
  /** No offer and no discount touches it; deposits are never discounted. */
  readonly isDiscountable?: false
  readonly attributes?: ItemAttributes
  readonly kind?: LineKind
  /** The line that a deposit goes with: it is voided and counted with it. */
  readonly depositOf?: number
}

/** A discount that the cashier gives on all that can be discounted. */
interface OrderDiscount {
  readonly off: Off
  readonly reason: string
}

/**
 * A sale before it is paid. Its id is made when it opens and never again. It carries the tax groups of its lines, so
 * that it can be priced after a restart whatever became of the catalogue.
 */
export interface Basket {
  readonly saleId: string
  /** ISO 8601, UTC. */
  readonly openedAt: string
  /** The hold this basket was recalled from. */
  readonly heldBasketId: string | null
  readonly lines: readonly BasketLine[]
  /** With their changes by date, so that the day of the payment decides. */
  readonly taxGroups: readonly TaxGroup[]
  /** The shop's time when the basket opened: offers are judged by it. A basket without it is priced without offers. */
  readonly openedLocal?: PromotionTime
  /** The shop's date that taxes are reckoned by; that of `openedLocal` until the payment begins on another day. */
  readonly taxDate?: string
  readonly customer?: SaleCustomer
  /** As they were when they were attached; a coupon with a limited number of uses has its reservation beside it. */
  readonly coupons?: readonly BasketCoupon[]
  readonly orderDiscount?: OrderDiscount
  readonly exemption?: TaxExemption
  readonly buyer?: Buyer
  readonly ageCheck?: AgeCheck
  readonly authorisations?: readonly Authorisation[]
  /** What the customer brought back, to be refunded together with this sale. */
  readonly exchange?: RefundDraft
}

/** A coupon in a basket. `reservationId`: the hub keeps one of its uses for this sale. */
export interface BasketCoupon {
  readonly coupon: Coupon
  readonly reservationId?: string
}

/** A till sets aside so many baskets at the most: more than there are people in its queue. */
export const HELD_BASKETS_MAX = 50

/** An empty basket. */
export const openBasket = (saleId: string, openedAt: string): Basket => ({
  saleId,
  openedAt,
  heldBasketId: null,
  lines: [],
  taxGroups: [],
})

/** The lines that will be sold. */
export const liveLines = (basket: Basket): readonly BasketLine[] => basket.lines.filter((line) => !line.isVoided)

/** True while nothing in the basket would be sold. */
export const isBasketEmpty = (basket: Basket): boolean => basket.lines.every((line) => line.isVoided)
