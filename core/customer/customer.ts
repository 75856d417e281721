import { Type, type Static } from 'typebox'
import { taxExemptionSchema } from '#core/tax/tax-exemption.ts'

/** Groups that one customer belongs to. */
const CUSTOMER_GROUPS_MAX = 32

/** A group of customers: members get its prices and the promotions that are made for it. One row of the catalogue. */
export const customerGroupSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  isActive: Type.Boolean(),
})
export type CustomerGroup = Static<typeof customerGroupSchema>

/**
 * A customer as the till knows one while a basket is open: found at the hub by phone, name or card. Personal: it stands in
 * the till's open and held baskets only; a sale's body names the customer by id.
 */
export const saleCustomerSchema = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** The last digits of the phone, so that two of one name can be told apart. */
  phoneEnd: Type.String({ maxLength: 4 }),
  groupIds: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: CUSTOMER_GROUPS_MAX }),
  /** As the hub last counted them. */
  loyaltyPoints: Type.Integer(),
  exemption: Type.Optional(taxExemptionSchema),
  /** What may still be sold on account, minor units; absent for who has no account. */
  accountLeftMinor: Type.Optional(Type.Integer()),
})
export type SaleCustomer = Static<typeof saleCustomerSchema>

/** What a sale did to the customer's points; `burned` stands in the tenders as money. */
export const saleLoyaltySchema = Type.Object({
  pointsEarned: Type.Integer({ minimum: 0 }),
  pointsBurned: Type.Integer({ minimum: 0 }),
})
export type SaleLoyalty = Static<typeof saleLoyaltySchema>

/** A business that buys, for its tax invoice. Personal where it is a person: it travels in `private`. */
export const buyerSchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  taxId: Type.String({ minLength: 1, maxLength: 40 }),
  address: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 4 }),
})
export type Buyer = Static<typeof buyerSchema>
