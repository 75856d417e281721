import type { DomainError } from '#core/errors/domain-error.ts'
import { bad, type Notice, type NoticeKey } from '#kiosk/state/notice.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** What one event made of a till: the state after it, and what is to be done, in order. */
export interface StepResult {
  readonly state: TillState
  readonly effects: readonly TillEffect[]
}

/** Goes on from `state` with some of it changed. */
export const next = (
  state: TillState,
  change: Partial<TillState> = {},
  effects: readonly TillEffect[] = [],
): StepResult => ({ state: { ...state, ...change }, effects })

/** Says no: beeps, keeps everything, empties the entry so that the next key starts afresh. */
export const refuse = (state: TillState, notice: Notice): StepResult =>
  next(state, { notice, entry: '' }, [{ type: 'beep' }])

/** Says no with a refusal of the rules. */
export const refuseWith = (state: TillState, error: DomainError): StepResult =>
  refuse(state, bad(error.code, error.details))

/** Says no to what came from elsewhere or means nothing here: beeps, and what is typed stays as it is. */
export const complain = (state: TillState, notice: Notice): StepResult => next(state, { notice }, [{ type: 'beep' }])

const arrows: ReadonlySet<TillAction> = new Set(['up', 'down', 'page_up', 'page_down', 'home', 'end'])

/** A key that means nothing on this screen says so; arrows and keys without any meaning stay silent. */
export function ignoreKey(state: TillState, key: KeyPressed, why: NoticeKey = 'key_ignored_here'): StepResult {
  const isSilent = key.action === undefined ? key.text === undefined : arrows.has(key.action)
  return isSilent ? next(state) : complain(state, bad(why))
}

/** Does one thing after another; effects add up. */
export const andThen = (result: StepResult, more: (state: TillState) => StepResult): StepResult => {
  const after = more(result.state)
  return { state: after.state, effects: [...result.effects, ...after.effects] }
}
