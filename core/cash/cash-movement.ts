import { Type, type Static } from 'typebox'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { reasonCodeSchema } from '#core/sale/reason-code.ts'

/** Why the drawer opens beside sales: money in, money out, money to the safe, or nothing at all. */
export const cashMovementKindSchema = Type.Union([
  Type.Literal('paid_in'),
  Type.Literal('paid_out'),
  Type.Literal('drop'),
  Type.Literal('no_sale'),
])
export type CashMovementKind = Static<typeof cashMovementKindSchema>

/** Money that moved in or out of the drawer without a sale: the body of `cash_moved`. */
export const cashMovementSchema = Type.Object({
  movementId: uuidSchema,
  kind: cashMovementKindSchema,
  /** Of `no_sale` always 0; of the others at least 1. */
  amountMinor: Type.Integer({ minimum: 0, maximum: PRICE_MAX_MINOR }),
  reason: reasonCodeSchema,
  operatorId: Type.Integer({ minimum: 1 }),
  shiftId: uuidSchema,
  /** Who allowed it, where the operator may not. */
  authorisedBy: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type CashMovement = Static<typeof cashMovementSchema>

/** What a movement changes in the drawer, minor units. */
export const drawerChangeMinor = ({ kind, amountMinor }: Pick<CashMovement, 'kind' | 'amountMinor'>): number => {
  switch (kind) {
    case 'paid_in':
      return amountMinor
    case 'paid_out':
    case 'drop':
      return 0 - amountMinor
    case 'no_sale':
      return 0
  }
}
