import { compilePromotions, type CompiledPromotions } from '#core/promotion/compile-promotions.ts'
import type { PromotionInput, PromotionLine } from '#core/promotion/promotion-input.ts'
import { PROMOTIONS_MAX, type Offer, type Promotion } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'
import { seededRandom } from '#tests/bench/statistics.ts'

const at = { date: '2026-03-18', time: '12:00', weekday: 3, nowIso: '2026-03-18T11:00:00.000Z' }

const products = (...ids: number[]): Selector => ({ kind: 'products', ids })
const departments = (...ids: number[]): Selector => ({ kind: 'departments', ids })

const promotionsOf = (offers: readonly Offer[]): Promotion[] =>
  offers.map((offer, index) => ({ id: index + 1, name: `Offer ${index + 1}`, isActive: true, offer }))

const input = (lines: readonly PromotionLine[], promotions: CompiledPromotions): PromotionInput => ({
  lines,
  promotions,
  coupons: [],
  at,
  customerGroupIds: [],
})

const pieces = (line: number, facts: { productId: number; departmentId: number; priceMinor: number; count: number }) =>
  ({
    line,
    productId: facts.productId,
    departmentId: facts.departmentId,
    quantity: { unit: 'piece', count: facts.count },
    unitPriceMinor: facts.priceMinor,
    amountMinor: facts.priceMinor * facts.count,
    isDiscountable: true,
  }) satisfies PromotionLine

const shopOffers: readonly Offer[] = [
  { kind: 'percent_off', items: departments(1), ratePpm: 100_000 },
  { kind: 'amount_off', items: products(4, 5), amountMinor: 20 },
  { kind: 'multi_buy', items: products(7, 8, 9, 10), count: 3, priceMinor: 500 },
  { kind: 'buy_x_get_y', buy: products(11, 12), buyCount: 2, get: products(11, 12), getCount: 1, ratePpm: 1_000_000 },
  { kind: 'buy_x_get_y', buy: products(13), buyCount: 1, get: products(14), getCount: 1, ratePpm: 500_000 },
  {
    kind: 'mix_and_match',
    parts: [
      { items: products(15, 16), count: 1 },
      { items: products(17, 18), count: 1 },
      { items: products(19, 20), count: 1 },
    ],
    off: { kind: 'price', priceMinor: 500 },
  },
  {
    kind: 'threshold',
    items: { kind: 'all' },
    minimumMinor: 5_000,
    off: { kind: 'amount', amountMinor: 500 },
  },
]

const coupon = {
  id: 1,
  code: 'SPRING',
  off: { kind: 'percent', ratePpm: 50_000 },
  maxOffMinor: 1_000,
  isActive: true,
  isStackable: true,
} as const

/** Thirty lines that meet every kind of promotion, a coupon and a discount on the whole sale. */
export const shopBasket = (): PromotionInput => {
  const lines = Array.from({ length: 30 }, (_, index) =>
    pieces(index + 1, {
      productId: index + 1,
      departmentId: 1 + Math.floor(index / 3),
      priceMinor: 149 + 37 * ((index * 7) % 11),
      count: 1 + (index % 2),
    }),
  )
  return {
    ...input(lines, compilePromotions(promotionsOf(shopOffers))),
    coupons: [{ coupon }],
    orderDiscount: { kind: 'percent', ratePpm: 20_000 },
  }
}

type OfferMaker = (random: (below: number) => number, place: number) => Offer

const anyDepartments = (random: (below: number) => number): Selector =>
  random(3) === 0 ? { kind: 'all' } : departments(1 + random(8), 1 + random(8))

const multiBuy: OfferMaker = (random) => {
  const count = 2 + random(6)
  return { kind: 'multi_buy', items: anyDepartments(random), count, priceMinor: count * (300 + random(400)) }
}

const ladder: OfferMaker = (random) => {
  const items = anyDepartments(random)
  const counts = { buyCount: 1 + random(3), getCount: 1 + random(2) }
  return { kind: 'buy_x_get_y', buy: items, get: items, ...counts, ratePpm: 100_000 * (1 + random(10)) }
}

const twoShelves: OfferMaker = (random) => ({
  kind: 'buy_x_get_y',
  buy: anyDepartments(random),
  buyCount: 1 + random(3),
  get: departments(1 + random(8)),
  getCount: 1,
  ratePpm: 100_000 * (1 + random(10)),
})

const meal: OfferMaker = (random) => ({
  kind: 'mix_and_match',
  parts: [1, 2, 3].map(() => ({ items: anyDepartments(random), count: 1 + random(2) })),
  off: random(2) === 0 ? { kind: 'price', priceMinor: 900 + random(1_500) } : { kind: 'percent', ratePpm: 200_000 },
})

const threshold: OfferMaker = (random, place) => ({
  kind: 'threshold',
  items: { kind: 'products', ids: [1 + random(500), 1 + random(500), 1 + place] },
  minimumMinor: 100,
  off: { kind: 'amount', amountMinor: 50 + random(100) },
})

const rate: OfferMaker = (random) => ({
  kind: 'percent_off',
  items: anyDepartments(random),
  ratePpm: 10_000 * (1 + random(30)),
})

const fewProducts = (random: (below: number) => number): Selector =>
  products(...Array.from({ length: 10 }, () => 1 + random(500)))

const smallMultiBuy: OfferMaker = (random) => {
  const count = 2 + random(3)
  return { kind: 'multi_buy', items: fewProducts(random), count, priceMinor: count * (300 + random(400)) }
}

const smallLadder: OfferMaker = (random) => {
  const items = fewProducts(random)
  return { kind: 'buy_x_get_y', buy: items, buyCount: 1 + random(2), get: items, getCount: 1, ratePpm: 1_000_000 }
}

const mixed: readonly OfferMaker[] = [multiBuy, ladder, twoShelves, meal, threshold, rate]

const shapes: Readonly<Record<string, readonly OfferMaker[]>> = {
  'multi-buys': [multiBuy],
  'buy and get of one shelf': [ladder],
  'buy and get of two': [twoShelves],
  meals: [meal],
  thresholds: [threshold],
  'small sets that overlap': [smallMultiBuy, smallLadder],
  mixed,
}

const worstBasket = (makers: readonly OfferMaker[], seed: number): PromotionInput => {
  const next = seededRandom(seed)
  const random = (below: number): number => Math.floor(next() * below)
  const offers = Array.from(
    { length: PROMOTIONS_MAX },
    (_, place) => makers[place % makers.length]?.(random, place) ?? [],
  )
  const lines = Array.from({ length: 500 }, (_, index) =>
    pieces(index + 1, {
      productId: index + 1,
      departmentId: 1 + random(8),
      priceMinor: 99 + random(1_500),
      count: 1 + random(3),
    }),
  )
  return input(lines, compilePromotions(promotionsOf(offers.flat())))
}

/** 500 lines under 200 promotions that hang together, in several shapes. */
export const worstBaskets = (): ReadonlyArray<{ readonly name: string; readonly input: PromotionInput }> =>
  Object.entries(shapes).map(([name, makers], index) => ({ name, input: worstBasket(makers, index + 1) }))
