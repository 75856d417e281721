import { Type, type Static } from 'typebox'
import { NAME_LENGTH_MAX } from '#core/catalogue/product.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { quantitySchema } from '#core/quantity/quantity-schema.ts'
import { TAX_RATES_MAX } from '#core/tax/tax-group.ts'
import { TENDERS_MAX, tenderSchema } from '#core/tender/tender.ts'

/** One receipt roll. */
export const BASKET_LINES_MAX = 500

/** Longer scans name no product. */
export const CODE_LENGTH_MAX = 64

/** Where a unit price came from: the catalogue, a label with the price in it, or a person's keys. */
const priceSourceSchema = Type.Union([Type.Literal('catalogue'), Type.Literal('label'), Type.Literal('keyed')])
export type PriceSource = Static<typeof priceSourceSchema>

/** Where a quantity came from; a weight that was keyed must be shown and printed as such (OIML R 76, NIST HB 44). */
const quantitySourceSchema = Type.Union([
  Type.Literal('keyed'),
  Type.Literal('scale'),
  Type.Literal('label'),
  Type.Literal('manual_weight'),
])
export type QuantitySource = Static<typeof quantitySourceSchema>

/** Far above 9,999 of the dearest thing with four taxes of 100 % on top; 500 such lines still add up exactly below 2^53. */
const LINE_AMOUNT_MAX_MINOR = 10_000_000_000_000

const lineMinor = Type.Integer({ minimum: -LINE_AMOUNT_MAX_MINOR, maximum: LINE_AMOUNT_MAX_MINOR })
const saleMinor = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
const unitPriceMinor = Type.Integer({ minimum: 0, maximum: PRICE_MAX_MINOR })
const lineNumber = Type.Integer({ minimum: 1, maximum: BASKET_LINES_MAX })

const taxRate = { rateId: Type.Integer({ minimum: 1 }), ratePpm: Type.Integer({ minimum: 0 }) }

/**
 * A tax's share of a line, reckoned on the line's `netMinor`. Its name stands once, in the sale's taxes, so that the
 * largest sale fits into an entry.
 */
const lineTaxSchema = Type.Object({ ...taxRate, taxMinor: lineMinor })

/** A tax's share of a whole sale. */
const saleTaxSchema = Type.Object({
  ...taxRate,
  netMinor: saleMinor,
  taxMinor: saleMinor,
  name: Type.String({ maxLength: 60 }),
})
export type SaleTax = Static<typeof saleTaxSchema>

/** A line as sold: `grossMinor` = `netMinor` + taxes is what the customer pays for it. */
const saleLineSchema = Type.Object({
  line: lineNumber,
  productId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  departmentId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  /** What was scanned or keyed. */
  code: Type.String({ maxLength: CODE_LENGTH_MAX }),
  name: Type.String({ maxLength: NAME_LENGTH_MAX }),
  quantity: quantitySchema,
  quantitySource: quantitySourceSchema,
  unitPriceMinor,
  priceSource: priceSourceSchema,
  discountMinor: Type.Integer({ minimum: 0, maximum: LINE_AMOUNT_MAX_MINOR }),
  netMinor: lineMinor,
  grossMinor: lineMinor,
  taxGroupId: Type.Integer({ minimum: 1 }),
  taxes: Type.Array(lineTaxSchema, { maxItems: TAX_RATES_MAX }),
})
export type SaleLine = Static<typeof saleLineSchema>

/** A line that was taken out again before payment: no money, but on the record. */
export const voidedLineSchema = Type.Object({
  line: lineNumber,
  productId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  code: Type.String({ maxLength: CODE_LENGTH_MAX }),
  name: Type.String({ maxLength: NAME_LENGTH_MAX }),
  quantity: quantitySchema,
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
  saleId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  /** Counts from 1 for each enrolment, without gaps. */
  receiptNumber: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
  /** As printed: `T3-000123`. */
  receiptLabel: Type.String({ maxLength: 32 }),
  shiftId: Type.Union([Type.String({ pattern: '^[0-9a-f-]{36}$' }), Type.Null()]),
  operatorId: Type.Integer({ minimum: 1 }),
  operatorName: Type.String({ maxLength: 100 }),
  customerId: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  openedAt: Type.String({ maxLength: 32 }),
  completedAt: Type.String({ maxLength: 32 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  catalogueRevision: Type.Integer({ minimum: 0 }),
  /** The hold this basket was recalled from, if it was. */
  heldBasketId: Type.Union([Type.String({ pattern: '^[0-9a-f-]{36}$' }), Type.Null()]),
  lines: Type.Array(saleLineSchema, { minItems: 1, maxItems: BASKET_LINES_MAX }),
  voidedLines: Type.Array(voidedLineSchema, { maxItems: BASKET_LINES_MAX }),
  tenders: Type.Array(tenderSchema, { maxItems: TENDERS_MAX }),
  totals: saleTotalsSchema,
  taxes: Type.Array(saleTaxSchema, { maxItems: 64 }),
})
export type Sale = Static<typeof saleSchema>
