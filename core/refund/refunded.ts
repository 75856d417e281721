import { Type, type Static } from 'typebox'
import { lineNumber } from '#core/sale/sale.ts'

const total = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** How much of a sale went back already, over all refunds and every reservation that is open. */
export const refundedSchema = Type.Object({
  /** Pieces or grams of each line. */
  lines: Type.Array(Type.Object({ line: lineNumber, amount: total })),
  /** What each tender of the sale, by its place in it, gave back; cash for another tender counts to that one. */
  tenders: Type.Array(Type.Object({ index: Type.Integer({ minimum: 0 }), amountMinor: total })),
  pointsTakenBack: total,
  pointsGivenBack: total,
})
export type Refunded = Static<typeof refundedSchema>

/** Nothing went back yet. */
export const NOTHING_REFUNDED: Refunded = { lines: [], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 }
