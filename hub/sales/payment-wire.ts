import { Type, type Static } from 'typebox'
import type { RefundTender } from '#core/refund/refund.ts'
import { methodOf } from '#core/tender/tender-method.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { SayMoney } from '#hub/http/money.ts'

/** What the smallest coin added to `amount`, or took off it: so much more or less changed hands. */
export const rounding = { rounding: Type.Optional(Type.Number()) }

/** A part of a refund, as it went back. */
export const paymentBackOut = Type.Object({ method: Type.String(), amount: Type.Number(), ...rounding })

/** The rounding of a payment, where there was any. */
export const roundingToWire = (
  tender: Tender | RefundTender | undefined,
  money: SayMoney,
): { readonly rounding?: number } => {
  const roundingMinor = tender !== undefined && 'roundingMinor' in tender ? (tender.roundingMinor ?? 0) : 0
  return roundingMinor === 0 ? {} : { rounding: money(roundingMinor) }
}

/** A part of a refund in the words of Vendly's RefundResponse. */
export const paymentBackToWire = (tender: RefundTender, money: SayMoney): Static<typeof paymentBackOut> => ({
  method: methodOf(tender),
  amount: money(tender.amountMinor),
  ...roundingToWire(tender, money),
})
