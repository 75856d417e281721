import type { Department } from '#core/catalogue/department.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { meaningOf } from '#kiosk/state/code-meaning.ts'
import { AMOUNT_SIGN, CODE_SIGN, DIGIT, editEntry, hasPoint, typedAmount } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { refuseWithoutQuantity, sellOpenAmount } from '#kiosk/state/sell-code.ts'
import { ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const ONE_PIECE: Quantity = { unit: 'piece', count: 1 }

const backToSell = (state: TillState): StepResult =>
  next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })

/** Looks a code up and shows its price without selling it. */
export function checkPrice(state: TillState, world: World, aim: string | undefined, text: string): StepResult {
  const meaning = meaningOf(aim, text, world)
  if ('refusal' in meaning) return refuse(state, bad(meaning.refusal))
  if ('unknownCode' in meaning) return refuse(state, bad('barcode_unknown', { code: meaning.unknownCode }))
  const found = { product: meaning.product, stockLevel: world.stockLevel(meaning.product.id) }
  return next(state, { screen: { name: 'price_check', found }, entry: '', notice: undefined })
}

/** Keys while prices are checked: a code and Enter, as often as wanted. */
export function stepPriceCheck(state: TillState, key: KeyPressed, world: World): StepResult {
  if (key.action === 'escape') return backToSell(state)
  if (key.action === 'enter') {
    if (state.entry === '') return backToSell(state)
    return checkPrice({ ...state, entry: '' }, world, undefined, state.entry)
  }
  return editEntry(state, key, CODE_SIGN) ?? ignoreKey(state, key)
}

/** The catalogue changed under a price that is shown. */
export function checkPriceAgain(state: TillState, world: World): StepResult {
  const shown = state.screen.name === 'price_check' ? state.screen.found?.product : undefined
  if (shown === undefined) return next(state)
  const product = world.findByCode(shown.barcodes[0] ?? shown.sku ?? '')
  const found = product?.id === shown.id ? { product, stockLevel: world.stockLevel(shown.id) } : undefined
  return next(state, { screen: { name: 'price_check', found } })
}

/** The department key: an amount was typed first, now its department is chosen. */
export function openDepartments(state: TillState, world: World): StepResult {
  const refused = refuseWithoutQuantity(state)
  if (refused !== undefined) return refused
  if (state.entry === '') return refuse(state, bad('type_amount_first'))
  const amountMinor = typedAmount(state)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  if (amountMinor === 0) return refuse(state, bad('amount_invalid'))
  const quantity = state.nextQuantity?.quantity ?? ONE_PIECE
  if (quantity.unit !== 'piece') return refuse(state, bad('quantity_out_of_range', { priceUnit: 'piece' }))
  const departments = world.departments()
  const screen = { name: 'department', amountMinor, quantity, departments, selected: 0 } as const
  return next(state, { screen, entry: '', notice: undefined })
}

const chosenDepartment = (state: TillState): Department | undefined => {
  if (state.screen.name !== 'department') return undefined
  const { departments, selected } = state.screen
  return state.entry === '' ? departments[selected] : departments.find(({ id }) => String(id) === state.entry)
}

/** Keys while a department is chosen: its number, or the arrows; then Enter. */
export function stepDepartment(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'department') return next(state)
  if (key.action === 'escape') return backToSell(state)
  if (key.action === 'enter') {
    const department = chosenDepartment(state)
    if (department === undefined) return refuse(state, bad('not_found'))
    const { amountMinor, quantity } = screen
    return sellOpenAmount(state, world, department, { amountMinor, quantity, code: '', name: department.name })
  }
  const selected = movedSelection(screen.selected, screen.departments.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}

const sellUnknown = (state: TillState, world: World, item: { code: string; quantity: Quantity }): StepResult => {
  const department = world.department(state.policy.unknownItemDepartmentId ?? 0)
  if (department === undefined) return refuse(state, bad('barcode_unknown', { code: item.code }))
  const amountMinor = typedAmount(state)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  return sellOpenAmount(state, world, department, { ...item, amountMinor, name: `Unknown item ${item.code}` })
}

/**
 * Keys after an unknown barcode: its price sells it as unknown, so that no customer waits; Escape leaves it. The price is
 * typed with its decimal sign ("12." will do): the next code and its Enter, typed ahead, must not become a price.
 */
export function stepUnknownItem(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'unknown_item') return next(state)
  if (key.action === 'escape') return backToSell(state)
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
  if (state.entry === '') return refuse(state, bad('type_amount_first'))
  const needsPoint = currencyOf(state.policy.currency).exponent > 0
  if (needsPoint && !hasPoint(state.entry)) return refuse(state, bad('point_first', { example: '12.50' }))
  return sellUnknown(state, world, { code: screen.code, quantity: screen.quantity })
}
