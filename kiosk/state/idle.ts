import { tellHeldAgain } from '#kiosk/state/held-at-hub.ts'
import { behindHelp, withoutHelp } from '#kiosk/state/help.ts'
import { isLockable, lockTill } from '#kiosk/state/lock.ts'
import { NOBODY } from '#kiosk/state/nobody.ts'
import { releaseSome } from '#kiosk/state/reservations.ts'
import { openShiftScreen } from '#kiosk/state/sign-in.ts'
import { andThen, next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** A customer may look for a card, or a scale for its weight, without anybody touching a key. */
const isWaiting = ({ screen }: TillState): boolean =>
  (screen.name === 'card' && screen.phase !== 'unknown') || (screen.name === 'weigh' && screen.isReading)

/** True when the till has been left alone for longer than the shop allows. */
const isIdle = (state: TillState, nowMs: number): boolean => {
  const limitMs = state.policy.idleLockSeconds * 1000
  return limitMs > 0 && !isWaiting(withoutHelp(state)) && nowMs - state.lastInputAtMs >= limitMs
}

/** A till left alone locks; a number or a PIN left half typed is wiped. */
function look(state: TillState, nowMs: number, world: World): StepResult {
  if (isIdle(state, nowMs)) {
    if (isLockable(state)) return lockTill(state, 'idle')
    return next(state, {
      entry: '',
      isSwallowing: false,
      screen: state.screen.name === 'sign_in' ? NOBODY : state.screen,
    })
  }
  // Midnight passes, or the clock is set, while a float is being counted.
  return behindHelp(state, (shown) => {
    const isOpening = shown.screen.name === 'open_shift' && world.isClockTrusted()
    return next(shown, isOpening ? { screen: openShiftScreen(world) } : {})
  })
}

/** Time passes. */
export const onTick = (state: TillState, nowMs: number, world: World): StepResult =>
  andThen(andThen(look({ ...state, nowMs }, nowMs, world), releaseSome), tellHeldAgain)
