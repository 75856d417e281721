import { Type, type Static } from 'typebox'
import { NAME_LENGTH_MAX } from '#core/catalogue/product.ts'
import { saleLoyaltySchema } from '#core/customer/customer.ts'
import { rowIdSchema } from '#core/identity/row-id-schema.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { quantitySchema } from '#core/quantity/quantity-schema.ts'
import { ageCheckSchema } from '#core/restriction/age-check.ts'
import { dateSchema } from '#core/restriction/date-schema.ts'
import { reasonCodeSchema } from '#core/sale/reason-code.ts'
import { permissionSchema } from '#core/staff/permissions.ts'
import { taxExemptionSchema } from '#core/tax/tax-exemption.ts'
import { TAX_RATES_MAX } from '#core/tax/tax-group.ts'
import { TENDERS_MAX, tenderSchema } from '#core/tender/tender.ts'

/** One receipt roll. */
export const BASKET_LINES_MAX = 500

/** Longer scans name no product. */
export const CODE_LENGTH_MAX = 64

/**
 * Where a unit price came from: the catalogue, the customer's group, a label with the price in it, a person's keys where
 * there was no price, or a person's keys in place of one.
 */
export const priceSourceSchema = Type.Union([
  Type.Literal('catalogue'),
  Type.Literal('customer_group'),
  Type.Literal('label'),
  Type.Literal('keyed'),
  Type.Literal('override'),
])
export type PriceSource = Static<typeof priceSourceSchema>

/** Where a quantity came from; a weight that was keyed must be shown and printed as such (OIML R 76, NIST HB 44). */
export const quantitySourceSchema = Type.Union([
  Type.Literal('keyed'),
  Type.Literal('scale'),
  Type.Literal('label'),
  Type.Literal('manual_weight'),
])
export type QuantitySource = Static<typeof quantitySourceSchema>

/** Far above 9,999 of the dearest thing with four taxes of 100 % on top; 500 such lines still add up exactly below 2^53. */
const LINE_AMOUNT_MAX_MINOR = 10_000_000_000_000

export const lineMinor = Type.Integer({ minimum: -LINE_AMOUNT_MAX_MINOR, maximum: LINE_AMOUNT_MAX_MINOR })
export const saleMinor = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
/** Negative only on a line that takes empties back. */
const unitPriceMinor = Type.Integer({ minimum: -PRICE_MAX_MINOR, maximum: PRICE_MAX_MINOR })
export const lineNumber = Type.Integer({ minimum: 1, maximum: BASKET_LINES_MAX })

/** What a line says of its goods wherever it stands: taken out again, in a basket, sold, or given back. */
const goodsFacts = {
  line: lineNumber,
  productId: Type.Union([rowIdSchema, Type.Null()]),
  /** What was scanned or keyed. */
  code: Type.String({ maxLength: CODE_LENGTH_MAX }),
  name: Type.String({ maxLength: NAME_LENGTH_MAX }),
  quantity: quantitySchema,
}

/** The same with where it is counted and how it is taxed. */
export const lineFacts = {
  ...goodsFacts,
  departmentId: Type.Union([rowIdSchema, Type.Null()]),
  taxGroupId: rowIdSchema,
}

const taxRate = { rateId: Type.Integer({ minimum: 1 }), ratePpm: Type.Integer({ minimum: 0 }) }

/**
 * A tax's share of a line, reckoned on the line's `netMinor`. Its name stands once, in the sale's taxes, so that the
 * largest sale fits into an entry.
 */
export const lineTaxSchema = Type.Object({ ...taxRate, taxMinor: lineMinor })

/** A tax's share of a whole sale. */
export const saleTaxSchema = Type.Object({
  ...taxRate,
  netMinor: saleMinor,
  taxMinor: saleMinor,
  name: Type.String({ maxLength: 60 }),
})
export type SaleTax = Static<typeof saleTaxSchema>

/** What took something off: a person at the line or at the whole order, a promotion, or a coupon. */
const discountSourceSchema = Type.Union([
  Type.Literal('line'),
  Type.Literal('order'),
  Type.Literal('promotion'),
  Type.Literal('coupon'),
])
export type DiscountSource = Static<typeof discountSourceSchema>

const discountKey = {
  source: discountSourceSchema,
  /** The promotion's or the coupon's id; null for what a person gave. */
  id: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
}

/** One source's part of a line's discount. */
const lineDiscountSchema = Type.Object({
  ...discountKey,
  amountMinor: Type.Integer({ minimum: 0, maximum: LINE_AMOUNT_MAX_MINOR }),
})
export type LineDiscount = Static<typeof lineDiscountSchema>

