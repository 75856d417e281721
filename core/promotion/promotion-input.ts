import type { CompiledPromotions } from '#core/promotion/compile-promotions.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Off } from '#core/promotion/promotion.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'

/** A line of a basket as offers see it. What is not discountable, or costs nothing, takes part in no offer and no sum. */
export interface PromotionLine {
  readonly line: number
  readonly productId: number | null
  readonly departmentId: number | null
  readonly quantity: Quantity
  readonly unitPriceMinor: number
  /** After the line's own discount by hand. */
  readonly amountMinor: number
  readonly isDiscountable: boolean
}

/** The shop's local time, by the till's clock; weekdays count from 1, Monday. */
export interface PromotionTime {
  /** YYYY-MM-DD */
  readonly date: string
  /** HH:MM */
  readonly time: string
  readonly weekday: number
  /** The same moment in UTC with milliseconds, for coupons. */
  readonly nowIso: string
}

/** A coupon of the sale, with how often it was used before, where that is known. */
interface AttachedCoupon {
  readonly coupon: Coupon
  readonly usesCount?: number
}

/** All that the offers of one sale depend on. */
export interface PromotionInput {
  readonly lines: readonly PromotionLine[]
  /** From `compilePromotions`, made once for a catalogue and kept by the caller. */
  readonly promotions: CompiledPromotions
  /** In the order in which they were attached: that of the refusals, and of no consequence for the price. */
  readonly coupons: readonly AttachedCoupon[]
  /** What the cashier takes off the whole sale. */
  readonly orderDiscount?: Off
  readonly at: PromotionTime
  readonly customerGroupIds: readonly number[]
  /** Search steps at the most, and half as many for coupons; `PROMOTION_NODES_MAX` where it is left out. */
  readonly nodesMax?: number
}
