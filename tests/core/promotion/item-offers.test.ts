import { describe, expect, it } from 'vitest'
import type { Selector } from '#core/promotion/selector.ts'
import {
  all,
  byLine,
  departments,
  pieces,
  price,
  products,
  promotion,
  saved,
  weighed,
} from '#tests/core/promotion/any-promotion.ts'

const applied = (result: ReturnType<typeof price>): unknown =>
  result.applied.map(({ id, amountMinor, times }) => [id, amountMinor, times])

describe('percent_off', () => {
  it('takes a part off each piece, half a minor unit in the customer’s favour', () => {
    const result = price([pieces(1, 1, 99, 3)], [promotion(1, { kind: 'percent_off', items: all, ratePpm: 500_000 })])
    expect(result).toEqual({
      discounts: [{ line: 1, source: 'promotion', id: 1, amountMinor: 150 }],
      applied: [{ source: 'promotion', id: 1, name: 'Promotion 1', amountMinor: 150, times: 3 }],
      refusedCoupons: [],
      isExact: true,
      nodes: 0,
    })
  })

  it('takes the part off a weighed line as a whole', () => {
    const result = price(
      [weighed(1, 1, 850, 1_269)],
      [promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 })],
    )
    expect(applied(result)).toEqual([[1, 127, 1]])
  })

  it('counts the amount after the line’s own discount, dealt out to its pieces', () => {
    const line = { ...pieces(1, 1, 40, 3), amountMinor: 100 }
    const result = price([line], [promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 })])
    // 34, 33 and 33 are 3 each.
    expect(byLine(result)).toEqual({ 1: 9 })
  })

  it('is exact where the product of price and rate passes what a quick division can', () => {
    const result = price(
      [{ ...pieces(1, 1, 1), amountMinor: 999_999_999_999 }],
      [promotion(1, { kind: 'percent_off', items: all, ratePpm: 333_333 })],
    )
    expect(saved(result)).toBe(333_333_000_000)
  })

  it('gives way to a better one, and of equals the lower id applies', () => {
    const tenth = { kind: 'percent_off', items: all, ratePpm: 100_000 } as const
    const fifth = { kind: 'percent_off', items: products(1), ratePpm: 200_000 } as const
    const lines = [pieces(1, 1, 100), pieces(2, 2, 100)]
    const result = price(lines, [promotion(3, tenth), promotion(2, tenth), promotion(4, fifth)])
    expect(applied(result)).toEqual([
      [2, 10, 1],
      [4, 20, 1],
    ])
  })
})

describe('amount_off', () => {
  it('takes so much off each piece, and never more than it costs', () => {
    const lines = [pieces(1, 1, 100, 2), pieces(2, 1, 20, 2)]
    const result = price(lines, [promotion(1, { kind: 'amount_off', items: all, amountMinor: 30 })])
    expect(byLine(result)).toEqual({ 1: 60, 2: 40 })
    expect(applied(result)).toEqual([[1, 100, 4]])
  })

  it('takes so much off each kilogram of what is weighed', () => {
    const result = price(
      [weighed(1, 1, 1_250, 500)],
      [promotion(1, { kind: 'amount_off', items: all, amountMinor: 101 })],
    )
    expect(byLine(result)).toEqual({ 1: 126 })
  })

  it('competes with a rate for each piece', () => {
    const result = price(
      [pieces(1, 1, 1_000), pieces(2, 2, 100)],
      [
        promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 }),
        promotion(2, { kind: 'amount_off', items: all, amountMinor: 50 }),
      ],
    )
    expect(applied(result)).toEqual([
      [1, 100, 1],
      [2, 50, 1],
    ])
  })
})

