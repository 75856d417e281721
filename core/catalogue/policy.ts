import { Type, type Static } from 'typebox'
import { reasonCodeSchema } from '#core/sale/reason-code.ts'
import { taxRoundingSchema } from '#core/tax/tax-rounding.ts'
import { tenderTypeSchema } from '#core/tender/tender-type.ts'

const reasons = Type.Array(reasonCodeSchema, { minItems: 1, maxItems: 20 })

/** What people pick from when they say why. */
export const reasonListsSchema = Type.Object({
  discount: reasons,
  priceOverride: reasons,
  refund: reasons,
  void: reasons,
  noSale: reasons,
  paidIn: reasons,
  paidOut: reasons,
  drop: Type.Optional(reasons),
})
export type ReasonLists = Static<typeof reasonListsSchema>

/** How far people go without a manager, and what goes back how. */
const refundPolicySchema = Type.Object({
  /** A sale is refunded for so many days. */
  daysMax: Type.Integer({ minimum: 0, maximum: 3650 }),
  /** In cash, without `refund_beyond_policy`, for each refund. */
  cashMaxMinor: Type.Integer({ minimum: 0 }),
  /** Without a receipt, by whoever may; 0: never. */
  withoutReceiptMaxMinor: Type.Integer({ minimum: 0 }),
  /** While the hub is away, by a manager and at the shop's risk, for each refund; left out or 0: never. */
  riskMaxMinor: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type RefundPolicy = Static<typeof refundPolicySchema>

/** What points are earned on and worth. */
const loyaltyPolicySchema = Type.Object({
  /** A point for so much paid, minor units. */
  earnPerMinor: Type.Integer({ minimum: 1 }),
  /** What a point pays, minor units. */
  pointValueMinor: Type.Integer({ minimum: 1 }),
})
export type LoyaltyPolicy = Static<typeof loyaltyPolicySchema>

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
  /** Left out: each line, a half away from zero. */
  taxRounding: Type.Optional(taxRoundingSchema),
  /** The smallest coin that exists, where it is more than one minor unit: cash is rounded to it. */
  smallestCoinMinor: Type.Optional(Type.Integer({ minimum: 2, maximum: 100_000 })),
  /** How customers pay beside cash and card. */
  tenderTypes: Type.Optional(Type.Array(tenderTypeSchema, { maxItems: 20 })),
  /** A discount above this share of a line or an order needs `override_discount_limit`; left out: 10 %. */
  discountLimitPpm: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  refunds: Type.Optional(refundPolicySchema),
  loyalty: Type.Optional(loyaltyPolicySchema),
  reasons: Type.Optional(reasonListsSchema),
})
export type Policy = Static<typeof policySchema>
