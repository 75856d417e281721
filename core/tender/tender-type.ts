import { Type, type Static } from 'typebox'

/**
 * A way to pay beside cash and card, as the shop has set it up: vouchers, cheques, on account, foreign notes. `code` is
 * the method that a sale's tender names.
 */
export const tenderTypeSchema = Type.Object({
  code: Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }),
  name: Type.String({ minLength: 1, maxLength: 30 }),
  kind: Type.Union([
    Type.Literal('voucher'),
    Type.Literal('cheque'),
    Type.Literal('account'),
    Type.Literal('foreign_cash'),
    Type.Literal('other'),
  ]),
  isActive: Type.Boolean(),
  /** What is worth more than is due gives change in cash. */
  givesChange: Type.Boolean(),
  opensDrawer: Type.Boolean(),
  /** A number is asked for: of the cheque, the voucher, the order. */
  needsReference: Type.Boolean(),
  /** Refunds may go back this way; foreign cash never does, it goes back as our own. */
  isRefundable: Type.Boolean(),
  /** Of foreign cash: its ISO 4217 code, and our minor units for a million of its. */
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  ratePpm: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 })),
})
export type TenderType = Static<typeof tenderTypeSchema>