describe('multi_buy', () => {
  const threeForFive = promotion(1, { kind: 'multi_buy', items: products(1, 2, 3, 4), count: 3, priceMinor: 500 })

  it('sells any three for a price, the dearest ones, and shares the saving out by price', () => {
    const lines = [pieces(1, 1, 200), pieces(2, 2, 180), pieces(3, 3, 220), pieces(4, 4, 190)]
    const result = price(lines, [threeForFive])
    // 2.20 + 2.00 + 1.90 − 5.00 = 1.10, as 40 : 36 : 34 with the last cent to the largest remainder.
    expect(byLine(result)).toEqual({ 1: 36, 3: 40, 4: 34 })
    expect(applied(result)).toEqual([[1, 110, 1]])
  })

  it('applies as often as there are sets', () => {
    const result = price([pieces(1, 1, 200, 7)], [threeForFive])
    expect(applied(result)).toEqual([[1, 200, 2]])
  })

  it('keeps to its limit for one sale', () => {
    const result = price([pieces(1, 1, 200, 9)], [{ ...threeForFive, usesPerSaleMax: 2 }])
    expect(applied(result)).toEqual([[1, 200, 2]])
  })

  it('does not apply where it would cost more, or where pieces are missing', () => {
    expect(price([pieces(1, 1, 150, 3)], [threeForFive]).applied).toEqual([])
    expect(price([pieces(1, 1, 200, 2), pieces(2, 9, 200)], [threeForFive]).applied).toEqual([])
    const exactly = price([pieces(1, 1, 250, 2), pieces(2, 2, 1)], [{ ...threeForFive }])
    expect(applied(exactly)).toEqual([[1, 1, 1]])
  })

  it('leaves a piece out whose own discount is worth more', () => {
    const half = promotion(2, { kind: 'percent_off', items: products(4), ratePpm: 500_000 })
    const lines = [pieces(1, 1, 200), pieces(2, 2, 200), pieces(3, 3, 200), pieces(4, 4, 400)]
    // With the fourth in the set: 8.00 − 5.00 = 3.00, and one of 2.00 pays in full. Without: 1.00 + 2.00.
    expect(saved(price(lines, [threeForFive, half]))).toBe(300)
    expect(saved(price(lines, [threeForFive]))).toBe(300)
  })

  it('counts a weighed line as one', () => {
    const result = price([weighed(1, 1, 5_000, 300), pieces(2, 2, 150, 2)], [threeForFive])
    expect(byLine(result)).toEqual({ 1: 50, 2: 50 })
  })

  it('takes ten thousand pieces in one go', () => {
    const result = price([pieces(1, 1, 200, 9_999)], [threeForFive])
    expect(applied(result)).toEqual([[1, 333_300, 3_333]])
    expect(result.isExact).toBe(true)
  })
})

describe('buy_x_get_y of one selector', () => {
  const twoAndOne = promotion(1, {
    kind: 'buy_x_get_y',
    buy: products(1, 2, 3, 4),
    buyCount: 2,
    get: products(4, 3, 2, 1),
    getCount: 1,
    ratePpm: 1_000_000,
  })

  it('gives the cheapest of three away, and every piece of the set bears its part', () => {
    const result = price([pieces(1, 1, 500), pieces(2, 2, 400), pieces(3, 3, 300)], [twoAndOne])
    expect(byLine(result)).toEqual({ 1: 125, 2: 100, 3: 75 })
  })

  it('groups the pieces in the customer’s favour', () => {
    const lines = [pieces(1, 1, 1_000, 3), pieces(2, 2, 100, 3)]
    expect(applied(price(lines, [twoAndOne]))).toEqual([[1, 1_100, 2]])
  })

  it('needs three of it, the one got as well', () => {
    expect(price([pieces(1, 1, 500, 2)], [twoAndOne]).applied).toEqual([])
    expect(applied(price([pieces(1, 1, 500, 5)], [twoAndOne]))).toEqual([[1, 500, 1]])
  })

  it('skips a dear piece that saves more alone', () => {
    const own = promotion(2, { kind: 'percent_off', items: products(1), ratePpm: 900_000 })
    const lines = [pieces(1, 1, 1_000), pieces(2, 2, 300, 2), pieces(3, 3, 200)]
    expect(applied(price(lines, [twoAndOne, own]))).toEqual([
      [1, 200, 1],
      [2, 900, 1],
    ])
  })

  it('reads a selector that is spelled another way as the same one', () => {
    const offer = { kind: 'buy_x_get_y', buyCount: 1, getCount: 1, ratePpm: 1_000_000 } as const
    const items: Selector = { kind: 'departments', ids: [1, 2], exceptProductIds: [9, 8] }
    const same: Selector = { kind: 'departments', ids: [2, 1, 1], exceptProductIds: [8, 9] }
    const lines = [pieces(1, 1, 500), pieces(2, 2, 300)]
    expect(saved(price(lines, [promotion(1, { ...offer, buy: items, get: same })]))).toBe(300)
    const other: Selector = { ...same, exceptProductIds: [8] }
    expect(saved(price(lines, [promotion(1, { ...offer, buy: items, get: other })]))).toBe(500)
    expect(saved(price(lines, [promotion(1, { ...offer, buy: all, get: departments(1) })]))).toBe(500)
  })
})

