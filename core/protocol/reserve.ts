import { Type, type Static } from 'typebox'
import { rowIdSchema } from '#core/identity/row-id-schema.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { refundAskSchema, refundKindSchema, refundTenderSchema } from '#core/refund/refund.ts'
import { refundedSchema } from '#core/refund/refunded.ts'
import { BASKET_LINES_MAX } from '#core/sale/sale.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'

/**
 * What only one may have at a time: the refundable rest of a sale, a use of a coupon, a customer's points, credit on
 * account. One mechanism for tills and API; `saleId` of the last three is the sale that is being made.
 */
const claimSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('refund'),
    refundKind: refundKindSchema,
    /** The sale that is refunded. */
    saleId: uuidSchema,
    refundId: uuidSchema,
    lines: Type.Array(refundAskSchema, { minItems: 1, maxItems: BASKET_LINES_MAX }),
  }),
  Type.Object({ kind: Type.Literal('coupon'), couponId: rowIdSchema, saleId: uuidSchema }),
  Type.Object({
    kind: Type.Literal('points'),
    customerId: rowIdSchema,
    points: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    saleId: uuidSchema,
  }),
  Type.Object({
    kind: Type.Literal('account'),
    customerId: rowIdSchema,
    amountMinor: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    saleId: uuidSchema,
  }),
])
export type Claim = Static<typeof claimSchema>

/** `up/request/reserve`. The till makes the reservation's id, so that a request that is repeated reserves once. */
export const reserveRequestSchema = Type.Object({
  requestId: uuidSchema,
  reservationId: uuidSchema,
  claim: claimSchema,
  operatorId: rowIdSchema,
  /** The till's journal head: the hub decides once it has applied up to there. */
  head: Type.Object({ stream: uuidSchema, seq: Type.Integer({ minimum: 0 }) }),
})
export type ReserveRequest = Static<typeof reserveRequestSchema>

/**
 * The hub's leave. For a refund `refunded` is what went back before this one, and `tenders` which tender of the sale each
 * part of the money was set aside of: of two that are open at once none gives back what is the other's.
 */
export const reservedSchema = Type.Object({
  reservationId: uuidSchema,
  refunded: Type.Optional(refundedSchema),
  tenders: Type.Optional(Type.Array(refundTenderSchema, { maxItems: TENDERS_MAX })),
})
export type Reserved = Static<typeof reservedSchema>

/** `up/request/release`: no entry of this till will use the reservation; that closes it for good. */
export const releaseRequestSchema = Type.Object({ requestId: uuidSchema, reservationId: uuidSchema })