/** What one source took off the whole sale, and its name, which stands only here. */
const saleDiscountSchema = Type.Object({
  ...discountKey,
  name: Type.String({ maxLength: 60 }),
  amountMinor: saleMinor,
  /** How often a promotion applied. */
  times: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type SaleDiscount = Static<typeof saleDiscountSchema>

/** Promotions, coupons and two discounts of a person's on one sale. */
const SALE_DISCOUNTS_MAX = 256

/** A line's discounts by source: a piece is in one promotion, but a line of many pieces may be in several. */
const LINE_DISCOUNTS_MAX = 64

const operatorIdSchema = Type.Integer({ minimum: 1 })

/** What the code of an item said beside what it is. */
export const itemAttributesSchema = Type.Object({
  lot: Type.Optional(Type.String({ maxLength: 20 })),
  /** `YYYY-MM-DD`. */
  expiryDate: Type.Optional(dateSchema),
  serial: Type.Optional(Type.String({ maxLength: 64 })),
})
export type ItemAttributes = Static<typeof itemAttributesSchema>

/** A line that is no merchandise: a deposit that goes with another line, or empties that came back (a negative price). */
export const lineKindSchema = Type.Union([Type.Literal('deposit'), Type.Literal('empties')])
export type LineKind = Static<typeof lineKindSchema>

/** What somebody with the permission allowed somebody without it to do. */
export const authorisationSchema = Type.Object({
  permission: permissionSchema,
  authorisedBy: operatorIdSchema,
  line: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
})
export type Authorisation = Static<typeof authorisationSchema>

const AUTHORISATIONS_MAX = 500

/** A line as sold: `grossMinor` = `netMinor` + taxes is what the customer pays for it. */
const saleLineSchema = Type.Object({
  ...lineFacts,
  quantitySource: quantitySourceSchema,
  unitPriceMinor,
  priceSource: priceSourceSchema,
  discountMinor: Type.Integer({ minimum: 0, maximum: LINE_AMOUNT_MAX_MINOR }),
  netMinor: lineMinor,
  grossMinor: lineMinor,
  taxes: Type.Array(lineTaxSchema, { maxItems: TAX_RATES_MAX }),
  /** `discountMinor` by its sources, where there is any. */
  discounts: Type.Optional(Type.Array(lineDiscountSchema, { maxItems: LINE_DISCOUNTS_MAX })),
  /** The price before an override. */
  originalPriceMinor: Type.Optional(unitPriceMinor),
  /** Why a person changed the price; in old entries also why one gave a discount (`discountReasonOf`). */
  reason: Type.Optional(reasonCodeSchema),
  /** Why a person gave a discount on the line. */
  discountReason: Type.Optional(reasonCodeSchema),
  /** Inclusive tax that an exempt buyer did not pay: gross = asked − this. */
  exemptMinor: Type.Optional(lineMinor),
  attributes: Type.Optional(itemAttributesSchema),
  kind: Type.Optional(lineKindSchema),
  /** The line that a deposit goes with. */
  depositOf: Type.Optional(lineNumber),
})
export type SaleLine = Static<typeof saleLineSchema>

/** A line that was taken out again before payment: no money, but on the record. */
export const voidedLineSchema = Type.Object({
  ...goodsFacts,
  unitPriceMinor,
})
export type VoidedLine = Static<typeof voidedLineSchema>

/** The sums of a sale: subtotal − discount + tax = total, whatever the taxes' kind. */
const saleTotalsSchema = Type.Object({
  subtotalMinor: saleMinor,
  discountMinor: saleMinor,
  taxMinor: saleMinor,
  totalMinor: saleMinor,
  /** Pieces; a weighed line counts as one. */
  itemCount: Type.Integer({ minimum: 0 }),
})
export type SaleTotals = Static<typeof saleTotalsSchema>

/** A completed sale: the body of `sale_completed`, and all that a receipt, a report or a refund needs. */
export const saleSchema = Type.Object({
  saleId: uuidSchema,
  /** Counts from 1 for each enrolment, without gaps. */
  receiptNumber: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
  /** As printed: `T3-000123`. */
  receiptLabel: Type.String({ maxLength: 32 }),
  shiftId: Type.Union([uuidSchema, Type.Null()]),
  operatorId: Type.Integer({ minimum: 1 }),
  operatorName: Type.String({ maxLength: 100 }),
  customerId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  openedAt: Type.String({ maxLength: 32 }),
  completedAt: Type.String({ maxLength: 32 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  catalogueRevision: Type.Integer({ minimum: 0 }),
  /** The hold this basket was recalled from, if it was. */
  heldBasketId: Type.Union([uuidSchema, Type.Null()]),
  lines: Type.Array(saleLineSchema, { minItems: 1, maxItems: BASKET_LINES_MAX }),
  voidedLines: Type.Array(voidedLineSchema, { maxItems: BASKET_LINES_MAX }),
  tenders: Type.Array(tenderSchema, { maxItems: TENDERS_MAX }),
  totals: saleTotalsSchema,
  taxes: Type.Array(saleTaxSchema, { maxItems: 64 }),
  discounts: Type.Optional(Type.Array(saleDiscountSchema, { maxItems: SALE_DISCOUNTS_MAX })),
  /** The search for the best promotions was cut off at `PROMOTION_NODES_MAX`: there may be a better one. */
  isPromotionSearchCut: Type.Optional(Type.Literal(true)),
  /** What the hub set aside for this sale: uses of coupons, points, credit on account. */
  reservationIds: Type.Optional(Type.Array(uuidSchema, { maxItems: 32 })),
  exemption: Type.Optional(taxExemptionSchema),
  ageCheck: Type.Optional(ageCheckSchema),
  authorisations: Type.Optional(Type.Array(authorisationSchema, { maxItems: AUTHORISATIONS_MAX })),
  loyalty: Type.Optional(saleLoyaltySchema),
  /** The number of a tax invoice in a series of its own; the buyer stands in `private`. */
  invoiceLabel: Type.Optional(Type.String({ maxLength: 32 })),
  /** The refund that was made with this sale in one ticket. */
  exchangeRefundId: Type.Optional(uuidSchema),
})
export type Sale = Static<typeof saleSchema>
