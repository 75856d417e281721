import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { sellProduct } from '#kiosk/state/sell-code.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const searched = (state: TillState, world: World): StepResult => {
  // Not even a search term may keep a card's number on the screen.
  if (looksLikeCardNumber(state.entry)) {
    return refuse({ ...state, screen: { name: 'find', results: [], selected: 0 } }, bad('card_number_refused'))
  }
  return next(state, { screen: { name: 'find', results: world.search(state.entry), selected: 0 } })
}

/** Opens the search, with the first letter where one was typed. */
export const openFind = (state: TillState, world: World, text: string): StepResult =>
  searched({ ...state, entry: text, notice: undefined }, world)

const take = (state: TillState, world: World): StepResult => {
  if (state.screen.name !== 'find') return next(state)
  const found = state.screen.results[state.screen.selected]
  if (found === undefined) return refuse(state, bad('barcode_unknown', { code: state.entry }))
  const { product } = found
  const code = product.barcodes[0] ?? product.sku ?? ''
  return sellProduct({ ...state, screen: { name: 'sell' }, entry: '' }, world, { product, code, label: undefined })
}

/** Keys while searching: every letter narrows, Enter sells what is selected. */
export function stepFind(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'find') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'enter') return take(state, world)
  const edited = editEntry(state, key, PRINTABLE)
  if (edited !== undefined) return edited.effects.length > 0 ? edited : searched(edited.state, world)
  const selected = movedSelection(screen.selected, screen.results.length, key.action)
  return next(state, selected === undefined ? {} : { screen: { ...screen, selected } })
}
