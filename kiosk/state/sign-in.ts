import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { bad, good, type Notice } from '#kiosk/state/notice.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const NOBODY = { name: 'sign_in', field: 'number', operatorNumber: 0 } as const

/** Where a signed-in operator goes on: to the float, to an unfinished payment, or to selling. */
export function enterTill(state: TillState, world: World, notice: Notice | undefined): StepResult {
  if (state.shift === undefined) {
    const screen = {
      name: 'open_shift',
      businessDate: world.localDate(),
      isClockTrusted: world.isClockTrusted(),
    } as const
    return next(state, { screen, entry: '', notice })
  }
  const isPaying = state.tenders.length > 0 && state.basket !== undefined
  return next(state, { screen: { name: isPaying ? 'tender' : 'sell' }, entry: '', notice })
}

const enterNumber = (state: TillState): StepResult => {
  const operatorNumber = Number(state.entry)
  if (state.entry === '' || operatorNumber < 1 || operatorNumber > 9999) return refuse(state, bad('pin_wrong'))
  return next(state, { screen: { name: 'sign_in', field: 'pin', operatorNumber }, entry: '', notice: undefined })
}

/** Keys while nobody is signed in: a number, then a PIN. */
export function stepSignIn(state: TillState, key: KeyPressed): StepResult {
  if (state.screen.name !== 'sign_in') return next(state)
  const { field, operatorNumber } = state.screen
  if (key.action === 'escape') return next(state, { screen: NOBODY, entry: '', notice: undefined })
  if (key.action === 'enter' && field === 'number') return enterNumber(state)
  if (key.action === 'enter') {
    return next(state, { entry: '' }, [{ type: 'check_pin', operatorNumber, pin: state.entry, isUnlock: false }])
  }
  return editEntry(state, key, DIGIT) ?? next(state)
}

/** Keys while the till is locked: the PIN of whoever locked it; the basket waits. */
export function stepLocked(state: TillState, key: KeyPressed): StepResult {
  const operatorNumber = state.operator?.number ?? 0
  if (key.action === 'escape') return next(state, { entry: '', notice: undefined })
  if (key.action === 'enter') {
    return next(state, { entry: '' }, [{ type: 'check_pin', operatorNumber, pin: state.entry, isUnlock: true }])
  }
  return editEntry(state, key, DIGIT) ?? next(state)
}

const noticeOf = (event: Extract<TillEvent, { type: 'pin_checked' }>): Notice =>
  event.result === 'locked' ? bad('pin_locked') : bad('pin_wrong', { attempts: event.attempts })

/** The answer to a PIN. Unknown operators and wrong PINs sound the same, so that numbers cannot be searched. */
export function onPinChecked(
  state: TillState,
  event: Extract<TillEvent, { type: 'pin_checked' }>,
  world: World,
): StepResult {
  if (event.result !== 'right' || event.operator === undefined) {
    const screen = state.screen.name === 'sign_in' ? NOBODY : state.screen
    return refuse({ ...state, screen }, noticeOf(event))
  }
  const isUnlock = state.screen.name === 'locked'
  const signedIn = { ...state, operator: event.operator }
  if (isUnlock) return enterTill(signedIn, world, good('till_unlocked'))
  const count = state.basket?.lines.length ?? 0
  return enterTill(signedIn, world, count === 0 ? undefined : good('sale_recovered', { count }))
}

/** Locks the till, the basket stays; by key or after the idle time. */
export function lockTill(state: TillState, why: 'key' | 'idle'): StepResult {
  if (state.operator === undefined || state.screen.name === 'locked') return next(state)
  const saved =
    state.basket === undefined
      ? []
      : [{ type: 'save_basket', basket: state.basket, tenders: state.tenders, isNow: true } as const]
  return next(state, { screen: { name: 'locked' }, entry: '', notice: undefined, nextQuantity: undefined }, [
    ...saved,
    { type: 'record_lock', operatorId: state.operator.id, why },
  ])
}

/** Signs the operator out; a basket must be paid, held or cancelled first. */
export function signOut(state: TillState): StepResult {
  if (state.operator === undefined) return next(state)
  if (state.basket !== undefined && state.basket.lines.length > 0) return refuse(state, bad('basket_not_empty'))
  return next(state, { screen: NOBODY, operator: undefined, entry: '', notice: undefined }, [
    { type: 'record_sign_out', operatorId: state.operator.id },
  ])
}
