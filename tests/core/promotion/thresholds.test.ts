import { describe, expect, it } from 'vitest'
import type { Offer } from '#core/promotion/promotion.ts'
import {
  all,
  byLine,
  departments,
  noon,
  pieces,
  price,
  products,
  promotion,
  saved,
} from '#tests/core/promotion/any-promotion.ts'

const over = (minimumMinor: number, amountMinor: number, items = all): Offer => ({
  kind: 'threshold',
  items,
  minimumMinor,
  off: { kind: 'amount', amountMinor },
})

describe('a threshold', () => {
  it('applies once when its items come to the minimum', () => {
    const lines = [pieces(1, 1, 300), pieces(2, 2, 700)]
    expect(price(lines, [promotion(1, over(1_000, 100))]).applied).toEqual([
      { source: 'promotion', id: 1, name: 'Promotion 1', amountMinor: 100, times: 1 },
    ])
    expect(byLine(price(lines, [promotion(1, over(1_000, 100))]))).toEqual({ 1: 30, 2: 70 })
    expect(price(lines, [promotion(1, over(1_001, 100))]).applied).toEqual([])
    expect(price(lines, [promotion(1, over(700, 100, products(2)))]).applied[0]?.amountMinor).toBe(100)
    expect(price(lines, [promotion(1, over(701, 100, products(2)))]).applied).toEqual([])
  })

  it('takes a part with a cap off what is left, and its minimum counts prices before promotions', () => {
    const tenth = promotion(1, { kind: 'percent_off', items: all, ratePpm: 100_000 })
    const offer = {
      kind: 'threshold',
      items: all,
      minimumMinor: 1_000,
      off: { kind: 'percent', ratePpm: 200_000 },
    } as const
    expect(saved(price([pieces(1, 1, 1_000)], [tenth, promotion(2, offer)]))).toBe(100 + 180)
    expect(saved(price([pieces(1, 1, 1_000)], [tenth, promotion(2, { ...offer, maxOffMinor: 50 })]))).toBe(150)
  })

  it('never takes more than is left', () => {
    const lines = [pieces(1, 1, 300), { ...pieces(2, 2, 300), isDiscountable: false }]
    expect(byLine(price(lines, [promotion(1, over(100, 5_000))]))).toEqual({ 1: 300 })
    expect(price(lines, [promotion(1, over(301, 5_000))]).applied).toEqual([])
  })

  it('is not there where nothing is left', () => {
    const free = promotion(1, { kind: 'percent_off', items: all, ratePpm: 1_000_000 })
    expect(price([pieces(1, 1, 300)], [free, promotion(2, over(0, 10))]).applied.map(({ id }) => id)).toEqual([1])
  })

  it('gives way to the best one on the same lines, the lower id of equals', () => {
    const lines = [pieces(1, 1, 10_000)]
    const steps = [promotion(1, over(2_000, 200)), promotion(2, over(5_000, 700)), promotion(3, over(20_000, 9_000))]
    expect(price(lines, steps).applied.map(({ id }) => id)).toEqual([2])
    expect(price(lines, [promotion(5, over(0, 70)), promotion(4, over(0, 70))]).applied.map(({ id }) => id)).toEqual([
      4,
    ])
  })

  it('stands beside others on other lines, whichever save most together', () => {
    const lines = [pieces(1, 1, 100), pieces(2, 2, 100), pieces(3, 3, 100)]
    const both = promotion(1, over(0, 50, products(1, 2)))
    const first = promotion(2, over(0, 30, products(1)))
    const second = promotion(3, over(0, 30, products(2, 3)))
    const result = price(lines, [both, first, second])
    expect(result.applied.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
      [2, 30],
      [3, 30],
    ])
    expect(result.isExact).toBe(true)
  })

  it('ends its search at the limit with what was found', () => {
    const lines = [pieces(1, 1, 100), pieces(2, 2, 100), pieces(3, 3, 100)]
    const offers = [over(0, 50, products(1, 2)), over(0, 30, products(1)), over(0, 30, products(2, 3))]
    const promotions = offers.map((offer, index) => promotion(index + 1, offer))
    expect(price(lines, promotions, { nodesMax: 1 })).toMatchObject({ isExact: false, nodes: 1 })
    expect(saved(price(lines, promotions, { nodesMax: 1 }))).toBe(50)
    expect(saved(price(lines, promotions, { nodesMax: 100 }))).toBe(60)
  })

  it('asks for the department, the group and the hour as every promotion does', () => {
    const lines = [pieces(1, 1, 100)]
    expect(price(lines, [promotion(1, over(0, 5, departments(2)))]).applied).toEqual([])
    const members = promotion(1, over(0, 5), { customerGroupIds: [3] })
    expect(price(lines, [members]).applied).toEqual([])
    expect(saved(price(lines, [members], { customerGroupIds: [1, 3] }))).toBe(5)
    const early = promotion(1, over(0, 5), { window: { toTime: '12:00' } })
    expect(price(lines, [early]).applied).toEqual([])
    expect(saved(price(lines, [early], { at: { ...noon, time: '11:59' } }))).toBe(5)
  })
})
