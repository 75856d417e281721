import { Type, type Static } from 'typebox'
import { BASKET_LINES_MAX, lineNumber } from '#core/sale/sale.ts'
import { TAX_RATES_MAX } from '#core/tax/tax-group.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'

const total = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/**
 * How much of one line went back: pieces or grams, and the money as it was given. Left out, the money is the share of
 * the first `amount`; it differs only where a reservation in the middle was given up.
 */
const refundedLineSchema = Type.Object({
  line: lineNumber,
  amount: total,
  grossMinor: Type.Optional(total),
  discountMinor: Type.Optional(total),
  /** In the order of the line's taxes. */
  taxesMinor: Type.Optional(Type.Array(total, { maxItems: TAX_RATES_MAX })),
})
export type RefundedLine = Static<typeof refundedLineSchema>

/** How much of a sale went back already, over all refunds and every reservation that is open. */
export const refundedSchema = Type.Object({
  lines: Type.Array(refundedLineSchema, { maxItems: BASKET_LINES_MAX }),
  /** What each tender of the sale, by its place in it, gave back; cash for another tender counts to that one. */
  tenders: Type.Array(
    Type.Object({ index: Type.Integer({ minimum: 0, maximum: TENDERS_MAX - 1 }), amountMinor: total }),
    { maxItems: TENDERS_MAX },
  ),
  pointsTakenBack: total,
  pointsGivenBack: total,
  /** What of it went back in cash, and what the smallest coin added to that or took off it. */
  cashMinor: Type.Optional(total),
  cashRoundingMinor: Type.Optional(Type.Integer()),
})
export type Refunded = Static<typeof refundedSchema>

/** Nothing went back yet. */
export const NOTHING_REFUNDED: Refunded = { lines: [], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 }
