import type { DomainError } from '#core/errors/domain-error.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
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

/** Does one thing after another; effects add up. */
export const andThen = (result: StepResult, more: (state: TillState) => StepResult): StepResult => {
  const after = more(result.state)
  return { state: after.state, effects: [...result.effects, ...after.effects] }
}
