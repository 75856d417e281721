import { Type, type Static } from 'typebox'
import { HELD_BASKETS_MAX } from '#core/basket/basket.ts'
import { saleCustomerSchema } from '#core/customer/customer.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { refundedSchema } from '#core/refund/refunded.ts'
import { saleSchema } from '#core/sale/sale.ts'

/** Rows in one answer: more than a screen shows; a better question finds fewer. */
export const FOUND_MAX = 20

/** `up/request/sale_search`: sales by the customer's phone or name, or by the last four digits of the card. */
export const saleSearchRequestSchema = Type.Object({
  requestId: uuidSchema,
  by: Type.Union([Type.Literal('customer'), Type.Literal('card')]),
  text: Type.String({ minLength: 2, maxLength: 100 }),
})
export type SaleSearchRequest = Static<typeof saleSearchRequestSchema>

/** A sale in a list of those found. */
const foundSaleSchema = Type.Object({
  saleId: uuidSchema,
  receiptLabel: Type.String({ maxLength: 32 }),
  completedAt: Type.String({ maxLength: 32 }),
  totalMinor: Type.Integer(),
  itemCount: Type.Integer({ minimum: 0 }),
  status: Type.String({ maxLength: 32 }),
})
export type FoundSale = Static<typeof foundSaleSchema>
export const foundSalesSchema = Type.Object({ sales: Type.Array(foundSaleSchema, { maxItems: FOUND_MAX }) })

/** The answer to `sale_lookup`: the sale as it was recorded, and what went back of it. */
export const lookedUpSaleSchema = Type.Object({
  sale: saleSchema,
  status: Type.String({ maxLength: 32 }),
  refunded: refundedSchema,
})
export type LookedUpSale = Static<typeof lookedUpSaleSchema>

/** `up/request/customer_search`: by phone, card or words of the name. */
export const customerSearchRequestSchema = Type.Object({
  requestId: uuidSchema,
  text: Type.String({ minLength: 2, maxLength: 100 }),
})
export const foundCustomersSchema = Type.Object({ customers: Type.Array(saleCustomerSchema, { maxItems: FOUND_MAX }) })

/** A basket that some till set aside, as the list shows it. */
const heldAtHubSchema = Type.Object({
  heldBasketId: uuidSchema,
  tillName: Type.String({ maxLength: 32 }),
  operatorName: Type.String({ maxLength: 100 }),
  heldAt: Type.String({ maxLength: 32 }),
  lineCount: Type.Integer({ minimum: 1 }),
  totalMinor: Type.Integer(),
})
export type HeldAtHub = Static<typeof heldAtHubSchema>

/** `up/request/held_put`: a basket set aside, for any till to recall. `basket` is its JSON; the hub reads nothing of it. */
export const heldPutRequestSchema = Type.Object({
  requestId: uuidSchema,
  ...Type.Omit(heldAtHubSchema, ['tillName']).properties,
  basket: Type.String({ maxLength: 512 * 1024 }),
})
export type HeldPutRequest = Static<typeof heldPutRequestSchema>

/** `up/request/held_list` asks for the list; the answer. */
export const heldListSchema = Type.Object({ held: Type.Array(heldAtHubSchema, { maxItems: 20 * HELD_BASKETS_MAX }) })

/** `up/request/held_take`: recalls one, once: whoever asks second is told that it is gone. */
export const heldTakeRequestSchema = Type.Object({ requestId: uuidSchema, heldBasketId: uuidSchema })
export const heldTakenSchema = Type.Object({ heldBasketId: uuidSchema, basket: Type.String({ maxLength: 512 * 1024 }) })
