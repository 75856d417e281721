import { Type, type Static } from 'typebox'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { selectorSchema } from '#core/promotion/selector.ts'
import { setDateSchema } from '#core/restriction/date-schema.ts'

/** Pieces of one part of a set: a case of 24 and a few to spare. */
const SET_COUNT_MAX = 99

/** Parts of a mix-and-match: starter, main, side, drink, dessert, and one more. */
const SET_PARTS_MAX = 6

/** Promotions that a till holds at once; the worst basket is measured with as many. */
export const PROMOTIONS_MAX = 200

/** A whole thing in parts per million: a discount of 100 %. */
export const WHOLE_PPM = 1_000_000

/** A discount in parts per million (10 % = 100000); nothing is reduced by more than all of it. */
const discountPpmSchema = Type.Integer({ minimum: 1, maximum: WHOLE_PPM })

/** A discount in minor units. */
export const discountMinorSchema = Type.Integer({ minimum: 1, maximum: PRICE_MAX_MINOR })

/** An amount or a part taken off a sum: what thresholds, coupons and the order's own discount have in common. */
export const offSchema = Type.Union([
  Type.Object({ kind: Type.Literal('amount'), amountMinor: discountMinorSchema }),
  Type.Object({ kind: Type.Literal('percent'), ratePpm: discountPpmSchema }),
])
export type Off = Static<typeof offSchema>

const countSchema = Type.Integer({ minimum: 1, maximum: SET_COUNT_MAX })
const priceMinor = Type.Integer({ minimum: 0, maximum: PRICE_MAX_MINOR })

const percentOff = Type.Object({
  kind: Type.Literal('percent_off'),
  items: selectorSchema,
  ratePpm: discountPpmSchema,
})

/** So much off each piece; off each kilogram of what is weighed. */
const amountOff = Type.Object({
  kind: Type.Literal('amount_off'),
  items: selectorSchema,
  amountMinor: discountMinorSchema,
})

/** `ratePpm` off each of the pieces that are got: 1000000 gives them away. */
const buyXGetY = Type.Object({
  kind: Type.Literal('buy_x_get_y'),
  buy: selectorSchema,
  buyCount: countSchema,
  get: selectorSchema,
  getCount: countSchema,
  ratePpm: discountPpmSchema,
})

/** Any `count` of the items for `priceMinor` together. */
const multiBuy = Type.Object({
  kind: Type.Literal('multi_buy'),
  items: selectorSchema,
  count: countSchema,
  priceMinor,
})

/** So many of each part, together for a price or with a part of each price taken off. */
const mixAndMatch = Type.Object({
  kind: Type.Literal('mix_and_match'),
  parts: Type.Array(Type.Object({ items: selectorSchema, count: countSchema }), {
    minItems: 1,
    maxItems: SET_PARTS_MAX,
  }),
  off: Type.Union([
    Type.Object({ kind: Type.Literal('price'), priceMinor }),
    Type.Object({ kind: Type.Literal('percent'), ratePpm: discountPpmSchema }),
  ]),
})

/** Once a sale, when the items come to `minimumMinor` before any promotion: something off what is left to pay for them. */
const threshold = Type.Object({
  kind: Type.Literal('threshold'),
  items: selectorSchema,
  minimumMinor: Type.Integer({ minimum: 0, maximum: PRICE_MAX_MINOR }),
  off: offSchema,
  maxOffMinor: Type.Optional(discountMinorSchema),
})

const offerSchema = Type.Union([percentOff, amountOff, buyXGetY, multiBuy, mixAndMatch, threshold])
export type Offer = Static<typeof offerSchema>

const timeSchema = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/**
 * When a promotion runs, in the shop's local time. Dates are inclusive, `toTime` is the first minute outside. A window
 * whose `toTime` is not after its `fromTime` passes midnight and belongs to the day on which it began.
 */
const promotionWindowSchema = Type.Object({
  fromDate: Type.Optional(setDateSchema),
  toDate: Type.Optional(setDateSchema),
  /** 1 is Monday, 7 is Sunday (ISO 8601). */
  weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 })),
  fromTime: Type.Optional(timeSchema),
  toTime: Type.Optional(timeSchema),
})
export type PromotionWindow = Static<typeof promotionWindowSchema>

/** Groups of customers that one offer is for. */
export const customerGroupIdsSchema = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 32 })

/** An offer that applies by itself: one row of the catalogue. */
export const promotionSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  isActive: Type.Boolean(),
  offer: offerSchema,
  window: Type.Optional(promotionWindowSchema),
  /** Without it the offer is for everybody. */
  customerGroupIds: Type.Optional(customerGroupIdsSchema),
  /** Sets in one sale; of `percent_off` and `amount_off`, pieces. A threshold is used once anyway. */
  usesPerSaleMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999 })),
})
export type Promotion = Static<typeof promotionSchema>
