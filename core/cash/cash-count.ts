import { Type, type Static } from 'typebox'

/** Nobody counts more pieces of one coin or note in a drawer. */
export const CASH_PIECES_MAX = 99_999

/** How many pieces of one coin or note lie in the drawer. */
export const cashCountSchema = Type.Object({
  valueMinor: Type.Integer({ minimum: 1 }),
  pieces: Type.Integer({ minimum: 0, maximum: CASH_PIECES_MAX }),
})
export type CashCount = Static<typeof cashCountSchema>

/** What counted coins and notes come to, minor units. */
export const countedMinor = (counts: readonly CashCount[]): number =>
  counts.reduce((sum, { valueMinor, pieces }) => sum + valueMinor * pieces, 0)
