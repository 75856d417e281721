import { Type } from 'typebox'

/** The number of a row of the catalogue or of the hub's own tables: a product, an operator, a customer, a coupon. */
export const rowIdSchema = Type.Integer({ minimum: 1 })
