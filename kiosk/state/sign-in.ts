import { isBasketEmpty, liveLines } from '#core/basket/basket.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { endEmptied } from '#kiosk/state/basket-step.ts'
import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { handOver, liftLock } from '#kiosk/state/lock.ts'
import { NOBODY } from '#kiosk/state/nobody.ts'
import { bad, good, type Notice } from '#kiosk/state/notice.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import { showTerminal } from '#kiosk/state/refund-settle.ts'
import { andThen, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import { openTender } from '#kiosk/state/tender.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Operators have numbers of up to four digits. */
const OPERATOR_NUMBER_MAX = 9_999

/** Where a shift opens: on a date that the clock knows, or the operator confirms. */
export const openShiftScreen = (world: World): TillScreen => ({
  name: 'open_shift',
  businessDate: world.localDate(),
  isDateConfirmed: world.isClockTrusted(),
})

/** Where somebody goes on who signed in: to the float, to a payment under way (completed, if all is paid), or to selling. */
export function enterTill(state: TillState, world: World, notice: Notice | undefined): StepResult {
  const { basket, tenders } = state
  if (state.shift === undefined) return next(state, { screen: openShiftScreen(world), entry: '', notice })
  // A card may have its money already: nothing goes on before somebody says so.
  if (state.openRefund !== undefined) return showTerminal(state, state.openRefund, true)
  const unknown = unknownPayment(state)
  if (unknown !== undefined) {
    const { intentId, amountMinor } = unknown
    const screen = { name: 'card', intentId, amountMinor, phase: 'unknown' } as const
    return next(state, { screen, entry: '', notice: bad('card_unknown') })
  }
  const isPaying = tenders.length > 0 && basket !== undefined && !isBasketEmpty(basket)
  if (!isPaying) return next(state, { screen: { name: 'sell' }, entry: '', notice })
  return andThen(openTender({ ...state, screen: { name: 'tender' }, entry: '' }, world), (after) =>
    next(after, { notice }),
  )
}

const enterNumber = (state: TillState): StepResult => {
  const operatorNumber = Number(state.entry)
  if (operatorNumber < 1 || operatorNumber > OPERATOR_NUMBER_MAX) return refuse(state, bad('pin_wrong'))
  return next(state, { screen: { name: 'sign_in', field: 'pin', operatorNumber }, entry: '', notice: undefined })
}

const enterPin = (state: TillState, operatorNumber: number, isUnlock: boolean): StepResult =>
  // An empty PIN is a slip of the finger, and costs none of the five attempts.
  state.entry === ''
    ? refuse(state, bad('pin_wrong'))
    : next(state, { entry: '' }, [{ type: 'check_pin', operatorNumber, pin: state.entry, isUnlock }])

/** Keys while nobody is signed in: a number, then a PIN. */
export function stepSignIn(state: TillState, key: KeyPressed): StepResult {
  if (state.screen.name !== 'sign_in') return next(state)
  const { field, operatorNumber } = state.screen
  if (key.action === 'escape') return next(state, { screen: NOBODY, entry: '', notice: undefined })
  if (key.action === 'enter') return field === 'number' ? enterNumber(state) : enterPin(state, operatorNumber, false)
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key, 'sign_in_first')
}

/** Keys while the till is locked: the PIN of whoever locked it, or the sign-out key for somebody else to take it over. */
export function stepLocked(state: TillState, key: KeyPressed): StepResult {
  if (key.action === 'escape') return next(state, { entry: '', notice: undefined })
  if (key.action === 'enter') return enterPin(state, state.operator?.number ?? 0, true)
  if (key.action === 'sign_out') return handOver(state)
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key, 'sign_in_first')
}

const noticeOf = (event: Extract<TillEvent, { type: 'pin_checked' }>): Notice => {
  if (event.result === 'locked') return bad('pin_locked')
  return event.result === 'hub_unheard' ? bad('hub_unheard') : bad('pin_wrong', { attempts: event.attempts })
}

/** What the till was about when it stopped: items that are still in the sale, or a sale whose change nobody may have read. */
const recoveredNotice = ({ basket, shift, lastSale }: TillState): Notice | undefined => {
  const count = basket === undefined ? 0 : liveLines(basket).length
  if (count > 0) return good('sale_recovered', { count })
  if (lastSale === undefined || shift === undefined) return undefined
  const { receiptLabel, totals, tenders } = lastSale
  return good('sale_was_complete', {
    receiptLabel,
    totalMinor: totals.totalMinor,
    changeMinor: changeMinor(tenders),
  })
}

const unlock = (state: TillState, world: World): StepResult =>
  state.behindLock === undefined ? enterTill(state, world, good('till_unlocked')) : liftLock(state, state.behindLock)

/** The answer to a PIN. Unknown operators and wrong PINs sound the same, so that numbers cannot be searched. */
export function onPinChecked(
  state: TillState,
  event: Extract<TillEvent, { type: 'pin_checked' }>,
  world: World,
): StepResult {
  const { screen } = state
  const isUnlock = screen.name === 'locked'
  if (!isUnlock && screen.name !== 'sign_in') return next(state)
  if (event.result !== 'right' || event.operator === undefined) {
    return refuse({ ...state, screen: isUnlock ? screen : NOBODY }, noticeOf(event))
  }
  const { operator } = event
  if (isUnlock) return operator.id === state.operator?.id ? unlock(state, world) : refuse(state, bad('pin_wrong'))
  return enterTill({ ...state, operator, lastSale: undefined }, world, recoveredNotice(state))
}

/** Signs the operator out; a basket must be paid, held or cancelled first. */
export const signOut = (state: TillState): StepResult =>
  andThen(endEmptied(state), (after) => {
    if (after.operator === undefined) return next(after)
    if (after.basket !== undefined) return refuse(after, bad('basket_not_empty'))
    return next(
      after,
      {
        screen: NOBODY,
        operator: undefined,
        entry: '',
        nextQuantity: undefined,
        isQuantityRefused: false,
        notice: undefined,
      },
      [{ type: 'record_sign_out', operatorId: after.operator.id }],
    )
  })
