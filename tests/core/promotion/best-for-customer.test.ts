import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyItemOffer, anyLines, anyPromotionOf, numbered, price, saved } from '#tests/core/promotion/any-promotion.ts'
import { bruteForce } from '#tests/core/promotion/brute-force.ts'

const itemPromotions = fc.array(anyPromotionOf(anyItemOffer), { minLength: 1, maxLength: 4 }).map(numbered)
const smallBasket = anyLines(4, 3).filter(
  (lines) => lines.reduce((sum, { quantity }) => sum + (quantity.unit === 'piece' ? quantity.count : 1), 0) <= 9,
)

describe('item promotions', () => {
  it('save the customer as much as the best of all ways to use them', () => {
    fc.assert(
      fc.property(smallBasket, itemPromotions, (lines, promotions) => {
        const result = price(lines, promotions)
        expect(result.isExact).toBe(true)
        expect(saved(result)).toBe(bruteForce(lines, promotions))
      }),
      { numRuns: 2000 },
    )
  })
})
