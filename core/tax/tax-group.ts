import { Type, type Static } from 'typebox'
import { setDateSchema } from '#core/restriction/date-schema.ts'

/** A state, a county, a city and a district. */
export const TAX_RATES_MAX = 4

/** The changes that a government announces at once, and those it has made since the shop was set up. */
const TAX_CHANGES_MAX = 8

/**
 * One tax on a line: `ratePpm` is in parts per million (18 % = 180000, 8.875 % = 88750). It is reckoned on the net
 * amount; a compound one on the net amount and the taxes that stand before it in the list.
 */
const taxRateSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  ratePpm: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  isCompound: Type.Optional(Type.Literal(true)),
})
export type TaxRate = Static<typeof taxRateSchema>

const rules = { isInclusive: Type.Boolean(), rates: Type.Array(taxRateSchema, { maxItems: TAX_RATES_MAX }) }

/** What holds from the start of a day (`YYYY-MM-DD`, the business date) until the next change. */
const taxChangeSchema = Type.Object({
  from: setDateSchema,
  ...rules,
})
export type TaxChange = Static<typeof taxChangeSchema>

/**
 * The taxes that a product or department bears together, and whether its prices hold them already. `changes` are known
 * ahead, so that a till without its hub follows a new law on its day.
 */
export const taxGroupSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  ...rules,
  changes: Type.Optional(Type.Array(taxChangeSchema, { maxItems: TAX_CHANGES_MAX })),
})
export type TaxGroup = Static<typeof taxGroupSchema>
