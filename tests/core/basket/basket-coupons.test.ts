import { expect, it } from 'vitest'
import {
  attachCoupon,
  couponReservations,
  removeCoupon,
  withoutIdleCoupons,
  withoutReserved,
} from '#core/basket/basket-coupons.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import { EMPTY } from '#tests/core/basket/any-basket.ts'

const coupon = (id: number): Coupon => ({
  id,
  code: `C${id}`,
  off: { kind: 'amount', amountMinor: 1 },
  isActive: true,
  isStackable: true,
})

const reservationId = '019aa0c0-0000-7000-8000-0000000000ff'
const one = attachCoupon(EMPTY, { coupon: coupon(1) })
const two = attachCoupon(one, { coupon: coupon(2), reservationId })

it('coupons stand in the order in which they came, and only those of limited use have a reservation', () => {
  expect(two.coupons?.map((held) => held.coupon.code)).toEqual(['C1', 'C2'])
  expect(couponReservations(two.coupons)).toEqual([reservationId])
  expect(couponReservations()).toEqual([])
})

it('one is taken out, with what the hub is told; without any the basket is as before', () => {
  expect(removeCoupon(two, 2)).toEqual({ basket: one, released: [reservationId] })
  expect(removeCoupon(one, 1)).toEqual({ basket: EMPTY, released: [] })
  expect(removeCoupon(two, 9)).toEqual({ basket: two, released: [] })
})

it('a basket that is set aside keeps what nobody else can use up', () => {
  expect(withoutReserved(two)).toEqual({ basket: one, released: [reservationId] })
  expect(withoutReserved(EMPTY)).toEqual({ basket: EMPTY, released: [] })
})

it('what took nothing off is not paid with', () => {
  const error = new DomainError('coupon_minimum', 'Too little.')
  expect(withoutIdleCoupons(two, { refusedCoupons: [{ couponId: 2, error }] })).toEqual({
    basket: one,
    released: [reservationId],
  })
  expect(withoutIdleCoupons(two, { refusedCoupons: [] })).toEqual({ basket: two, released: [] })
})
