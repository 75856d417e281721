import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { grams, parseQuantity } from '#core/quantity/quantity.ts'
import type { QuantitySource } from '#core/sale/sale.ts'
import { AMOUNT_SIGN, editEntry } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { addNamed } from '#kiosk/state/sell-code.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { TillState, WeighScreen } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Keys that may wait for a scale: a whole sale typed ahead. */
const WAITING_MAX = 512

const sell = (
  state: TillState,
  world: World,
  screen: WeighScreen,
  weight: { readonly quantity: Quantity | DomainError; readonly source: QuantitySource },
): StepResult => {
  if (weight.quantity instanceof DomainError) return refuseWith(state, weight.quantity)
  const named = { product: screen.product, code: screen.code, label: undefined }
  return addNamed(state, world, named, { quantity: weight.quantity, quantitySource: weight.source })
}

/**
 * Keys and scans that come while the scale is asked wait for its answer, so that a sale typed in one burst ends like one
 * typed key by key. Escape does not wait: it takes the item back.
 */
function waitForScale(state: TillState, screen: WeighScreen, came: KeyPressed | Scanned): StepResult {
  if (came.type === 'key' && came.action === 'escape') {
    return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  }
  if (screen.waiting.length >= WAITING_MAX) return refuse(state, bad('input_lost'))
  return next(state, { screen: { ...screen, waiting: [...screen.waiting, came] } })
}

/** A scan on the weighing screen waits for the scale too; once the scale has failed it is refused. */
export const scanWeigh = (state: TillState, scan: Scanned): StepResult =>
  state.screen.name === 'weigh' && state.screen.isReading
    ? waitForScale(state, state.screen, scan)
    : refuse(state, bad('scan_ignored_here'))

/** The scale answered: the item is sold by its weight. Whoever steps goes on with what waited. */
export function onWeight(state: TillState, weightGrams: number, world: World): StepResult {
  if (state.screen.name !== 'weigh') return next(state)
  return sell(state, world, state.screen, { quantity: grams(weightGrams), source: 'scale' })
}

/** The scale gave no weight: what was typed ahead is dropped with a word, and a weight may be keyed. */
export function onNoWeight(state: TillState, attention: string): StepResult {
  const { screen } = state
  if (screen.name !== 'weigh') return next(state)
  return refuse({ ...state, screen: { ...screen, isReading: false, waiting: [] } }, bad('scale_away', { attention }))
}

/** Keys once the scale has failed: a weight in kilograms that is marked as keyed, or Enter to ask the scale again. */
export function stepWeigh(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'weigh') return next(state)
  if (screen.isReading) return waitForScale(state, screen, key)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'enter' && state.entry === '') {
    return next(state, { screen: { ...screen, isReading: true }, notice: undefined }, [{ type: 'read_scale' }])
  }
  if (key.action === 'enter') {
    return sell(state, world, screen, { quantity: parseQuantity(state.entry, 'gram'), source: 'manual_weight' })
  }
  return editEntry(state, key, AMOUNT_SIGN) ?? next(state)
}
