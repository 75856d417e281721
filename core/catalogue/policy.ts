import { Type, type Static } from 'typebox'

/** How the shop runs its tills: one row of the catalogue with the id 1. */
export const policySchema = Type.Object({
  id: Type.Literal(1),
  shopName: Type.String({ minLength: 1, maxLength: 100 }),
  shopAddress: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 6 }),
  taxNumber: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
  /** ISO 4217. */
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  /** IANA name; business dates and printed times are in this zone. */
  timeZone: Type.String({ maxLength: 64 }),
  receiptHeader: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 6 }),
  receiptFooter: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 6 }),
  /** In-store codes, such as `21IIIIIWWWWWC`; see `core/barcode`. */
  barcodePatterns: Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 }),
  /** Coins and notes that customers give, in minor units, for the quick amounts. */
  cashDenominationsMinor: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 24 }),
  /** A till without input for so long locks itself; 0 never does. */
  idleLockSeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
  /** Sells what no barcode knows, taxed by this department. */
  unknownItemDepartmentId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
})
export type Policy = Static<typeof policySchema>