describe('buy_x_get_y of two selectors', () => {
  const dinner = promotion(1, {
    kind: 'buy_x_get_y',
    buy: products(1),
    buyCount: 2,
    get: products(2, 3),
    getCount: 1,
    ratePpm: 500_000,
  })

  it('gives the dearest that may be got, whatever it costs', () => {
    const result = price([pieces(1, 1, 100, 2), pieces(2, 2, 600), pieces(3, 3, 900)], [dinner])
    // 4.50 of 11.00.
    expect(byLine(result)).toEqual({ 1: 82, 3: 368 })
    expect(applied(result)).toEqual([[1, 450, 1]])
  })

  it('applies as often as both are there', () => {
    expect(applied(price([pieces(1, 1, 100, 5), pieces(2, 2, 600, 3)], [dinner]))).toEqual([[1, 600, 2]])
    expect(applied(price([pieces(1, 1, 100, 9), pieces(2, 2, 600, 3)], [dinner]))).toEqual([[1, 900, 3]])
    expect(price([pieces(1, 1, 100, 5)], [dinner]).applied).toEqual([])
  })
})

describe('mix_and_match', () => {
  const parts = [
    { items: products(1), count: 1 },
    { items: products(2), count: 2 },
  ]

  it('sells a set for its price', () => {
    const meal = promotion(1, { kind: 'mix_and_match', parts, off: { kind: 'price', priceMinor: 700 } })
    const result = price([pieces(1, 1, 500, 2), pieces(2, 2, 250, 4)], [meal])
    expect(byLine(result)).toEqual({ 1: 300, 2: 300 })
    expect(applied(result)).toEqual([[1, 600, 2]])
  })

  it('takes a part of each price off', () => {
    const meal = promotion(1, { kind: 'mix_and_match', parts, off: { kind: 'percent', ratePpm: 100_000 } })
    const result = price([pieces(1, 1, 505, 2), pieces(2, 2, 254, 3)], [meal])
    expect(byLine(result)).toEqual({ 1: 51, 2: 50 })
    expect(applied(result)).toEqual([[1, 101, 1]])
  })

  it('lets a piece fill one part only', () => {
    const twice = [
      { items: products(1, 2), count: 1 },
      { items: products(1), count: 1 },
    ]
    const pair = promotion(1, { kind: 'mix_and_match', parts: twice, off: { kind: 'percent', ratePpm: 500_000 } })
    expect(price([pieces(1, 1, 100)], [pair]).applied).toEqual([])
    expect(saved(price([pieces(1, 1, 100, 2)], [pair]))).toBe(100)
    expect(saved(price([pieces(1, 1, 100), pieces(2, 2, 300)], [pair]))).toBe(200)
  })
})

