import { DomainError } from '#core/errors/domain-error.ts'
import { grams } from '#core/quantity/quantity.ts'
import { addNamed } from '#kiosk/state/add-item.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { AMOUNT_SIGN, editEntry, hasPoint, typedQuantity } from '#kiosk/state/entry.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import { askScale } from '#kiosk/state/sell-code.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState, WeighScreen } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const saidBy = ({ facts }: WeighScreen): Pick<WeighScreen, 'facts'> => (facts === undefined ? {} : { facts })

/** Keys that may wait for a scale: a whole sale typed ahead. */
const WAITING_MAX = 512

const sell = (state: TillState, world: World, screen: WeighScreen, weightGrams: number): StepResult => {
  const quantity = grams(weightGrams)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  return addNamed(state, world, { ...screen, label: undefined }, { quantity, quantitySource: 'scale' })
}

const backToSell = (state: TillState): StepResult =>
  next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })

/**
 * Keys and scans that come while the scale is asked wait for its answer, so that a sale typed in one burst ends like one
 * typed key by key. Escape does not wait: it takes the item back.
 */
function waitForScale(state: TillState, screen: WeighScreen, came: KeyPressed | Scanned): StepResult {
  if (came.type === 'key' && came.action === 'escape') return backToSell(state)
  if (screen.waiting.length >= WAITING_MAX) return complain(state, bad('input_lost'))
  return next(state, { screen: { ...screen, waiting: [...screen.waiting, came] } })
}

/** A scan on the weighing screen waits for the scale too; once the scale has failed it is refused. */
export const scanWeigh = (state: TillState, scan: Scanned): StepResult =>
  state.screen.name === 'weigh' && state.screen.isReading
    ? waitForScale(state, state.screen, scan)
    : complain(state, bad('scan_ignored_here'))

/** The reading that this answer belongs to; undefined for one that comes late, after an Escape or a second reading. */
const readingOf = (state: TillState, readingId: string): WeighScreen | undefined => {
  const { screen } = state
  return screen.name === 'weigh' && screen.isReading && screen.readingId === readingId ? screen : undefined
}

/** No weight came of it: what was typed ahead is dropped with a word, and a weight may be keyed. */
const stopReading = (state: TillState, screen: WeighScreen, notice: Notice): StepResult => {
  const details = screen.waiting.length === 0 ? notice.details : { ...notice.details, isInputLost: true }
  return refuse({ ...state, screen: { ...screen, isReading: false, waiting: [] } }, { ...notice, details })
}

/** The scale answered: the item is sold by its weight. `waiting` is what was typed ahead, for whoever steps to go on with. */
export function onWeight(
  state: TillState,
  event: Extract<TillEvent, { type: 'weight_read' }>,
  world: World,
): { readonly result: StepResult; readonly waiting: WeighScreen['waiting'] } {
  const screen = readingOf(state, event.readingId)
  if (screen === undefined) return { result: next(state), waiting: [] }
  const result = sell(state, world, screen, event.weightGrams)
  if (result.state.screen.name !== 'weigh') return { result, waiting: screen.waiting }
  const refusal = result.state.notice ?? bad('scale_away', { attention: '' })
  return { result: stopReading(state, screen, refusal), waiting: [] }
}

/** The scale gave no weight. */
export function onNoWeight(state: TillState, event: Extract<TillEvent, { type: 'weight_failed' }>): StepResult {
  const screen = readingOf(state, event.readingId)
  const { attention } = event
  return screen === undefined ? next(state) : stopReading(state, screen, bad('scale_away', { attention }))
}

/** The scale is back: it is asked again, unless a weight is being keyed. */
export function onScaleBack(state: TillState, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'weigh' || screen.isReading || state.entry !== '') return next(state)
  return askScale(state, world, screen)
}

/**
 * Keys once the scale has failed: a weight in kilograms that is marked as keyed, or Enter to ask the scale again. The
 * weight is typed with its decimal sign ("2." will do): the next code and its Enter, typed ahead, must not become a weight.
 */
export function stepWeigh(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'weigh') return next(state)
  if (screen.isReading) return waitForScale(state, screen, key)
  if (key.action === 'escape') return backToSell(state)
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
  if (state.entry === '') return askScale(state, world, screen)
  if (!hasPoint(state.entry)) return refuse(state, bad('point_first', { example: '0.850' }))
  const quantity = typedQuantity(state)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  const { product, code } = screen
  const weightGrams = quantity.unit === 'gram' ? quantity.weightGrams : 0
  return attempt(state, {
    type: 'keyed_weight',
    productId: product.id,
    code,
    weightGrams,
    ...saidBy(screen),
  })
}
