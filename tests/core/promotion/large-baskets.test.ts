import { describe, expect, it } from 'vitest'
import { PROMOTION_NODES_MAX } from '#core/promotion/price-promotions.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { Offer, Promotion } from '#core/promotion/promotion.ts'
import { all, pieces, price, products, promotion, saved } from '#tests/core/promotion/any-promotion.ts'

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const meal = (index: number): Offer => ({
  kind: 'mix_and_match',
  parts: [1, 2, 3].map((count) => ({ items: all, count })),
  off: { kind: 'percent', ratePpm: 100_000 + index },
})

const multiBuy = (count: number, priceMinor: number, items = all): Offer => ({
  kind: 'multi_buy',
  items,
  count,
  priceMinor,
})

describe('a large basket', () => {
  it('in a knot too large for a search has what greed finds, and says so', () => {
    const lines = many(120, (index) => pieces(index + 1, index + 1, 1_000))
    const result = price(
      lines,
      many(40, (index) => promotion(index + 1, meal(index))),
    )
    // 120 pieces in sets of six at the best rate, 10.0039 %: 1.00 each.
    expect(result).toMatchObject({ isExact: false, nodes: 0 })
    expect(saved(result)).toBe(12_000)
  })

  it('with more classes than are put in order is searched all the same', () => {
    const lines = many(90, (index) => pieces(index + 1, index + 1, 1_000 + index))
    const promotions = [promotion(1, multiBuy(2, 1_900)), promotion(2, multiBuy(3, 2_800))]
    const result = price(lines, promotions)
    // In threes each piece costs 933⅓, in pairs 950; 90 are thirty threes: 90 × 1,000 + 4,005 − 30 × 2,800.
    expect(result.isExact).toBe(true)
    expect(saved(result)).toBe(10_005)
  })

  it('whose last pieces fit only in pairs is made up of both', () => {
    const lines = many(91, (index) => pieces(index + 1, index + 1, 1_000))
    const promotions = [promotion(1, multiBuy(2, 1_880)), promotion(2, multiBuy(3, 2_800))]
    const result = price(lines, promotions)
    // 29 threes and two pairs save 29 × 200 + 2 × 120; thirty threes and a single piece 40 less.
    expect(result.applied.map(({ id, amountMinor, times }) => [id, amountMinor, times])).toEqual([
      [1, 240, 2],
      [2, 5_800, 29],
    ])
    expect(result.isExact).toBe(true)
  })

  it('with two cases of the same thing is exact in bulk', () => {
    const lines = [pieces(1, 1, 150, 48)]
    const promotions = [promotion(1, multiBuy(6, 800)), promotion(2, multiBuy(24, 3_000))]
    expect(price(lines, promotions).applied.map(({ id, amountMinor, times }) => [id, amountMinor, times])).toEqual([
      [2, 1_200, 2],
    ])
    const odd = price([pieces(1, 1, 150, 32)], promotions)
    expect(odd.applied.map(({ id, amountMinor, times }) => [id, amountMinor, times])).toEqual([
      [1, 100, 1],
      [2, 600, 1],
    ])
    expect(odd.isExact).toBe(true)
  })
})

describe('the search', () => {
  // Overlapping pairs and triples of twenty products: greed alone does not solve it.
  const lines: readonly PromotionLine[] = many(20, (index) =>
    pieces(index + 1, index + 1, 400 + 37 * ((index * 7) % 11)),
  )
  const promotions: readonly Promotion[] = many(9, (index) => {
    const ids = many(6, (place) => 1 + ((index * 5 + place * 3) % 20))
    return promotion(index + 1, multiBuy(2 + (index % 2), (2 + (index % 2)) * 380, products(...ids)))
  })

  it('ends at its limit with the best found so far', () => {
    const greed = price(lines, promotions, { nodesMax: 0 })
    const whole = price(lines, promotions)
    expect(greed.isExact).toBe(false)
    expect(whole.isExact).toBe(true)
    expect(whole.nodes).toBeGreaterThan(0)
    expect(whole.nodes).toBeLessThanOrEqual(PROMOTION_NODES_MAX)
    const found = [0, 50, 500, 5_000, PROMOTION_NODES_MAX].map((nodesMax) =>
      saved(price(lines, promotions, { nodesMax })),
    )
    for (const savedMinor of found) {
      expect(savedMinor).toBeGreaterThanOrEqual(saved(greed))
      expect(savedMinor).toBeLessThanOrEqual(saved(whole))
    }
    expect(found.at(-1)).toBe(saved(whole))
  })
})
