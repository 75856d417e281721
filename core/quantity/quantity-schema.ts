import { Type, type Static } from 'typebox'

/** More of one thing on one line is a slip of the finger. */
export const QUANTITY_PIECES_MAX = 9_999

/** A till's scale carries 15 kg; label codes hold five digits of grams. */
export const WEIGHT_GRAMS_MAX = 99_999

/** How much of something: whole pieces, or whole grams. */
export const quantitySchema = Type.Union([
  Type.Object({ unit: Type.Literal('piece'), count: Type.Integer({ minimum: 1, maximum: QUANTITY_PIECES_MAX }) }),
  Type.Object({
    unit: Type.Literal('gram'),
    weightGrams: Type.Integer({ minimum: 1, maximum: WEIGHT_GRAMS_MAX }),
  }),
])
export type Quantity = Static<typeof quantitySchema>
