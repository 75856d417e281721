import { Type, type Static } from 'typebox'
import { businessDateSchema } from '#core/journal/entry.ts'

/** A person's turn at a till: from counting the float in to counting the drawer out. */
export const shiftSchema = Type.Object({
  shiftId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  businessDate: businessDateSchema,
  openedAt: Type.String({ maxLength: 32 }),
  openedBy: Type.Integer({ minimum: 1 }),
  floatMinor: Type.Integer({ minimum: 0 }),
})
export type Shift = Static<typeof shiftSchema>

/** What a shift took so far; grows with each sale. */
export const shiftTotalsSchema = Type.Object({
  saleCount: Type.Integer({ minimum: 0 }),
  itemCount: Type.Integer({ minimum: 0 }),
  grossMinor: Type.Integer(),
  taxMinor: Type.Integer(),
  discountMinor: Type.Integer(),
  /** Cash that stayed: given − change. */
  cashMinor: Type.Integer(),
  cardMinor: Type.Integer(),
  otherMinor: Type.Integer(),
})
export type ShiftTotals = Static<typeof shiftTotalsSchema>

/** A shift's end: what should be in the drawer, what was counted, and the difference (counted − expected). */
export const shiftCloseSchema = Type.Object({
  shiftId: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  closedAt: Type.String({ maxLength: 32 }),
  totals: shiftTotalsSchema,
  floatMinor: Type.Integer({ minimum: 0 }),
  expectedCashMinor: Type.Integer(),
  countedCashMinor: Type.Integer({ minimum: 0 }),
  differenceMinor: Type.Integer(),
})
export type ShiftClose = Static<typeof shiftCloseSchema>
