import { describe, expect, it } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { couponCode, couponRefusal, type Coupon, type CouponFacts } from '#core/promotion/coupon.ts'
import type { PromotionInput, PromotionLine } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import { all, byLine, noon, pieces, price, products, promotion, saved } from '#tests/core/promotion/any-promotion.ts'

const coupon = (id: number, more: Partial<Coupon> = {}): Coupon => ({
  id,
  code: `CODE${id}`,
  off: { kind: 'amount', amountMinor: 100 },
  isActive: true,
  isStackable: true,
  ...more,
})

const facts: CouponFacts = { nowIso: noon.nowIso, customerGroupIds: [], attachedIds: [], itemsMinor: 1_000 }

const refusal = (one: Coupon | undefined, more: Partial<CouponFacts> = {}): DomainError | undefined =>
  couponRefusal(one, { ...facts, ...more })

const redeem = (
  lines: readonly PromotionLine[],
  coupons: readonly Coupon[],
  more: Pick<PromotionInput, 'orderDiscount'> = {},
): PromotionResult => price(lines, [], { coupons: coupons.map((one) => ({ coupon: one })), ...more })

const refused = ({ refusedCoupons }: PromotionResult): unknown =>
  refusedCoupons.map(({ couponId, error }) => [couponId, error.code])

const taken = ({ applied }: PromotionResult): unknown =>
  applied.map(({ source, id, amountMinor }) => [source, id, amountMinor])

describe('couponRefusal', () => {
  it('lets a good coupon pass', () => {
    expect(refusal(coupon(1))).toBeUndefined()
    const strict = coupon(1, {
      expiresAt: '2026-03-18T11:00:00.001Z',
      minimumMinor: 1_000,
      usesMax: 3,
      customerGroupIds: [4, 5],
    })
    expect(refusal(strict, { customerGroupIds: [5], usesCount: 2, attachedIds: [2] })).toBeUndefined()
  })

  it.each([
    ['coupon_unknown', undefined, {}],
    ['coupon_inactive', coupon(1, { isActive: false }), {}],
    ['coupon_expired', coupon(1, { expiresAt: noon.nowIso }), {}],
    ['coupon_twice', coupon(1), { attachedIds: [3, 1] }],
    ['coupon_used_up', coupon(1, { usesMax: 3 }), { usesCount: 3 }],
    ['coupon_not_for_customer', coupon(1, { customerGroupIds: [4] }), { customerGroupIds: [5] }],
    ['coupon_no_items', coupon(1), { itemsMinor: 0 }],
    ['coupon_minimum', coupon(1, { minimumMinor: 1_001 }), {}],
  ] as const)('says %s', (code, one, more) => {
    const error = refusal(one, more)
    expect(error).toBeInstanceOf(DomainError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].+\.$/u) as string })
    expect(error?.details['code']).toBe(one?.code)
  })

  it('says how much is missing, and which coupon', () => {
    const error = refusal(coupon(1, { minimumMinor: 1_250 }))
    expect(error?.details).toEqual({ code: 'CODE1', minimumMinor: 1_250, missingMinor: 250 })
    expect(refusal(coupon(1, { isActive: false }))?.details).toEqual({ code: 'CODE1' })
  })

  it('names what is wrong with the coupon before what is missing in the sale', () => {
    const worn = coupon(1, { isActive: false, expiresAt: noon.nowIso, minimumMinor: 5_000 })
    expect(refusal(worn)?.code).toBe('coupon_inactive')
    expect(refusal({ ...worn, isActive: true })?.code).toBe('coupon_expired')
    expect(refusal(coupon(1, { minimumMinor: 9_000 }), { itemsMinor: 0 })?.code).toBe('coupon_no_items')
  })

  it('takes a use that nobody counted for none', () => {
    expect(refusal(coupon(1, { usesMax: 1 }))).toBeUndefined()
  })

  it('compares codes in capitals', () => {
    expect(couponCode('  spring-10 ')).toBe('SPRING-10')
  })
})

