import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { NOBODY } from '#kiosk/state/nobody.ts'
import { withCardIntent } from '#kiosk/state/open-intents.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** True while somebody is signed in and the till is not locked yet. */
export const isLockable = ({ operator, screen }: TillState): boolean =>
  operator !== undefined && screen.name !== 'locked' && screen.name !== 'sign_in'

/** Locks the till, by key or after the idle time. All that was under way stays behind the lock. */
export function lockTill(state: TillState, why: 'key' | 'idle'): StepResult {
  const { basket, operator, screen, tenders } = state
  if (operator === undefined || screen.name === 'locked') return next(state)
  // Nothing that looks like a card's number outlives its field.
  const entry = looksLikeCardNumber(state.entry) ? '' : state.entry
  const saved: TillEffect[] = basket === undefined ? [] : [{ type: 'save_basket', basket, tenders, isNow: true }]
  const change = {
    screen: { name: 'locked' },
    behindLock: { screen, entry },
    entry: '',
    isSwallowing: false,
    notice: undefined,
  } as const
  return next(state, change, [...saved, { type: 'record_lock', operatorId: operator.id, why }])
}

/** Steps what happens by itself (a card is approved, a weight is read) on what the lock hides, and keeps it hidden. */
export function behindLock(state: TillState, run: (state: TillState) => StepResult): StepResult {
  const { screen, entry, behindLock: hidden } = state
  if (screen.name !== 'locked' || hidden === undefined) return run(state)
  const { state: after, effects } = run({ ...state, ...hidden, behindLock: undefined })
  return { state: { ...after, screen, entry, behindLock: { screen: after.screen, entry: after.entry } }, effects }
}

/** Somebody else takes the till over, or the PIN is forgotten: whoever signs in next goes on with the basket. */
export function handOver(state: TillState): StepResult {
  const { behindLock: hidden, operator } = state
  if (operator === undefined) return next(state)
  const openIntents = hidden === undefined ? state.openIntents : withCardIntent(state, hidden.screen)
  return next(
    state,
    { screen: NOBODY, operator: undefined, behindLock: undefined, openIntents, entry: '', notice: undefined },
    [{ type: 'record_sign_out', operatorId: operator.id }],
  )
}
