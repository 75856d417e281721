import { Type, type Static } from 'typebox'

const amount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Notes and coins: `givenMinor` came in, `changeMinor` went back, `amountMinor` = given − change pays. */
const cashTenderSchema = Type.Object({
  kind: Type.Literal('cash'),
  amountMinor: amount,
  givenMinor: amount,
  changeMinor: amount,
})
export type CashTender = Static<typeof cashTenderSchema>

/** A card, approved by the terminal. The number never reaches this program: the last four digits at the most. */
export const cardTenderSchema = Type.Object({
  kind: Type.Literal('card'),
  amountMinor: amount,
  intentId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  approvalCode: Type.String({ maxLength: 16 }),
  scheme: Type.String({ maxLength: 32 }),
  last4: Type.String({ pattern: '^[0-9]{0,4}$' }),
})
export type CardTender = Static<typeof cardTenderSchema>

/** Paid by other means through the API (`upi`, `bank` …): named, with a reference. */
const otherTenderSchema = Type.Object({
  kind: Type.Literal('other'),
  method: Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }),
  amountMinor: amount,
  reference: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
})

/** One payment of a sale. */
export const tenderSchema = Type.Union([cashTenderSchema, cardTenderSchema, otherTenderSchema])
export type Tender = Static<typeof tenderSchema>

/** A sale is paid in at most so many parts. */
export const TENDERS_MAX = 20
