import { Type, type Static } from 'typebox'

/** A state, a county, a city and a district. */
export const TAX_RATES_MAX = 4

/** One tax on a line: `ratePpm` is in parts per million (18 % = 180000, 8.875 % = 88750). */
const taxRateSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  ratePpm: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
})
export type TaxRate = Static<typeof taxRateSchema>

/** The taxes that a product or department bears together, and whether its prices hold them already. */
export const taxGroupSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  isInclusive: Type.Boolean(),
  rates: Type.Array(taxRateSchema, { maxItems: TAX_RATES_MAX }),
})
export type TaxGroup = Static<typeof taxGroupSchema>
