import { describe, expect, it } from 'vitest'
import { PROMOTION_NODES_MAX } from '#core/promotion/price-promotions.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import type { Offer } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'
import { pieces, price, products, promotion, saved } from '#tests/core/promotion/any-promotion.ts'

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** A basket of so many lines under offers that overlap; each knot is another one. */
interface Knot {
  readonly lines: number
  readonly offers: number
  readonly knot: number
}

const linesOf = ({ lines, knot }: Knot): PromotionLine[] =>
  many(lines, (index) => {
    const count = (index + knot) % 3 === 0 ? 2 : 1
    return pieces(index + 1, index + 1, 300 + 41 * ((index * 7 + knot) % 13), count)
  })

const someOf = ({ lines, knot }: Knot, index: number, count: number): Selector =>
  products(...new Set(many(count, (place) => 1 + ((index * 5 + place * 3 + knot) % lines))))

const offerOf = (knot: Knot, index: number): Offer => {
  const items = someOf(knot, index, 6)
  switch ((index + knot.knot) % 4) {
    case 0:
      return { kind: 'multi_buy', items, count: 3, priceMinor: 1_100 }
    case 1:
      return { kind: 'buy_x_get_y', buy: items, buyCount: 2, get: items, getCount: 1, ratePpm: 1_000_000 }
    case 2: {
      const parts = [
        { items, count: 1 },
        { items: someOf(knot, index + 1, 4), count: 1 },
      ]
      return { kind: 'mix_and_match', parts, off: { kind: 'percent', ratePpm: 300_000 } }
    }
    default:
      return { kind: 'multi_buy', items, count: 2, priceMinor: 640 }
  }
}

const solved = (knot: Knot, nodesMax = PROMOTION_NODES_MAX): PromotionResult =>
  price(
    linesOf(knot),
    many(knot.offers, (index) =>
      promotion(index + 1, offerOf(knot, index), index % 3 === 0 ? { usesPerSaleMax: 2 } : {}),
    ),
    { nodesMax },
  )

// Steps are counted, never timed. A basket that takes more of them is cut off sooner, and its customer pays more.
describe('a knot of lines and offers', () => {
  it.each([
    [8, 4, 0, 618, 2_195, 2_078],
    [8, 4, 1, 468, 2_015, 1_954],
    [8, 4, 2, 610, 2_833, 2_656],
    [8, 4, 3, 2_546, 2_532, 2_310],
    [10, 5, 0, 7_606, 2_873, 2_607],
    [10, 5, 1, 328, 2_913, 2_877],
    [10, 5, 2, 834, 3_182, 3_038],
    [10, 5, 3, 874, 3_090, 3_049],
    [12, 6, 0, 16, 3_393, 3_393],
    [12, 6, 1, 356, 3_090, 3_036],
    [12, 6, 2, 356, 3_710, 3_504],
    [12, 6, 3, 0, 3_304, 3_304],
    [14, 6, 0, 18_147, 3_637, 3_392],
    [14, 6, 1, 3_994, 3_461, 3_238],
    [14, 6, 2, 461, 4_252, 4_252],
    [14, 8, 2, 1_591, 4_252, 4_252],
    [14, 8, 3, 13_957, 4_247, 4_084],
    [16, 7, 0, 10_004, 4_330, 4_274],
    [16, 7, 1, 3_659, 4_650, 4_511],
    [16, 7, 2, 1_348, 4_946, 4_908],
    [20, 5, 0, 845, 4_858, 4_724],
    [20, 5, 1, 600, 4_361, 4_206],
    [20, 5, 2, 2_093, 5_505, 5_329],
    [20, 5, 3, 445, 5_397, 5_360],
  ])('of %i and %i (%i) takes %i steps for the best, %i; greed has %i of it', (lines, offers, knot, ...figures) => {
    const [nodes, bestMinor, greedMinor] = figures
    const best = solved({ lines, offers, knot })
    expect([best.isExact, saved(best)]).toEqual([true, bestMinor])
    expect(best.nodes).toBeLessThanOrEqual(nodes)
    expect(saved(solved({ lines, offers, knot }, 0))).toBeGreaterThanOrEqual(greedMinor)
  })

  it.each([
    [14, 6, 3, 4_109, 3_880],
    [14, 8, 0, 3_989, 3_755],
    [14, 8, 1, 3_570, 3_309],
    [16, 7, 3, 4_960, 4_594],
  ])('of %i and %i (%i) is cut off, with %i found; greed has %i', (lines, offers, knot, ...figures) => {
    const [foundMinor, greedMinor] = figures
    const found = solved({ lines, offers, knot })
    expect(saved(found)).toBeGreaterThanOrEqual(foundMinor)
    expect(found.nodes).toBeLessThanOrEqual(PROMOTION_NODES_MAX)
    expect(saved(solved({ lines, offers, knot }, 0))).toBeGreaterThanOrEqual(greedMinor)
  })
})
