import type { Basket } from '#core/basket/basket.ts'
import { changeQuantity, EMPTIES_COUNT_MAX, tooManyEmpties } from '#core/basket/change-basket.ts'
import { takeEmptiesBack } from '#core/basket/deposit.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { depositOn } from '#kiosk/state/add-item.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { meaningOf } from '#kiosk/state/code-meaning.ts'
import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { EmptiesScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Longer numbers are codes; so many empties are a count. */
const COUNT_DIGITS_MAX = 3
const COUNT = /^\d{1,3}$/u

const noCount = bad('pieces_invalid', { max: EMPTIES_COUNT_MAX })

/** Opens what takes empties back; a number that was typed first is how many. */
export function openEmpties(state: TillState, world: World): StepResult {
  const deposits = world.deposits()
  if (deposits.length === 0) return refuse(state, bad('empties_none'))
  const set = state.nextQuantity?.quantity
  const entry = set?.unit === 'piece' ? String(set.count) : state.entry
  const opened: TillState = {
    ...state,
    screen: { name: 'empties', deposits, selected: 0 },
    entry: '',
    nextQuantity: undefined,
    isQuantityRefused: false,
    notice: undefined,
  }
  if (entry === '' || COUNT.test(entry)) return next({ ...opened, entry })
  return refuseWith(opened, tooManyEmpties())
}

/** More of the same are more on the same line. */
const withEmpties = (state: TillState, world: World, deposit: Product, count: number): Basket | DomainError => {
  const basket = basketOf(state, world)
  const last = basket.lines.at(-1)
  const taxGroup = world.taxGroup(deposit.taxGroupId)
  if (taxGroup === undefined) return new DomainError('not_found', 'This deposit has no tax group.')
  const isSame =
    last?.kind === 'empties' &&
    !last.isVoided &&
    last.productId === deposit.id &&
    last.unitPriceMinor === 0 - deposit.priceMinor
  if (isSame && last.quantity.unit === 'piece') {
    return changeQuantity(basket, last.line, { unit: 'piece', count: last.quantity.count + count }, 'keyed')
  }
  const code = deposit.barcodes[0] ?? deposit.sku ?? ''
  return takeEmptiesBack(basket, { product: deposit, taxGroup }, { count, code })
}

const takeBack = (state: TillState, world: World, deposit: Product, count: number): StepResult => {
  const changed = withEmpties(state, world, deposit, count)
  if (changed instanceof DomainError) return refuseWith(state, changed)
  return withBasket(state, changed, { key: 'empties_taken' })
}

/** The deposit that a code means: its own, or that of the bottle which was scanned. */
const depositNamed = (aim: string | undefined, text: string, world: World): Product | undefined => {
  const meaning = meaningOf(aim, text, world)
  if (!('product' in meaning)) return undefined
  const { product } = meaning
  return product.rules?.isDeposit === true ? product : depositOn(product, world)?.product
}

/** Each scan is one that came back; the next may follow. */
export function scanEmpties(state: TillState, { aim, text }: Scanned, world: World): StepResult {
  const { screen } = state
  const deposit = depositNamed(aim, text, world)
  if (deposit === undefined) return refuse(state, bad('empties_not'))
  const { state: after, effects } = takeBack(state, world, deposit, 1)
  return { state: { ...after, screen }, effects }
}

const enter = (state: TillState, screen: EmptiesScreen, world: World): StepResult => {
  const { entry } = state
  const chosen = screen.deposits[screen.selected]
  if (entry.length > COUNT_DIGITS_MAX) {
    const deposit = depositNamed(undefined, entry, world)
    const at = screen.deposits.findIndex(({ id }) => id === deposit?.id)
    return at === -1
      ? refuse(state, bad('empties_not', { max: EMPTIES_COUNT_MAX }))
      : next(state, { screen: { ...screen, selected: at }, entry: '', notice: undefined })
  }
  // A price may not come of an Enter alone: the till pays it out.
  if (entry === '' || chosen === undefined) return refuse(state, noCount)
  return takeBack(state, world, chosen, Number(entry))
}

/** Keys while empties come back: how many and Enter; a code and Enter, or the arrows, say of which. */
export function stepEmpties(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'empties') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'enter') return enter(state, screen, world)
  const selected = movedSelection(screen.selected, screen.deposits.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected } })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}
