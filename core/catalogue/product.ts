import { Type, type Static } from 'typebox'

/** Codes a product answers to: GTINs, PLU numbers, item codes of in-store labels. */
const PRODUCT_BARCODES_MAX = 16

/** Longer names do not fit on a shelf label; 500 of them must fit into a journal entry. */
export const NAME_LENGTH_MAX = 100

/** What an amount is asked for: one piece, or one kilogram of a weighed product. */
export const priceUnitSchema = Type.Union([Type.Literal('piece'), Type.Literal('kilogram')])
export type PriceUnit = Static<typeof priceUnitSchema>

const timeSchema = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** When the law lets it be sold, in the shop's local time; `toTime` is the first minute outside, and may pass midnight. */
const saleHoursSchema = Type.Object({ fromTime: timeSchema, toTime: timeSchema })
export type SaleHours = Static<typeof saleHoursSchema>

/** What few products have: the rules that a till keeps when it sells one. */
const productRulesSchema = Type.Object({
  saleHours: Type.Optional(saleHoursSchema),
  /** Pieces in one sale. */
  quantityMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_999 })),
  /** The product that is the deposit on one piece of this one: sold with it, by itself. */
  depositProductId: Type.Optional(Type.Integer({ minimum: 1 })),
  /** A deposit: never discounted. Taken back as empties for the same price. */
  isDeposit: Type.Optional(Type.Literal(true)),
  /** Sold one by one, each with its serial number. */
  isSerialised: Type.Optional(Type.Literal(true)),
  /** No offer and no discount touches it. */
  isDiscountable: Type.Optional(Type.Literal(false)),
  /** Nobody takes it back: fresh food, opened media. */
  isReturnable: Type.Optional(Type.Literal(false)),
  /** What members of customer groups pay, minor units. */
  groupPrices: Type.Optional(
    Type.Array(
      Type.Object({ customerGroupId: Type.Integer({ minimum: 1 }), priceMinor: Type.Integer({ minimum: 0 }) }),
      { maxItems: 32 },
    ),
  ),
})
export type ProductRules = Static<typeof productRulesSchema>

/** A product as a till needs it to sell: one row of the catalogue, replaced whole when anything in it changes. */
export const productSchema = Type.Object({
  /** Numbered by the hub from 1, never used again. */
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX }),
  sku: Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Null()]),
  barcodes: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: PRODUCT_BARCODES_MAX }),
  /** Minor units for one `priceUnit`. */
  priceMinor: Type.Integer({ minimum: 0 }),
  priceUnit: priceUnitSchema,
  departmentId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  taxGroupId: Type.Integer({ minimum: 1 }),
  /** The buyer must be this old, in years; null when anybody may buy. */
  ageLimitYears: Type.Union([Type.Integer({ minimum: 1, maximum: 99 }), Type.Null()]),
  /** Sold how often, as a rank: 1 is the best seller; search shows low ranks first. */
  popularityRank: Type.Integer({ minimum: 1 }),
  isActive: Type.Boolean(),
  rules: Type.Optional(productRulesSchema),
})
export type Product = Static<typeof productSchema>
