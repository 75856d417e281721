import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COUPONS_PER_SALE_MAX, type Coupon } from '#core/promotion/coupon.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import {
  anyItemOffer,
  anyLines,
  anyPromotionOf,
  anySelector,
  anyThreshold,
  byLine,
  numbered,
  pieces,
  price,
  products,
  saved,
} from '#tests/core/promotion/any-promotion.ts'
import { bestCouponsMinor } from '#tests/core/promotion/coupons-by-force.ts'

const coupon = (id: number, off: Coupon['off'], more: Partial<Coupon> = {}): Coupon => ({
  id,
  code: `CODE${id}`,
  off,
  isActive: true,
  isStackable: true,
  ...more,
})

const amount = (amountMinor: number): Coupon['off'] => ({ kind: 'amount', amountMinor })
const percent = (rate: number): Coupon['off'] => ({ kind: 'percent', ratePpm: rate * 10_000 })

const redeem = (
  lines: readonly PromotionLine[],
  coupons: readonly Coupon[],
  promotions: readonly Promotion[] = [],
  nodesMax?: number,
): PromotionResult =>
  price(lines, promotions, {
    coupons: coupons.map((one) => ({ coupon: one })),
    ...(nodesMax === undefined ? {} : { nodesMax }),
  })

const ordersOf = <T>(list: readonly T[]): T[][] =>
  list.length === 0
    ? [[]]
    : list.flatMap((one, at) => ordersOf(list.toSpliced(at, 1)).map((others) => [one].concat(others)))

describe('coupons that take from the same lines', () => {
  const milkAndCola = [pieces(1, 1, 125, 4), pieces(2, 2, 159)]
  const all5 = coupon(1, amount(500))
  const drink3 = coupon(2, amount(300), { items: products(2) })
  const half = coupon(1, percent(50))
  const cappedHalf = coupon(2, percent(50), { maxOffMinor: 100 })

  it.each([
    ['a choosy amount before one on everything', milkAndCola, [all5, drink3], 659],
    ['whatever their ids are', milkAndCola, [{ ...all5, id: 3 }, drink3], 659],
    [
      'amounts of which one is choosy',
      [pieces(1, 1, 500), pieces(2, 2, 1_000)],
      [coupon(1, amount(1_000)), coupon(2, amount(500), { items: products(2) })],
      1_500,
    ],
    ['a rate before a capped rate', [pieces(1, 1, 1_500)], [cappedHalf, half], 850],
    ['rates before amounts', [pieces(1, 1, 1_000)], [coupon(1, amount(100)), coupon(2, percent(10))], 200],
  ])('save most: %s', (_what, lines, coupons, savedMinor) => {
    for (const order of ordersOf(coupons)) expect(saved(redeem(lines, order))).toBe(savedMinor)
  })

  it('save more by a choosy amount before a capped rate that takes from its line, too', () => {
    const lines = [pieces(1, 1, 1_000), pieces(2, 2, 1_000)]
    const capped = coupon(1, percent(50), { maxOffMinor: 500 })
    const ten = coupon(2, amount(1_000), { items: products(1) })
    for (const order of ordersOf([capped, ten])) {
      expect(redeem(lines, order).applied.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
        [2, 1_000],
        [1, 500],
      ])
    }
  })

  it('of orders that save the same keep the usual one: rates before amounts, then by id', () => {
    const lines = [pieces(1, 1, 1_000)]
    const equals = [coupon(3, amount(100)), coupon(1, amount(100)), coupon(2, amount(50))]
    for (const order of ordersOf(equals)) {
      expect(redeem(lines, order).applied.map(({ id }) => id)).toEqual([1, 2, 3])
    }
  })

  it('need no search where the usual order takes all that each could', () => {
    const ten = Array.from({ length: COUPONS_PER_SALE_MAX }, (_, index) => coupon(index + 1, amount(100 + index)))
    expect(redeem([pieces(1, 1, 5_000), pieces(2, 2, 5_000)], ten)).toMatchObject({ isExact: true, nodes: 0 })
    expect(redeem(milkAndCola, [all5])).toMatchObject({ isExact: true, nodes: 0 })
  })

  it('take the best order found where the steps run out, and say so', () => {
    const lines = Array.from({ length: 12 }, (_, index) => pieces(index + 1, index + 1, 997 + 31 * index))
    const knot = Array.from({ length: COUPONS_PER_SALE_MAX }, (_, index) =>
      coupon(index + 1, percent(11 + 3 * index), {
        maxOffMinor: 900 + 77 * index,
        items: products(...lines.map(({ line }) => line).filter((id) => (id * (index + 2)) % 5 !== 0)),
      }),
    )
    const cut = redeem(lines, knot, [], 2_000)
    expect(cut.isExact).toBe(false)
    expect(cut.nodes).toBeLessThanOrEqual(2_000)
    const other = redeem(lines, knot.toReversed(), [], 2_000)
    expect({ ...other, refusedCoupons: [] }).toEqual({ ...cut, refusedCoupons: [] })
    expect(saved(cut)).toBeGreaterThanOrEqual(saved(redeem(lines, knot, [], 0)))
  })
})

