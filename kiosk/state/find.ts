import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { sellProduct } from '#kiosk/state/sell-code.ts'
import { andThen, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { FoundProduct, World } from '#kiosk/state/world.ts'

/** What is known by exactly this code stands first, so that Enter after a code sells what the code names. */
const found = (text: string, world: World): readonly FoundProduct[] => {
  const results = world.search(text)
  const product = text === '' ? undefined : world.findByCode(text)
  if (product === undefined) return results
  const rest = results.filter((candidate) => candidate.product.id !== product.id)
  return [{ product, stockLevel: world.stockLevel(product.id) }, ...rest]
}

const searched = (state: TillState, world: World, selected = 0): StepResult => {
  const results = found(state.entry, world)
  return next(state, {
    screen: { name: 'find', results, selected: Math.min(selected, Math.max(0, results.length - 1)) },
  })
}

/** The catalogue changed under the search: what it shows is what is sold. */
export const searchAgain = (state: TillState, world: World): StepResult =>
  state.screen.name === 'find' ? searched(state, world, state.screen.selected) : next(state)

/** Opens the search, with the first letter where one was typed. */
export const openFind = (state: TillState, world: World, text: string): StepResult =>
  searched({ ...state, entry: text, notice: undefined }, world)

const take = (state: TillState, world: World): StepResult => {
  if (state.screen.name !== 'find') return next(state)
  const chosen = state.screen.results[state.screen.selected]
  if (chosen === undefined) return refuse(state, bad('barcode_unknown', { code: state.entry }))
  const { product } = chosen
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
  if (edited !== undefined) return andThen(edited, (after) => searched(after, world))
  const selected = movedSelection(screen.selected, screen.results.length, key.action)
  return selected === undefined ? ignoreKey(state, key) : next(state, { screen: { ...screen, selected } })
}
