import { Type, type Static } from 'typebox'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'
import { BASKET_LINES_MAX } from '#core/sale/sale.ts'
import { idNumber, maybe, nullable, v1 } from '#hub/http/wire.ts'
import { paymentBackOut } from '#hub/sales/payment-wire.ts'
import { reference } from '#hub/sales/sale-wire.ts'

const refundItemIn = Type.Object({
  sale_item_id: idNumber,
  quantity: Type.Integer({ minimum: 1, maximum: QUANTITY_PIECES_MAX }),
  /** A part of a weighed item; without it all that is left of it. */
  weight_grams: maybe(Type.Integer({ minimum: 1, maximum: WEIGHT_GRAMS_MAX })),
})
export type RefundItemIn = Static<typeof refundItemIn>

/** Longer is nobody's number or name. */
const EMPLOYEE_ID_LENGTH_MAX = 64

const cardDone = {
  /** Of the refund to the card, where that was made elsewhere: no terminal is asked from here. */
  payment_reference: reference,
}

/** Vendly's RefundRequest. `employee_id` is recorded as given. */
export const refundIn = Type.Object(
  {
    items: Type.Array(refundItemIn, { minItems: 1, maxItems: BASKET_LINES_MAX }),
    employee_id: Type.String({ minLength: 1, maxLength: EMPLOYEE_ID_LENGTH_MAX }),
    reason: maybe(Type.String({ maxLength: 60 })),
    /** `cash` in place of what was paid with. */
    payment_method: maybe(Type.Literal('cash')),
    ...cardDone,
  },
  v1,
)
export type RefundIn = Static<typeof refundIn>

/** What a void may say: it gives everything back as it came. */
export const voidIn = Type.Object(cardDone, v1)
export type VoidIn = Static<typeof voidIn>

/** Vendly's RefundResponse, and how the money goes back. */
export const refundOut = Type.Object({
  sale_id: Type.Integer(),
  refunded_items: Type.Array(Type.Object({ sale_item_id: Type.Integer(), quantity: Type.Integer() })),
  status: Type.String(),
  refund_amount: Type.Number(),
  tax_amount: Type.Number(),
  payments: Type.Array(paymentBackOut),
  refund_number: Type.String(),
  processed_by: nullable(Type.String()),
  message: Type.String(),
})
export type RefundOut = Static<typeof refundOut>
