import { Type, type Static } from 'typebox'

/** Codes a product answers to: GTINs, PLU numbers, item codes of in-store labels. */
const PRODUCT_BARCODES_MAX = 16

/** Longer names do not fit on a shelf label; 500 of them must fit into a journal entry. */
export const NAME_LENGTH_MAX = 100

/** What an amount is asked for: one piece, or one kilogram of a weighed product. */
export const priceUnitSchema = Type.Union([Type.Literal('piece'), Type.Literal('kilogram')])
export type PriceUnit = Static<typeof priceUnitSchema>

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
})
export type Product = Static<typeof productSchema>
