import { Type, type Static } from 'typebox'
import { uuidSchema } from '#core/identity/uuid-schema.ts'

const amount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/**
 * Notes and coins: `givenMinor` came in, `changeMinor` went back, and given − change = amount + rounding. `amountMinor`
 * pays; it is negative where the till owes (empties brought back): nothing given, all of it change.
 */
const cashTenderSchema = Type.Object({
  kind: Type.Literal('cash'),
  amountMinor: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
  givenMinor: amount,
  changeMinor: amount,
  /** What the smallest coin added to what is due, or took off it. */
  roundingMinor: Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })),
})
export type CashTender = Static<typeof cashTenderSchema>

/** A card, approved by the terminal. The number never reaches this program: the last four digits at the most. */
export const cardTenderSchema = Type.Object({
  kind: Type.Literal('card'),
  amountMinor: amount,
  intentId: uuidSchema,
  approvalCode: Type.String({ maxLength: 16 }),
  scheme: Type.String({ maxLength: 32 }),
  last4: Type.String({ pattern: '^[0-9]{0,4}$' }),
})
export type CardTender = Static<typeof cardTenderSchema>

/** Money of another country: what came in, in its own minor units, at so many parts per million of ours each. */
const foreignSchema = Type.Object({
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  givenMinor: amount,
  /** Our minor units for a million of theirs. */
  ratePpm: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
})

/** Paid by other means (`voucher`, `cheque`, `account`, `upi` …): the method is a tender type's code, or an API client's word. */
const otherTenderSchema = Type.Object({
  kind: Type.Literal('other'),
  method: Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }),
  amountMinor: amount,
  reference: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
  /** Worth more than was due: given back in our cash, where the tender's type allows it. */
  changeMinor: Type.Optional(amount),
  /** What the smallest coin added to what is due, or took off it, where change is given. */
  roundingMinor: Type.Optional(Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })),
  /** Worth more than was due, and this much of it is lost: a voucher that gives no change. */
  lostMinor: Type.Optional(amount),
  foreign: Type.Optional(foreignSchema),
  /** The hub set the credit aside. */
  reservationId: Type.Optional(uuidSchema),
})
export type OtherTender = Static<typeof otherTenderSchema>

/** Loyalty points, worth what the policy says. */
const pointsTenderSchema = Type.Object({
  kind: Type.Literal('points'),
  amountMinor: amount,
  points: Type.Integer({ minimum: 1 }),
  reservationId: uuidSchema,
})

/** What the customer brought back in the same ticket is worth. */
const exchangeTenderSchema = Type.Object({
  kind: Type.Literal('exchange'),
  amountMinor: amount,
  refundId: uuidSchema,
})
export type ExchangeTender = Static<typeof exchangeTenderSchema>

/** One payment of a sale. */
export const tenderSchema = Type.Union([
  cashTenderSchema,
  cardTenderSchema,
  otherTenderSchema,
  pointsTenderSchema,
  exchangeTenderSchema,
])
export type Tender = Static<typeof tenderSchema>

/** A sale is paid in at most so many parts. */
export const TENDERS_MAX = 20
