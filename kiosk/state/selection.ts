import type { BasketLine } from '#core/basket/basket.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Rows that PgUp and PgDn move by. */
const PAGE_ROWS = 10

const moves: Partial<Record<TillAction, number>> = {
  up: -1,
  down: 1,
  page_up: -PAGE_ROWS,
  page_down: PAGE_ROWS,
  home: -Number.MAX_SAFE_INTEGER,
  end: Number.MAX_SAFE_INTEGER,
}

/** Where a selection in a list of `count` rows stands after a key; undefined when the key does not move it. */
export function movedSelection(selected: number, count: number, action: TillAction | undefined): number | undefined {
  const by = action === undefined ? undefined : moves[action]
  if (by === undefined) return undefined
  return Math.max(0, Math.min(count - 1, selected + by))
}

/** The lines that keys work on: a deposit goes with its own. */
export const selectableLines = ({ basket }: Pick<TillState, 'basket'>): readonly BasketLine[] =>
  basket?.lines.filter(({ isVoided, depositOf }) => !isVoided && depositOf === undefined) ?? []

/** The line that keys work on: the selected one, or the last that is still sold. */
export const currentLine = (state: Pick<TillState, 'selectedLine' | 'basket'>): number | undefined =>
  state.selectedLine ?? selectableLines(state).at(-1)?.line
