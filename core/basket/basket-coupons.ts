import type { Basket, BasketCoupon } from '#core/basket/basket.ts'
import type { PricedBasket } from '#core/basket/price-basket.ts'

/** A basket with other coupons, and what the hub is to be told: these reservations are not used. */
export interface WithoutCoupons {
  readonly basket: Basket
  readonly released: readonly string[]
}

/** The reservations that coupons have at the hub. */
export const couponReservations = (coupons: readonly BasketCoupon[] = []): readonly string[] =>
  coupons.flatMap(({ reservationId }) => (reservationId === undefined ? [] : [reservationId]))

/** A basket with just these coupons. */
const withCoupons = ({ coupons: _coupons, ...basket }: Basket, coupons: readonly BasketCoupon[]): Basket =>
  coupons.length === 0 ? basket : { ...basket, coupons }

/** A basket with one coupon more. */
export const attachCoupon = (basket: Basket, added: BasketCoupon): Basket => ({
  ...basket,
  coupons: [...(basket.coupons ?? []), added],
})

const without = (basket: Basket, isOut: (held: BasketCoupon) => boolean): WithoutCoupons => {
  const { coupons = [] } = basket
  const out = coupons.filter(isOut)
  if (out.length === 0) return { basket, released: [] }
  return {
    basket: withCoupons(
      basket,
      coupons.filter((held) => !isOut(held)),
    ),
    released: couponReservations(out),
  }
}

/** A basket without one coupon. */
export const removeCoupon = (basket: Basket, couponId: number): WithoutCoupons =>
  without(basket, ({ coupon }) => coupon.id === couponId)

/** A basket as it is set aside: coupons whose uses are counted may be used elsewhere meanwhile. */
export const withoutReserved = (basket: Basket): WithoutCoupons =>
  without(basket, ({ reservationId }) => reservationId !== undefined)

/** A basket as it is paid: coupons that take nothing off stay with the customer. */
export function withoutIdleCoupons(
  basket: Basket,
  { refusedCoupons }: Pick<PricedBasket, 'refusedCoupons'>,
): WithoutCoupons {
  const idle = new Set(refusedCoupons.map(({ couponId }) => couponId))
  return without(basket, ({ coupon }) => idle.has(coupon.id))
}
