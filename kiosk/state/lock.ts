import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { withoutLayer } from '#kiosk/state/authorise.ts'
import { withoutHelp } from '#kiosk/state/help.ts'
import { NOBODY } from '#kiosk/state/nobody.ts'
import { good } from '#kiosk/state/notice.ts'
import { withCardIntent } from '#kiosk/state/open-intents.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { BehindLock, TillState } from '#kiosk/state/till-state.ts'

/** True while somebody is signed in and the till is not locked yet. */
export const isLockable = ({ operator, screen }: TillState): boolean =>
  operator !== undefined && screen.name !== 'locked' && screen.name !== 'sign_in'

/** Locks the till, by key or after the idle time. All that was under way stays behind the lock. */
export function lockTill(before: TillState, why: 'key' | 'idle'): StepResult {
  // An act that waits for a manager is forgotten: nothing of a PIN outlives its field.
  const state = withoutHelp(withoutLayer(before))
  const { basket, operator, screen, tenders } = state
  if (operator === undefined || screen.name === 'locked') return next(state)
  // Nothing that looks like a card's number outlives its field.
  const entry = looksLikeCardNumber(state.entry) ? '' : state.entry
  const saved: TillEffect[] = basket === undefined ? [] : [{ type: 'save_basket', basket, tenders, isNow: true }]
  const change = {
    screen: { name: 'locked', why },
    behindLock: { screen, entry, typedAhead: [] },
    entry: '',
    isSwallowing: false,
    notice: undefined,
  } as const
  return next(state, change, [...saved, { type: 'record_lock', operatorId: operator.id, why }])
}

/**
 * Steps what happens by itself (a card is approved, a weight is read) on what the lock hides, and keeps it hidden. What
 * was typed ahead goes on waiting: at the lock it would be taken for a PIN.
 */
export function behindLock(state: TillState, run: (state: TillState) => StepResult): StepResult {
  const { screen, entry, behindLock: hidden } = state
  if (screen.name !== 'locked' || hidden === undefined) return run(state)
  const behind = { screen: hidden.screen, entry: hidden.entry, behindLock: undefined }
  const { state: after, effects } = run({ ...state, ...behind })
  const released = effects.flatMap((effect) => (effect.type === 'type_ahead' ? effect.events : []))
  const typedAhead = [...hidden.typedAhead, ...released]
  return {
    state: { ...after, screen, entry, behindLock: { screen: after.screen, entry: after.entry, typedAhead } },
    effects: effects.filter(({ type }) => type !== 'type_ahead'),
  }
}

/** Shows again what the lock hid, and goes on with what was typed ahead of it. */
export function liftLock(state: TillState, hidden: BehindLock): StepResult {
  const { screen, entry, typedAhead } = hidden
  const effects: TillEffect[] = typedAhead.length === 0 ? [] : [{ type: 'type_ahead', events: typedAhead }]
  return next(state, { screen, entry, behindLock: undefined, notice: good('till_unlocked') }, effects)
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