describe('the coupons of a sale', () => {
  const lines = [pieces(1, 1, 600), pieces(2, 2, 400)]

  it('take an amount or a part off, in proportion to the lines, with a cap', () => {
    expect(byLine(redeem(lines, [coupon(1)]))).toEqual({ 1: 60, 2: 40 })
    const tenth = coupon(1, { off: { kind: 'percent', ratePpm: 100_000 } })
    expect(byLine(redeem(lines, [tenth]))).toEqual({ 1: 60, 2: 40 })
    expect(byLine(redeem(lines, [{ ...tenth, maxOffMinor: 15 }]))).toEqual({ 1: 9, 2: 6 })
    expect(byLine(redeem(lines, [coupon(1, { off: { kind: 'amount', amountMinor: 5_000 } })]))).toEqual({
      1: 600,
      2: 400,
    })
  })

  it('are named, or go by their code', () => {
    const result = redeem(lines, [coupon(1, { name: 'Spring' }), coupon(2)])
    expect(result.applied).toEqual([
      { source: 'coupon', id: 1, name: 'Spring', amountMinor: 100, times: 1 },
      { source: 'coupon', id: 2, name: 'CODE2', amountMinor: 100, times: 1 },
    ])
    expect(result.discounts[0]).toEqual({ line: 1, source: 'coupon', id: 1, amountMinor: 60 })
  })

  it('take from their own items only', () => {
    const own = coupon(1, { items: products(2), off: { kind: 'amount', amountMinor: 500 } })
    expect(byLine(redeem(lines, [own]))).toEqual({ 2: 400 })
    expect(refused(redeem(lines, [coupon(1, { items: products(3) })]))).toEqual([[1, 'coupon_no_items']])
    expect(refused(redeem(lines, [{ ...own, minimumMinor: 401 }]))).toEqual([[1, 'coupon_minimum']])
    expect(refused(redeem(lines, [{ ...own, minimumMinor: 400 }]))).toEqual([])
  })

  it('leave what is not discountable alone, and do not count it', () => {
    const mixed = [pieces(1, 1, 600), { ...pieces(2, 2, 400), isDiscountable: false }]
    expect(byLine(redeem(mixed, [coupon(1)]))).toEqual({ 1: 100 })
    expect(refused(redeem(mixed, [coupon(1, { minimumMinor: 601 })]))).toEqual([[1, 'coupon_minimum']])
  })

  it('apply rates before amounts, each to what is left', () => {
    const tenth = coupon(2, { off: { kind: 'percent', ratePpm: 100_000 } })
    const result = redeem(lines, [coupon(1), tenth, { ...tenth, id: 3 }])
    expect(taken(result)).toEqual([
      ['coupon', 2, 100],
      ['coupon', 3, 90],
      ['coupon', 1, 100],
    ])
  })

  it('judge a minimum before promotions, as thresholds do, and after what the cashier took off a line', () => {
    const half = promotion(1, { kind: 'percent_off', items: all, ratePpm: 500_000 })
    const one = coupon(1, { minimumMinor: 1_000 })
    const result = price(lines, [half], { coupons: [{ coupon: coupon(2) }, { coupon: one }] })
    expect(refused(result)).toEqual([])
    expect(saved(result)).toBe(700)
    const reduced = [pieces(1, 1, 600), { ...pieces(2, 2, 400), amountMinor: 399 }]
    expect(refused(price(reduced, [half], { coupons: [{ coupon: one }] }))).toEqual([[1, 'coupon_minimum']])
  })

  it('stay good where a promotion takes a few cents off: an offer of 0.10 costs nobody a coupon of 5.00', () => {
    const offer = promotion(1, { kind: 'amount_off', items: products(1), amountMinor: 10 })
    const five = coupon(1, { minimumMinor: 2_500, off: { kind: 'amount', amountMinor: 500 } })
    const sale = [pieces(1, 1, 505), pieces(2, 2, 2_000)]
    expect(saved(price(sale, [], { coupons: [{ coupon: five }] }))).toBe(500)
    expect(saved(price(sale, [offer], { coupons: [{ coupon: five }] }))).toBe(510)
  })

  it.each([true, false])('are refused where promotions left nothing to pay (stackable: %s)', (isStackable) => {
    const free = promotion(1, { kind: 'percent_off', items: all, ratePpm: 1_000_000 })
    const result = price(lines, [free], { coupons: [{ coupon: coupon(1, { isStackable }) }] })
    expect(refused(result)).toEqual([[1, 'coupon_no_items']])
    expect(saved(result)).toBe(1_000)
  })

  it('stack, unless one that does not saves more alone', () => {
    const alone = coupon(3, { isStackable: false, off: { kind: 'amount', amountMinor: 200 } })
    const both = redeem(lines, [coupon(1), alone, coupon(2)])
    expect(taken(both)).toEqual([
      ['coupon', 1, 100],
      ['coupon', 2, 100],
    ])
    expect(refused(both)).toEqual([[3, 'coupon_not_stackable']])
    const more = redeem(lines, [coupon(1), { ...alone, off: { kind: 'amount', amountMinor: 201 } }, coupon(2)])
    expect(taken(more)).toEqual([['coupon', 3, 201]])
    expect(refused(more)).toEqual([
      [1, 'coupon_not_stackable'],
      [2, 'coupon_not_stackable'],
    ])
    const first = redeem(lines, [
      { ...alone, id: 5 },
      { ...alone, id: 4 },
    ])
    expect(taken(first)).toEqual([['coupon', 4, 200]])
    expect(refused(first)).toEqual([[5, 'coupon_not_stackable']])
    expect(first.refusedCoupons[0]?.error).toMatchObject({
      message: 'This coupon does not go with the others of this sale.',
      details: { code: 'CODE3' },
    })
  })

  it('are refused where nothing is left for them, so that no use is lost', () => {
    const everything = coupon(1, { off: { kind: 'percent', ratePpm: 1_000_000 } })
    const result = redeem(lines, [everything, coupon(2)])
    expect(taken(result)).toEqual([['coupon', 1, 1_000]])
    expect(refused(result)).toEqual([[2, 'coupon_no_items']])
    expect(result.refusedCoupons[0]?.error).toMatchObject({
      message: 'This coupon takes nothing off this sale.',
      details: { code: 'CODE2' },
    })
    const tiny = redeem(
      [pieces(1, 1, 4)],
      [coupon(1, { isStackable: false, off: { kind: 'percent', ratePpm: 100_000 } })],
    )
    expect(refused(tiny)).toEqual([[1, 'coupon_not_stackable']])
  })

  it('are refused in the order in which they were attached', () => {
    const result = redeem(lines, [
      coupon(9, { isActive: false }),
      coupon(1),
      coupon(1),
      coupon(2, { isStackable: false }),
      coupon(3, { expiresAt: '2020-01-01T00:00:00.000Z' }),
    ])
    expect(refused(result)).toEqual([
      [9, 'coupon_inactive'],
      [1, 'coupon_twice'],
      [2, 'coupon_not_stackable'],
      [3, 'coupon_expired'],
    ])
  })

  it('know how often they were used and whose they are', () => {
    const limited = coupon(1, { usesMax: 5, customerGroupIds: [7] })
    const attached = (usesCount: number): PromotionResult =>
      price(lines, [], { coupons: [{ coupon: limited, usesCount }], customerGroupIds: [7] })
    expect(refused(attached(5))).toEqual([[1, 'coupon_used_up']])
    expect(saved(attached(4))).toBe(100)
  })
})

describe('the discount on the whole sale', () => {
  const lines = [pieces(1, 1, 600), { ...pieces(2, 2, 400), isDiscountable: false }, pieces(3, 3, 400)]

  it('comes last, from what is left', () => {
    const result = redeem(lines, [coupon(1)], { orderDiscount: { kind: 'percent', ratePpm: 100_000 } })
    expect(taken(result)).toEqual([
      ['coupon', 1, 100],
      ['order', null, 90],
    ])
    expect(result.applied[1]).toEqual({ source: 'order', id: null, name: null, amountMinor: 90, times: 1 })
    expect(byLine(result)).toEqual({ 1: 60 + 54, 3: 40 + 36 })
  })

  it('never takes more than is left', () => {
    expect(byLine(price(lines, [], { orderDiscount: { kind: 'amount', amountMinor: 9_000 } }))).toEqual({
      1: 600,
      3: 400,
    })
    const none = { orderDiscount: { kind: 'amount', amountMinor: 100 } } as const
    expect(price([{ ...pieces(1, 1, 600), isDiscountable: false }], [], none).applied).toEqual([])
  })
})
