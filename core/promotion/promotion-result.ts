import type { DomainError } from '#core/errors/domain-error.ts'

/** Where a discount came from: a promotion of the shop, a coupon, or the cashier's discount on the whole sale. */
type DiscountSource = 'promotion' | 'coupon' | 'order'

/** What one offer takes off one line; more than nothing. */
export interface LineDiscount {
  readonly line: number
  readonly source: DiscountSource
  /** The promotion's or the coupon's; null for the order's own discount. */
  readonly id: number | null
  readonly amountMinor: number
}

/** An offer as a receipt names it. `amountMinor` is the sum of its line discounts. */
export interface AppliedOffer {
  readonly source: DiscountSource
  readonly id: number | null
  /** A coupon without a name goes by its code; the order's own discount has none. */
  readonly name: string | null
  readonly amountMinor: number
  /** Sets; of `percent_off` and `amount_off`, pieces; else 1. */
  readonly times: number
}

/** A coupon that takes nothing off this sale, and why. */
export interface RefusedCoupon {
  readonly couponId: number
  readonly error: DomainError
}

/**
 * What all offers of a sale come to. `discounts` and `applied` stand in the order in which the offers apply: promotions
 * by id, thresholds by id, coupons, the order's own discount; within an offer by line.
 */
export interface PromotionResult {
  readonly discounts: readonly LineDiscount[]
  readonly applied: readonly AppliedOffer[]
  readonly refusedCoupons: readonly RefusedCoupon[]
  /** False where the search ended at its limit: the best found, which may not be the best there is. */
  readonly isExact: boolean
  /** Search steps taken. */
  readonly nodes: number
}
