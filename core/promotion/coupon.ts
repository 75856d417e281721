import { Type, type Static } from 'typebox'
import { DomainError } from '#core/errors/domain-error.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { customerGroupIdsSchema, discountMinorSchema, offSchema } from '#core/promotion/promotion.ts'
import { selectorSchema } from '#core/promotion/selector.ts'

/** Coupons attached to one sale: more is a stack of paper that nobody checks. */
export const COUPONS_PER_SALE_MAX = 10

/** A code that a customer shows, and what it takes off: one row of the catalogue. */
export const couponSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  /** Kept in capitals; see `couponCode`. */
  code: Type.String({ minLength: 1, maxLength: 50 }),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  off: offSchema,
  maxOffMinor: Type.Optional(discountMinorSchema),
  /**
   * What the coupon's items must come to before promotions, after the cashier's own discounts on them: like a threshold's
   * minimum, so that no promotion takes a coupon away.
   */
  minimumMinor: Type.Optional(Type.Integer({ minimum: 0, maximum: PRICE_MAX_MINOR })),
  isActive: Type.Boolean(),
  /** The first moment at which it is void, ISO 8601 in UTC with milliseconds, so that text compares as time. */
  expiresAt: Type.Optional(
    Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$' }),
  ),
  isStackable: Type.Boolean(),
  /** Uses over all sales of the shop; the hub reserves each. */
  usesMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
  /** Without it the coupon is good for everything. */
  items: Type.Optional(selectorSchema),
  customerGroupIds: Type.Optional(customerGroupIdsSchema),
})
export type Coupon = Static<typeof couponSchema>

/** A code as it is compared: in capitals, without spaces around it. */
export const couponCode = (typed: string): string => typed.trim().toUpperCase()

/** What the sale knows when it is asked whether a coupon is good. */
export interface CouponFacts {
  /** ISO 8601 in UTC with milliseconds. */
  readonly nowIso: string
  readonly customerGroupIds: readonly number[]
  /** Coupons that the sale has already, this one not among them. */
  readonly attachedIds: readonly number[]
  /** What the coupon's items come to before promotions, after the cashier's own discounts on them. */
  readonly itemsMinor: number
  /** Uses so far over all sales, as far as is known here. */
  readonly usesCount?: number
}

const refuse = (
  code:
    | 'coupon_inactive'
    | 'coupon_expired'
    | 'coupon_twice'
    | 'coupon_used_up'
    | 'coupon_not_for_customer'
    | 'coupon_no_items',
  message: string,
  coupon: Coupon,
): DomainError => new DomainError(code, message, { code: coupon.code })

const refusalOfCoupon = (coupon: Coupon, facts: CouponFacts): DomainError | undefined => {
  if (!coupon.isActive) return refuse('coupon_inactive', 'This coupon is switched off.', coupon)
  if (coupon.expiresAt !== undefined && facts.nowIso >= coupon.expiresAt) {
    return refuse('coupon_expired', 'This coupon has expired.', coupon)
  }
  if (facts.attachedIds.includes(coupon.id))
    return refuse('coupon_twice', 'This coupon is in the sale already.', coupon)
  if (coupon.usesMax !== undefined && (facts.usesCount ?? 0) >= coupon.usesMax) {
    return refuse('coupon_used_up', 'This coupon was used as often as it may be.', coupon)
  }
  return undefined
}

const refusalOfSale = (coupon: Coupon, facts: CouponFacts): DomainError | undefined => {
  const groups = coupon.customerGroupIds
  if (groups !== undefined && !facts.customerGroupIds.some((id) => groups.includes(id))) {
    return refuse('coupon_not_for_customer', 'This coupon is for other customers.', coupon)
  }
  if (facts.itemsMinor <= 0) return refuse('coupon_no_items', 'Nothing in this sale goes with this coupon.', coupon)
  const minimumMinor = coupon.minimumMinor ?? 0
  if (facts.itemsMinor >= minimumMinor) return undefined
  return new DomainError('coupon_minimum', 'This sale is below what the coupon asks for.', {
    code: coupon.code,
    minimumMinor,
    missingMinor: minimumMinor - facts.itemsMinor,
  })
}

/**
 * Why a coupon is no good for this sale, or undefined when it is. What is wrong with the coupon itself is said before
 * what is missing in the sale. 'coupon_not_stackable' is decided among the coupons of a sale, by `pricePromotions`.
 */
export function couponRefusal(coupon: Coupon | undefined, facts: CouponFacts): DomainError | undefined {
  if (coupon === undefined) return new DomainError('coupon_unknown', 'No coupon has this code.')
  return refusalOfCoupon(coupon, facts) ?? refusalOfSale(coupon, facts)
}