const off = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map(amount),
  fc.constantFrom(5, 10, 20, 33, 50, 75, 100).map(percent),
)

const anyCoupons = (countMax: number): fc.Arbitrary<Coupon[]> =>
  fc
    .array(
      fc.record(
        {
          off,
          isStackable: fc.constantFrom(true, true, true, false),
          maxOffMinor: fc.integer({ min: 1, max: 30 }),
          minimumMinor: fc.integer({ min: 0, max: 60 }),
          items: anySelector,
        },
        { requiredKeys: ['off', 'isStackable'] },
      ),
      { minLength: 2, maxLength: countMax },
    )
    .map((list) => list.map(({ off: own, ...more }, index) => coupon(index + 1, own, more)))

const promotions = fc.array(anyPromotionOf(fc.oneof(anyItemOffer, anyThreshold)), { maxLength: 3 }).map(numbered)

const amountOf = (list: ReadonlyArray<{ readonly amountMinor: number }>): number =>
  list.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

const refusals = ({ refusedCoupons }: PromotionResult): readonly string[] =>
  refusedCoupons.map(({ couponId, error }) => `${couponId} ${error.code} ${error.message}`).toSorted()

/** Few enough for a machine that has other work to do; a change of the search deserves 20,000 by hand. */
const RUNS = 400

describe('any coupons', () => {
  const sale = fc.tuple(anyLines(6, 4), promotions, anyCoupons(6)).chain(([lines, offers, coupons]) =>
    fc.record({
      lines: fc.constant(lines),
      offers: fc.constant(offers),
      coupons: fc.constant(coupons),
      shuffled: fc.shuffledSubarray(coupons, { minLength: coupons.length }),
      nodesMax: fc.constantFrom(undefined, undefined, 0, 5, 60),
    }),
  )

  it('give the same sale in whatever order they were attached, also where the steps run out', () => {
    fc.assert(
      fc.property(sale, ({ lines, offers, coupons, shuffled, nodesMax }) => {
        const result = redeem(lines, coupons, offers, nodesMax)
        const other = redeem(lines, shuffled, offers, nodesMax)
        expect(byLine(other)).toEqual(byLine(result))
        expect({ ...other, refusedCoupons: [] }).toEqual({ ...result, refusedCoupons: [] })
        expect(refusals(other)).toEqual(refusals(result))
      }),
      { numRuns: RUNS },
    )
  })

  it('save as much as the best of all their orders', () => {
    fc.assert(
      fc.property(anyLines(5, 3), anyCoupons(5), (lines, coupons) => {
        const result = redeem(lines, coupons)
        expect(result.isExact).toBe(true)
        expect(saved(result)).toBe(bestCouponsMinor(lines, coupons))
      }),
      { numRuns: 2 * RUNS },
    )
  })

  it('never save less with few steps than without a search, nor more than with many', () => {
    fc.assert(
      fc.property(sale, fc.integer({ min: 0, max: 200 }), ({ lines, coupons }, nodesMax) => {
        const few = redeem(lines, coupons, [], nodesMax)
        const whole = redeem(lines, coupons)
        expect(few.nodes).toBeLessThanOrEqual(nodesMax)
        expect(saved(few)).toBeGreaterThanOrEqual(saved(redeem(lines, coupons, [], 0)))
        expect(saved(few)).toBeLessThanOrEqual(saved(whole))
        expect(few.isExact ? saved(few) : saved(whole)).toBe(saved(whole))
      }),
    )
  })

  it('make no line negative, add up, and say of each coupon what it took or why it took nothing', () => {
    fc.assert(
      fc.property(sale, ({ lines, offers, shuffled, nodesMax }) => {
        const result = redeem(lines, shuffled, offers, nodesMax)
        const offs = byLine(result)
        for (const { line, amountMinor } of lines) expect(offs[line] ?? 0).toBeLessThanOrEqual(amountMinor)
        for (const { source, id, amountMinor } of result.applied) {
          const parts = result.discounts.filter((part) => part.source === source && part.id === id)
          expect(amountOf(parts)).toBe(amountMinor)
          expect(Math.min(...parts.map((part) => part.amountMinor))).toBeGreaterThan(0)
        }
        expect(amountOf(result.applied)).toBe(amountOf(result.discounts))
        const used = result.applied.flatMap(({ source, id }) => (source === 'coupon' ? [id ?? 0] : []))
        const told = [...used, ...result.refusedCoupons.map(({ couponId }) => couponId)]
        expect(told.toSorted((one, other) => one - other)).toEqual(
          shuffled.map(({ id }) => id).toSorted((a, b) => a - b),
        )
      }),
      { numRuns: RUNS },
    )
  })

  it('are not taken away by a promotion that lowers what is left', () => {
    fc.assert(
      fc.property(sale, ({ lines, offers, coupons }) => {
        const tooLittle = ({ refusedCoupons }: PromotionResult): readonly number[] =>
          refusedCoupons.flatMap(({ couponId, error }) => (error.code === 'coupon_minimum' ? [couponId] : []))
        expect(tooLittle(redeem(lines, coupons, offers))).toEqual(tooLittle(redeem(lines, coupons)))
      }),
    )
  })
})
