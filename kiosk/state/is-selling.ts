import type { TillState } from '#kiosk/state/till-state.ts'

/** True while a basket is open, also one whose lines are all voided: it is on the disk, and its prices stay. */
export const isSelling = ({ basket }: Pick<TillState, 'basket'>): boolean =>
  basket !== undefined && basket.lines.length > 0
