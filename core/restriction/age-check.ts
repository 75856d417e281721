import { Type, type Static } from 'typebox'
import { dateSchema } from '#core/restriction/date-schema.ts'

/** Somebody at the till looked at who buys, and at a document where there was doubt. */
export const ageCheckSchema = Type.Object({
  ageLimitYears: Type.Integer({ minimum: 1, maximum: 99 }),
  /** Born on this day or before: the shop's date of the check less the limit, `YYYY-MM-DD`. */
  bornOnOrBefore: dateSchema,
  checkedBy: Type.Integer({ minimum: 1 }),
})
export type AgeCheck = Static<typeof ageCheckSchema>