describe('several offers on the same pieces', () => {
  it('are used so that the customer saves most, not the best one first', () => {
    // The set of four saves most at once (3.00), but then the two pairs (2.00 each) are lost.
    const four = promotion(1, { kind: 'multi_buy', items: products(1, 2), count: 4, priceMinor: 900 })
    const pair = promotion(2, { kind: 'multi_buy', items: products(1, 2), count: 2, priceMinor: 400 })
    const lines = [pieces(1, 1, 300, 2), pieces(2, 2, 300, 2)]
    expect(applied(price(lines, [four, pair]))).toEqual([[2, 400, 2]])
  })

  it('beat greed of either kind', () => {
    // Each greed takes the pair of dear pieces first and leaves cheap ones that fit into nothing.
    const offers = [
      promotion(1, { kind: 'multi_buy', items: products(1, 2), count: 2, priceMinor: 1_000 }),
      promotion(2, { kind: 'multi_buy', items: products(1, 3), count: 2, priceMinor: 800 }),
      promotion(3, { kind: 'multi_buy', items: products(2, 4), count: 2, priceMinor: 800 }),
    ]
    const lines = [pieces(1, 1, 1_000), pieces(2, 2, 1_000), pieces(3, 3, 600), pieces(4, 4, 600)]
    const result = price(lines, offers)
    expect(applied(result)).toEqual([
      [2, 800, 1],
      [3, 800, 1],
    ])
    expect(result.isExact).toBe(true)
  })

  it('leave a piece with its own discount where a set saves no more', () => {
    const half = promotion(5, { kind: 'percent_off', items: all, ratePpm: 500_000 })
    const pair = promotion(1, { kind: 'multi_buy', items: all, count: 2, priceMinor: 100 })
    expect(applied(price([pieces(1, 1, 100, 2)], [pair, half]))).toEqual([[5, 100, 2]])
  })

  it('give the lower id the earlier line', () => {
    const one = promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 }, { usesPerSaleMax: 1 })
    const other = promotion(2, { kind: 'percent_off', items: all, ratePpm: 100_000 }, { usesPerSaleMax: 1 })
    const lines = [pieces(7, 1, 100), pieces(8, 1, 100), pieces(9, 1, 100)]
    expect(price(lines, [other, one]).discounts).toEqual([
      { line: 7, source: 'promotion', id: 1, amountMinor: 10 },
      { line: 8, source: 'promotion', id: 2, amountMinor: 10 },
    ])
  })

  it('keep limits of their own', () => {
    const limited = promotion(1, { kind: 'amount_off', items: all, amountMinor: 30 }, { usesPerSaleMax: 2 })
    const open = promotion(2, { kind: 'amount_off', items: all, amountMinor: 10 })
    expect(applied(price([pieces(1, 1, 100, 5)], [limited, open]))).toEqual([
      [1, 60, 2],
      [2, 30, 3],
    ])
  })
})

describe('what takes part', () => {
  const tenth = promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 })

  it('is not what is not discountable, costs nothing, or goes back', () => {
    const lines = [
      { ...pieces(1, 1, 100), isDiscountable: false },
      { ...pieces(2, 1, 100), amountMinor: 0 },
      { ...pieces(3, 1, 100), amountMinor: -100 },
      pieces(4, 1, 100),
    ]
    expect(byLine(price(lines, [tenth]))).toEqual({ 4: 10 })
    const pair = promotion(1, { kind: 'multi_buy', items: all, count: 2, priceMinor: 0 })
    expect(price(lines, [pair]).applied).toEqual([])
  })

  it('is an open amount, by its department or with everything', () => {
    const open = { ...pieces(1, 1, 100), productId: null, departmentId: 7 }
    const nowhere = { ...open, line: 2, departmentId: null }
    const offer = { kind: 'percent_off', ratePpm: 100_000 } as const
    expect(byLine(price([open, nowhere], [promotion(1, { ...offer, items: all })]))).toEqual({ 1: 10, 2: 10 })
    expect(byLine(price([open, nowhere], [promotion(1, { ...offer, items: departments(7) })]))).toEqual({ 1: 10 })
    expect(byLine(price([open, nowhere], [promotion(1, { ...offer, items: products(7) })]))).toEqual({})
  })

  it('is nothing without lines or promotions', () => {
    expect(price([], [tenth]).applied).toEqual([])
    expect(price([pieces(1, 1, 100)], []).applied).toEqual([])
    expect(price([pieces(1, 1, 100)], [{ ...tenth, isActive: false }]).applied).toEqual([])
  })
})
