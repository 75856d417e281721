import fc from 'fast-check'
import { compilePromotions } from '#core/promotion/compile-promotions.ts'
import { pricePromotions } from '#core/promotion/price-promotions.ts'
import type { PromotionInput, PromotionLine, PromotionTime } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import type { Offer, Promotion } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'

/** A Wednesday noon. */
export const noon: PromotionTime = {
  date: '2026-03-18',
  time: '12:00',
  weekday: 3,
  nowIso: '2026-03-18T11:00:00.000Z',
}

export const all: Selector = { kind: 'all' }
export const products = (...ids: number[]): Selector => ({ kind: 'products', ids })
export const departments = (...ids: number[]): Selector => ({ kind: 'departments', ids })

/** A promotion that runs for everybody at all times. */
export const promotion = (id: number, offer: Offer, more: Partial<Promotion> = {}): Promotion => ({
  id,
  name: `Promotion ${id}`,
  isActive: true,
  offer,
  ...more,
})

/** So many pieces of a product at a price. */
export const pieces = (line: number, productId: number, unitPriceMinor: number, count = 1): PromotionLine => ({
  line,
  productId,
  departmentId: 1,
  quantity: { unit: 'piece', count },
  unitPriceMinor,
  amountMinor: unitPriceMinor * count,
  isDiscountable: true,
})

/** A weighed line. */
export const weighed = (line: number, productId: number, weightGrams: number, amountMinor: number): PromotionLine => ({
  ...pieces(line, productId, amountMinor),
  quantity: { unit: 'gram', weightGrams },
})

/** Prices lines under promotions, and whatever else is said. */
export const price = (
  lines: readonly PromotionLine[],
  promotions: readonly Promotion[],
  more: Partial<Omit<PromotionInput, 'lines' | 'promotions'>> = {},
): PromotionResult =>
  pricePromotions({
    lines,
    promotions: compilePromotions(promotions),
    coupons: [],
    at: noon,
    customerGroupIds: [],
    ...more,
  })

/** What the customer saves in all. */
export const saved = ({ discounts }: PromotionResult): number =>
  discounts.reduce((sum, discount) => sum + discount.amountMinor, 0)

/** What comes off each line, as a record by line. */
export const byLine = ({ discounts }: PromotionResult): Record<number, number> => {
  const sums: Record<number, number> = {}
  for (const { line, amountMinor } of discounts) sums[line] = (sums[line] ?? 0) + amountMinor
  return sums
}

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })

/** Selectors over four products in two departments. */
export const anySelector: fc.Arbitrary<Selector> = fc.oneof(
  fc.constant(all),
  ids.map((list) => products(...list)),
  fc.constantFrom(departments(1), departments(2)),
  ids.map((list): Selector => ({ kind: 'all', exceptProductIds: list })),
)

const ratePpm = fc.constantFrom(50_000, 333_333, 500_000, 1_000_000)
const count = fc.integer({ min: 1, max: 3 })
const priceMinor = fc.integer({ min: 0, max: 40 })

const buyXGetY: fc.Arbitrary<Offer> = fc
  .tuple(anySelector, fc.option(anySelector), count, fc.integer({ min: 1, max: 2 }), ratePpm)
  .map(([buy, get, buyCount, getCount, rate]) => ({
    kind: 'buy_x_get_y' as const,
    buy,
    buyCount,
    get: get ?? buy,
    getCount,
    ratePpm: rate,
  }))

/** Offers on items, alone or in sets. */
export const anyItemOffer: fc.Arbitrary<Offer> = fc.oneof(
  fc.record({ kind: fc.constant('percent_off' as const), items: anySelector, ratePpm }),
  fc.record({
    kind: fc.constant('amount_off' as const),
    items: anySelector,
    amountMinor: fc.integer({ min: 1, max: 9 }),
  }),
  buyXGetY,
  fc.record({ kind: fc.constant('multi_buy' as const), items: anySelector, count, priceMinor }),
  fc.record({
    kind: fc.constant('mix_and_match' as const),
    parts: fc.array(fc.record({ items: anySelector, count: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    off: fc.oneof(
      priceMinor.map((minor) => ({ kind: 'price' as const, priceMinor: minor })),
      ratePpm.map((rate) => ({ kind: 'percent' as const, ratePpm: rate })),
    ),
  }),
)

/** Offers on what is left to pay. */
export const anyThreshold: fc.Arbitrary<Offer> = fc.record(
  {
    kind: fc.constant('threshold' as const),
    items: anySelector,
    minimumMinor: fc.integer({ min: 0, max: 60 }),
    off: fc.oneof(
      fc.integer({ min: 1, max: 30 }).map((amountMinor) => ({ kind: 'amount' as const, amountMinor })),
      ratePpm.map((rate) => ({ kind: 'percent' as const, ratePpm: rate })),
    ),
    maxOffMinor: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ['kind', 'items', 'minimumMinor', 'off'] },
)

/** A promotion of such an offer, some with a limit on its uses. */
export const anyPromotionOf = (offer: fc.Arbitrary<Offer>): fc.Arbitrary<Promotion> =>
  fc
    .tuple(offer, fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 2 }))
    .map(([made, usesPerSaleMax]) => promotion(1, made, usesPerSaleMax === undefined ? {} : { usesPerSaleMax }))

/** Promotions numbered from 1. */
export const numbered = (promotions: readonly Promotion[]): Promotion[] =>
  promotions.map(({ offer, usesPerSaleMax }, index) =>
    promotion(index + 1, offer, usesPerSaleMax === undefined ? {} : { usesPerSaleMax }),
  )

/** Lines of four products in two departments, numbered from 1: products 1 and 2 are in department 1. */
export const anyLines = (linesMax: number, countMax: number): fc.Arbitrary<PromotionLine[]> =>
  fc
    .array(
      fc.record({
        productId: fc.integer({ min: 1, max: 4 }),
        amountMinor: fc.integer({ min: 1, max: 30 }),
        count: fc.integer({ min: 0, max: countMax }),
      }),
      { minLength: 1, maxLength: linesMax },
    )
    .map((items) =>
      items.map(({ productId, amountMinor, count: pieceCount }, index) => ({
        line: index + 1,
        productId,
        departmentId: productId <= 2 ? 1 : 2,
        quantity:
          pieceCount === 0 ? { unit: 'gram', weightGrams: 100 * amountMinor } : { unit: 'piece', count: pieceCount },
        unitPriceMinor: amountMinor,
        amountMinor,
        isDiscountable: true,
      })),
    )
