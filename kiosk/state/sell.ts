import { isBasketEmpty } from '#core/basket/basket.ts'
import { changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { parseQuantity } from '#core/quantity/quantity.ts'
import { withBasket } from '#kiosk/state/basket-step.ts'
import { AMOUNT_SIGN, editEntry, refuseCardNumber } from '#kiosk/state/entry.ts'
import { openFind } from '#kiosk/state/find.ts'
import { stepFunction } from '#kiosk/state/functions.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { sellCode } from '#kiosk/state/sell-code.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import { payNow } from '#kiosk/state/tender.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const LETTER = /^\p{L}$/u

/** The line that void and quantity work on: the selected one, or the last that is still sold. */
const currentLine = (state: TillState): number | undefined =>
  state.selectedLine ?? state.basket?.lines.findLast((line) => !line.isVoided)?.line

const setQuantity = (state: TillState): StepResult => {
  if (state.entry === '') return refuse(state, bad('type_quantity_first'))
  // A decimal sign means kilograms, which only a weighed product takes.
  const unit = /[.,]/u.test(state.entry) ? 'gram' : 'piece'
  const quantity = parseQuantity(state.entry, unit)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  if (state.selectedLine !== undefined && state.basket !== undefined) {
    const source = unit === 'gram' ? 'manual_weight' : 'keyed'
    return withBasket(state, changeQuantity(state.basket, state.selectedLine, quantity, source), good('item_changed'))
  }
  const source = unit === 'gram' ? ('manual_weight' as const) : ('keyed' as const)
  return next(state, { nextQuantity: { quantity, source }, entry: '', notice: good('quantity_set') })
}

const voidCurrent = (state: TillState): StepResult => {
  const line = currentLine(state)
  if (state.basket === undefined || line === undefined) return refuse(state, bad('nothing_selected'))
  const name = state.basket.lines.find((candidate) => candidate.line === line)?.name ?? ''
  return withBasket(state, voidLine(state.basket, line), good('item_voided', { name }))
}

const moveSelection = (state: TillState, key: KeyPressed): StepResult | undefined => {
  const lines = state.basket?.lines.filter((line) => !line.isVoided) ?? []
  if (lines.length === 0) return undefined
  const at = lines.findIndex((line) => line.line === currentLine(state))
  const moved = movedSelection(Math.max(0, at), lines.length, key.action)
  if (moved === undefined) return undefined
  // The last line selected is the same as none selected: new items go on scrolling by.
  return next(state, { selectedLine: moved === lines.length - 1 ? undefined : lines[moved]?.line })
}

const enter = (state: TillState, world: World): StepResult => {
  if (state.entry === '') return total(state)
  return refuseCardNumber(state) ?? sellCode({ ...state, entry: '' }, world, undefined, state.entry)
}

/** To the payment, with the basket safe on disk before any money moves. */
const total = (state: TillState): StepResult => {
  const { basket } = state
  if (basket === undefined || isBasketEmpty(basket)) return refuse(state, bad('basket_empty'))
  return next(state, { screen: { name: 'tender' }, entry: '', notice: undefined, selectedLine: undefined }, [
    { type: 'save_basket', basket, tenders: state.tenders, isNow: true },
  ])
}

const escape = (state: TillState): StepResult =>
  next(state, { entry: '', nextQuantity: undefined, notice: undefined, selectedLine: undefined })

const actions: Partial<Record<TillAction, (state: TillState, world: World) => StepResult>> = {
  enter,
  escape,
  total,
  quantity: setQuantity,
  void: voidCurrent,
  cash: (state, world) => payNow(state, world, 'cash'),
  card: (state, world) => payNow(state, world, 'card'),
  find: (state, world) => openFind(state, world, ''),
}

const startSearch = (state: TillState, key: KeyPressed, world: World): StepResult | undefined =>
  key.text !== undefined && LETTER.test(key.text) && state.entry === '' ? openFind(state, world, key.text) : undefined

/** Keys while selling. */
export function stepSell(state: TillState, key: KeyPressed, world: World): StepResult {
  const act = key.action === undefined ? undefined : actions[key.action]
  return (
    act?.(state, world) ??
    moveSelection(state, key) ??
    editEntry(state, key, AMOUNT_SIGN) ??
    startSearch(state, key, world) ??
    editEntry(state, key, /^[\p{L}\d_-]$/u) ??
    stepFunction(state, key.action, world)
  )
}
