import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import {
  anyItemOffer,
  anyLines,
  anyPromotionOf,
  anySelector,
  anyThreshold,
  numbered,
  price,
  saved,
} from '#tests/core/promotion/any-promotion.ts'
import { bruteForce } from '#tests/core/promotion/brute-force.ts'

const itemPromotions = fc.array(anyPromotionOf(anyItemOffer), { minLength: 1, maxLength: 4 }).map(numbered)
const thresholds = fc.array(anyPromotionOf(anyThreshold), { minLength: 1, maxLength: 4 }).map(numbered)
const promotions = fc.array(anyPromotionOf(fc.oneof(anyItemOffer, anyThreshold)), { maxLength: 6 }).map(numbered)
const smallBasket = anyLines(4, 3).filter(
  (lines) => lines.reduce((sum, { quantity }) => sum + (quantity.unit === 'piece' ? quantity.count : 1), 0) <= 9,
)

const off = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((amountMinor) => ({ kind: 'amount' as const, amountMinor })),
  fc.integer({ min: 1, max: 1_000_000 }).map((ratePpm) => ({ kind: 'percent' as const, ratePpm })),
)

const coupons = fc
  .array(
    fc.record(
      {
        off,
        isStackable: fc.boolean(),
        maxOffMinor: fc.integer({ min: 1, max: 30 }),
        minimumMinor: fc.integer({ min: 0, max: 60 }),
        items: anySelector,
      },
      { requiredKeys: ['off', 'isStackable'] },
    ),
    { maxLength: 3 },
  )
  .map((list) =>
    list.map((one, index) => ({
      coupon: Object.assign({ id: index + 1, code: `C${index + 1}`, isActive: true }, one) satisfies Coupon,
    })),
  )

const sale = fc.record({ lines: anyLines(6, 4), promotions, more: fc.record({ coupons, orderDiscount: off }) })

const leftByLine = (lines: readonly PromotionLine[], { discounts }: PromotionResult): number[] =>
  lines.map(({ line, amountMinor }) =>
    discounts.reduce((left, discount) => (discount.line === line ? left - discount.amountMinor : left), amountMinor),
  )

/** What each item has off, whatever number its line has. */
const offByItem = (lines: readonly PromotionLine[], { discounts }: PromotionResult): string[] =>
  lines
    .map(({ line, productId, quantity, amountMinor }) => {
      const own = discounts.filter((discount) => discount.line === line)
      const offs = own.map(({ source, id, amountMinor: offMinor }) => `${source} ${id} ${offMinor}`)
      return JSON.stringify([productId, quantity, amountMinor, offs])
    })
    .toSorted()

describe('item promotions', () => {
  it('save the customer as much as the best of all ways to use them', () => {
    fc.assert(
      fc.property(smallBasket, itemPromotions, (lines, offers) => {
        const result = price(lines, offers)
        expect(result.isExact).toBe(true)
        expect(saved(result)).toBe(bruteForce(lines, offers))
      }),
      { numRuns: 1_500 },
    )
  })

  it('never make the customer pay more by one more of them', () => {
    fc.assert(
      fc.property(smallBasket, itemPromotions, (lines, offers) => {
        expect(saved(price(lines, offers))).toBeGreaterThanOrEqual(saved(price(lines, offers.slice(1))))
      }),
    )
  })

  it('never save less with few steps than greed does, nor more than with many', () => {
    fc.assert(
      fc.property(anyLines(8, 4), itemPromotions, fc.integer({ min: 0, max: 300 }), (lines, offers, nodesMax) => {
        const few = price(lines, offers, { nodesMax })
        expect(saved(few)).toBeGreaterThanOrEqual(saved(price(lines, offers, { nodesMax: 0 })))
        expect(saved(few)).toBeLessThanOrEqual(saved(price(lines, offers)))
        expect(few.nodes).toBeLessThanOrEqual(nodesMax)
        expect(few.isExact ? saved(few) : saved(price(lines, offers))).toBe(saved(price(lines, offers)))
      }),
    )
  })
})

describe('thresholds', () => {
  it('never make the customer pay more by one more of them', () => {
    fc.assert(
      fc.property(smallBasket, itemPromotions, thresholds, (lines, offers, more) => {
        const fewer = price(lines, numbered([...offers, ...more.slice(1)]))
        expect(saved(price(lines, numbered([...offers, ...more])))).toBeGreaterThanOrEqual(saved(fewer))
      }),
    )
  })
})

describe('all offers of a sale', () => {
  it('save the same on each item in whatever order the items were scanned', () => {
    fc.assert(
      fc.property(sale, fc.infiniteStream(fc.integer({ min: 0, max: 1_000 })), (facts, ranks) => {
        const shuffled = facts.lines
          .map((line) => ({ line, rank: ranks.next().value as number }))
          .toSorted((one, other) => one.rank - other.rank)
          .map(({ line }) => line)
          .map((line, index) => Object.assign({}, line, { line: index + 1 }))
        const result = price(facts.lines, facts.promotions, facts.more)
        const other = price(shuffled, facts.promotions, facts.more)
        expect(saved(other)).toBe(saved(result))
        expect(other.applied).toEqual(result.applied)
        expect(offByItem(shuffled, other)).toEqual(offByItem(facts.lines, result))
      }),
    )
  })

  it('never make a line negative, and their parts add up to the whole', () => {
    fc.assert(
      fc.property(sale, (facts) => {
        const result = price(facts.lines, facts.promotions, facts.more)
        for (const left of leftByLine(facts.lines, result)) expect(left).toBeGreaterThanOrEqual(0)
        for (const { amountMinor } of result.discounts) expect(amountMinor).toBeGreaterThan(0)
        for (const offer of result.applied) {
          const parts = result.discounts.filter(({ source, id }) => source === offer.source && id === offer.id)
          expect(parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(offer.amountMinor)
          expect(new Set(parts.map(({ line }) => line)).size).toBe(parts.length)
          expect(Number.isInteger(offer.times) && offer.times > 0).toBe(true)
        }
        expect(saved(result)).toBe(result.applied.reduce((sum, { amountMinor }) => sum + amountMinor, 0))
      }),
    )
  })

  it('come out the same every time', () => {
    fc.assert(
      fc.property(sale, (facts) => {
        expect(price(facts.lines, facts.promotions, facts.more)).toEqual(
          price(facts.lines, facts.promotions, facts.more),
        )
        expect(price(facts.lines, facts.promotions.toReversed(), facts.more).applied).toEqual(
          price(facts.lines, facts.promotions, facts.more).applied,
        )
      }),
    )
  })

  it('leave applied and refused coupons together every coupon of the sale', () => {
    fc.assert(
      fc.property(sale, (facts) => {
        const { applied, refusedCoupons } = price(facts.lines, facts.promotions, facts.more)
        const used = applied.flatMap(({ source, id }) => (source === 'coupon' ? [id] : []))
        const ids = [...used, ...refusedCoupons.map(({ couponId }) => couponId)]
        expect(ids.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual(
          facts.more.coupons.map(({ coupon }) => coupon.id),
        )
      }),
    )
  })
})
