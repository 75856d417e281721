import { Type } from 'typebox'

/** A day as it is written, `YYYY-MM-DD`. */
export const dateSchema = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

/** The same as the shop sets it up: of a month and a day of that number at the most. */
export const setDateSchema = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })
