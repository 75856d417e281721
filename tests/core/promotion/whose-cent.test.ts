import { describe, expect, it } from 'vitest'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import { all, byLine, pieces, price, promotion, weighed } from '#tests/core/promotion/any-promotion.ts'

/** Pieces that are free, so many in one sale. */
const free = (usesPerSaleMax: number) =>
  promotion(1, { kind: 'percent_off', items: all, ratePpm: 1_000_000 }, { usesPerSaleMax })
const cent = { orderDiscount: { kind: 'amount', amountMinor: 1 } } as const

/** The place, among items scanned in this order, of the one that has something off. */
const whose = (items: readonly PromotionLine[], offers = [free(1)], more: object = {}): number[] => {
  const lines = items.map((item, index) => Object.assign({}, item, { line: index + 1 }))
  return Object.keys(byLine(price(lines, offers, more))).map((line) => Number(line) - 1)
}

const item = (productId: number | null, departmentId: number | null, more: Partial<PromotionLine> = {}) =>
  Object.assign(pieces(1, 1, 100), { productId, departmentId }, more)
const two = (amountMinor: number) => item(1, 1, { quantity: { unit: 'piece', count: 2 }, amountMinor })

// What only one of two alike can have must not depend on which was scanned first: scanned again, the sale costs the same.
describe('a discount that one of two items can have', () => {
  it.each([
    ['the lower product', item(1, 5), item(2, 5)],
    ['an open amount before a product', item(null, 5), item(1, 5)],
    ['of open amounts the lower department', item(null, 1), item(null, 2)],
    ['an open amount of no department before one of some', item(null, null), item(null, 2)],
  ])('goes to %s', (_what, has, hasNot) => {
    expect([whose([has, hasNot]), whose([hasNot, has])]).toEqual([[0], [1]])
  })

  it('goes to the line that comes to less, where a piece of each costs the same', () => {
    // Two for 0.67 are 0.34 and 0.33, two for 0.66 are 0.33 each; of the four the last at 0.33 is paid.
    const [less, more] = [two(66), two(67)]
    const off = (...items: PromotionLine[]) =>
      byLine(
        price(
          items.map((one, index) => Object.assign({}, one, { line: index + 1 })),
          [free(3)],
        ),
      )
    expect([off(less, more), off(more, less)]).toEqual([
      { 1: 66, 2: 34 },
      { 1: 34, 2: 66 },
    ])
  })

  it('goes to the smaller count, or the greater weight, where all else is alike', () => {
    const one = item(1, 1)
    const pair = two(100)
    expect([whose([one, pair], [], cent), whose([pair, one], [], cent)]).toEqual([[0], [1]])
    const light = weighed(1, 1, 400, 100)
    const heavy = weighed(1, 1, 500, 100)
    expect([whose([heavy, light], [], cent), whose([light, heavy], [], cent)]).toEqual([[0], [1]])
  })

  it('goes to the earlier line of two that are the same', () => {
    expect(byLine(price([pieces(2, 1, 100), pieces(1, 1, 100)], [free(1)]))).toEqual({ 1: 100 })
    expect(byLine(price([pieces(1, 1, 100), pieces(2, 1, 100)], [free(1)]))).toEqual({ 1: 100 })
  })
})
