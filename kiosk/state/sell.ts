import { isBasketEmpty } from '#core/basket/basket.ts'
import { changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { attemptNow } from '#kiosk/state/authorise.ts'
import { withBasket } from '#kiosk/state/basket-step.ts'
import { AMOUNT_SIGN, CODE_SIGN, editEntry, typedQuantity } from '#kiosk/state/entry.ts'
import { openFind } from '#kiosk/state/find.ts'
import { stepFunction } from '#kiosk/state/functions.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { refuseQuantityOf } from '#kiosk/state/restrictions.ts'
import { currentLine, movedSelection, selectableLines } from '#kiosk/state/selection.ts'
import { refuseWithoutQuantity, sellCode } from '#kiosk/state/sell-code.ts'
import { complain, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import { openTender, payNow } from '#kiosk/state/tender.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { endsItem } from '#kiosk/state/why-not.ts'
import type { World } from '#kiosk/state/world.ts'

const LETTER = /^\p{L}$/u

const sourceOf = (quantity: Quantity): 'manual_weight' | 'keyed' =>
  quantity.unit === 'gram' ? 'manual_weight' : 'keyed'

/** A quantity that this line does not take, or that was meant for another item before, is not kept for the next one. */
function changeLine(
  before: TillState,
  world: World,
  { line, quantity }: { readonly line: number; readonly quantity: Quantity },
): StepResult {
  const state: TillState = { ...before, nextQuantity: undefined }
  if (state.basket === undefined) return refuse(state, bad('nothing_selected'))
  const refused = refuseQuantityOf(state, world, { line, quantity })
  if (refused !== undefined) return refused
  const changed = changeQuantity(state.basket, line, quantity, sourceOf(quantity))
  const run = (allowed: TillState): StepResult => withBasket(allowed, changed, { key: 'item_changed', line })
  if (quantity.unit !== 'gram' || changed instanceof DomainError) return run(state)
  return attemptNow(state, { type: 'keyed_weight_of_line', line, weightGrams: quantity.weightGrams }, run)
}

const setQuantity = (state: TillState, world: World): StepResult => {
  if (state.entry === '') return refuse(state, bad('type_quantity_first'))
  const quantity = typedQuantity(state)
  if (quantity instanceof DomainError) {
    return refuseWith({ ...state, nextQuantity: undefined, isQuantityRefused: true }, quantity)
  }
  if (state.selectedLine !== undefined) return changeLine(state, world, { line: state.selectedLine, quantity })
  return next(state, {
    nextQuantity: { quantity, source: sourceOf(quantity) },
    isQuantityRefused: false,
    entry: '',
    notice: good('quantity_set'),
  })
}

/** Something that is half typed is never thrown away by taking a line out: it may be the line that was meant. */
const voidCurrent = (state: TillState): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const line = currentLine(state)
  if (state.basket === undefined || line === undefined) return refuse(state, bad('basket_empty'))
  return withBasket(state, voidLine(state.basket, line), { key: 'item_voided', line })
}

const moveSelection = (state: TillState, key: KeyPressed): StepResult | undefined => {
  const lines = selectableLines(state)
  if (lines.length === 0) return undefined
  const at = lines.findIndex((line) => line.line === currentLine(state))
  const moved = movedSelection(Math.max(0, at), lines.length, key.action)
  if (moved === undefined) return undefined
  // The last line selected is the same as none selected: new items go on scrolling by.
  return next(state, { selectedLine: moved === lines.length - 1 ? undefined : lines[moved]?.line })
}

/** A code is sold; `3 *` and Enter makes the last line three; Enter alone goes on to the payment. */
const enter = (state: TillState, world: World): StepResult => {
  if (state.entry !== '') return sellCode({ ...state, entry: '' }, world, undefined, state.entry)
  const line = currentLine(state)
  const quantity = state.nextQuantity?.quantity
  if (quantity === undefined) return total(state, world)
  return line === undefined
    ? refuse({ ...state, nextQuantity: undefined }, bad('nothing_selected'))
    : changeLine(state, world, { line, quantity })
}

const total = (state: TillState, world: World): StepResult => {
  const { basket } = state
  if (basket === undefined || isBasketEmpty(basket)) return refuse(state, bad('basket_empty'))
  const cleared: TillState = { ...state, entry: '' }
  return attemptNow(cleared, { type: 'take_payment', by: 'total', typed: '' }, (allowed) => openTender(allowed, world))
}

const escape = (state: TillState): StepResult =>
  next(state, {
    entry: '',
    nextQuantity: undefined,
    isQuantityRefused: false,
    notice: undefined,
    selectedLine: undefined,
  })

/** Backspace with nothing typed takes a refused quantity back, as it takes back what is typed. */
const backspace = (state: TillState): StepResult | undefined =>
  state.isQuantityRefused && state.entry === '' ? escape(state) : undefined

const actions: Partial<Record<TillAction, (state: TillState, world: World) => StepResult | undefined>> = {
  backspace,
  enter,
  escape,
  total,
  quantity: setQuantity,
  void: voidCurrent,
  cash: (state, world) => payNow(state, world, 'cash'),
  card: (state, world) => payNow(state, world, 'card'),
  tenders: (state, world) => payNow(state, world, 'tenders'),
  find: (state, world) => openFind(state, world, state.entry),
}

const startSearch = (state: TillState, key: KeyPressed, world: World): StepResult | undefined =>
  key.text !== undefined && LETTER.test(key.text) && state.entry === '' ? openFind(state, world, key.text) : undefined

const refuseEnd = (state: TillState, { action }: KeyPressed): StepResult | undefined =>
  action !== undefined && endsItem.has(action) ? refuseWithoutQuantity(state) : undefined

const act = (state: TillState, key: KeyPressed, world: World): StepResult | undefined =>
  key.action === undefined ? undefined : actions[key.action]?.(state, world)

/** Keys while selling. */
export function stepSell(state: TillState, key: KeyPressed, world: World): StepResult {
  return (
    refuseEnd(state, key) ??
    act(state, key, world) ??
    moveSelection(state, key) ??
    editEntry(state, key, AMOUNT_SIGN) ??
    startSearch(state, key, world) ??
    editEntry(state, key, CODE_SIGN) ??
    stepFunction(state, key, world)
  )
}
