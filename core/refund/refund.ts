import { Type, type Static } from 'typebox'
import { rowIdSchema } from '#core/identity/row-id-schema.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { quantitySchema } from '#core/quantity/quantity-schema.ts'
import { reasonCodeSchema } from '#core/sale/reason-code.ts'
import {
  authorisationSchema,
  BASKET_LINES_MAX,
  lineMinor,
  lineFacts,
  lineKindSchema,
  lineNumber,
  lineTaxSchema,
  saleMinor,
  saleTaxSchema,
} from '#core/sale/sale.ts'
import { TAX_RATES_MAX } from '#core/tax/tax-group.ts'
import { cardTenderSchema, TENDERS_MAX } from '#core/tender/tender.ts'

const moneyBack = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** `refund`: money back, the goods stay; `return`: the goods come back too; `void`: all of a sale undone. */
export const refundKindSchema = Type.Union([Type.Literal('refund'), Type.Literal('return'), Type.Literal('void')])
export type RefundKind = Static<typeof refundKindSchema>

/** How much of one line of a sale goes back. */
export const refundAskSchema = Type.Object({ line: lineNumber, quantity: quantitySchema })
export type RefundAsk = Static<typeof refundAskSchema>

/** A line that goes back: its share of what was paid, of the discounts and of each tax, all positive. */
const refundLineSchema = Type.Object({
  /** The line of the sale; without a receipt it counts from 1. */
  ...lineFacts,
  discountMinor: lineMinor,
  netMinor: lineMinor,
  grossMinor: lineMinor,
  taxes: Type.Array(lineTaxSchema, { maxItems: TAX_RATES_MAX }),
  reason: reasonCodeSchema,
  /** Back to the shelf; false: written off, or the goods stayed with the customer. */
  isRestocked: Type.Boolean(),
  kind: Type.Optional(lineKindSchema),
})
export type RefundLine = Static<typeof refundLineSchema>

/** How the money goes back. `amountMinor` is what it settles of the refund. */
export const refundTenderSchema = Type.Union([
  /** What is handed out is `amountMinor` + `roundingMinor`, where the smallest coin asks for it. */
  Type.Object({ kind: Type.Literal('cash'), amountMinor: moneyBack, roundingMinor: Type.Optional(Type.Integer()) }),
  /** To the card that paid: `intentId` and the rest are those of the sale's tender. */
  Type.Object({ ...cardTenderSchema.properties, amountMinor: moneyBack }),
  Type.Object({
    kind: Type.Literal('other'),
    method: Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }),
    amountMinor: moneyBack,
    reference: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
  }),
  /** Kept for the sale that is made in the same ticket. */
  Type.Object({ kind: Type.Literal('exchange'), amountMinor: moneyBack, saleId: uuidSchema }),
])
export type RefundTender = Static<typeof refundTenderSchema>

/** The sums of a refund: net + tax = total. */
const refundTotalsSchema = Type.Object({
  netMinor: saleMinor,
  taxMinor: saleMinor,
  discountMinor: saleMinor,
  totalMinor: saleMinor,
  itemCount: Type.Integer({ minimum: 0 }),
})
export type RefundTotals = Static<typeof refundTotalsSchema>

const refundFacts = {
  refundId: uuidSchema,
  kind: refundKindSchema,
  /** Null: a return without a receipt. */
  originalSaleId: Type.Union([uuidSchema, Type.Null()]),
  originalReceiptLabel: Type.Union([Type.String({ maxLength: 32 }), Type.Null()]),
  /** The hub's leave; null where this till could decide alone. */
  reservationId: Type.Union([uuidSchema, Type.Null()]),
  customerId: Type.Union([rowIdSchema, Type.Null()]),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  lines: Type.Array(refundLineSchema, { minItems: 1, maxItems: BASKET_LINES_MAX }),
  taxes: Type.Array(saleTaxSchema, { maxItems: 64 }),
  totals: refundTotalsSchema,
  authorisations: Type.Optional(Type.Array(authorisationSchema, { maxItems: 16 })),
  /** Points that the sale had earned and that are taken back. */
  pointsTakenBack: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Points that the sale had burned and that are given back. */
  pointsGivenBack: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Given without the hub, by a manager: another till may have given it back too. */
  isAtRisk: Type.Optional(Type.Literal(true)),
}

/** A refund before its money moves: what was chosen of which sale, with every sum made. */
const refundDraftSchema = Type.Object(refundFacts)
export type RefundDraft = Static<typeof refundDraftSchema>

/** A completed refund, return or void: the body of `refund_completed`. A void is a refund of everything that is left. */
export const refundSchema = Type.Object({
  ...refundFacts,
  /** Counts from 1 for each enrolment, without gaps, in a series of its own. */
  refundNumber: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
  /** As printed: `T3-R000012`. */
  refundLabel: Type.String({ maxLength: 32 }),
  shiftId: Type.Union([uuidSchema, Type.Null()]),
  operatorId: rowIdSchema,
  operatorName: Type.String({ maxLength: 100 }),
  completedAt: Type.String({ maxLength: 32 }),
  tenders: Type.Array(refundTenderSchema, { maxItems: TENDERS_MAX }),
  /** The sale that was made with it in one ticket. */
  exchangeSaleId: Type.Optional(uuidSchema),
  /** Who did it, as a client of the API once said; it may be a name, and travels in `private` now. */
  employeeId: Type.Optional(Type.String({ maxLength: 64 })),
})
export type Refund = Static<typeof refundSchema>
