import { bad } from '#kiosk/state/notice.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Asks whether the customer of the oldest card that was charged without a sale has the money again. */
export function askGiveBack(state: TillState): StepResult {
  const [payment] = state.unclaimed
  if (payment === undefined) return refuse(state, bad('give_back_none'))
  return next(state, { screen: { name: 'confirm_give_back', payment }, entry: '', notice: undefined })
}

/** Keys while the till asks that: Y or N, never Enter, which may have been typed ahead. */
export function stepGiveBack(state: TillState, key: KeyPressed): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'confirm_give_back' || operator === undefined) return next(state)
  const sell = { screen: { name: 'sell' }, entry: '', notice: undefined } as const
  const answer = key.text?.toLowerCase()
  if (key.action === 'escape' || answer === 'n') return next(state, sell)
  if (answer !== 'y') return ignoreKey(state, key)
  return next(state, sell, [{ type: 'give_back', intentId: screen.payment.intentId, operatorId: operator.id }])
}
