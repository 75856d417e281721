import type { ReasonLists } from '#core/catalogue/policy.ts'
import { reasonsOf } from '#core/catalogue/reasons.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { ReasonScreen, TillState } from '#kiosk/state/till-state.ts'

/** Asks why an act is done, from one of the shop's lists; what is picked goes into the act, and then it is attempted. */
export function askReason(state: TillState, list: keyof ReasonLists, action: ReasonScreen['action']): StepResult {
  const reasons = reasonsOf(state.policy, list)
  const screen: ReasonScreen = { name: 'reason', action, reasons, selected: 0, from: state.screen }
  return next(state, { screen, entry: '', notice: undefined })
}

const chosen = (state: TillState, { reasons, selected }: ReasonScreen): string | undefined =>
  reasons[state.entry === '' ? selected : Number(state.entry) - 1]

/** Keys while a reason is picked: its number, or the arrows; then Enter. */
export function stepReason(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'reason') return next(state)
  const from: TillState = { ...state, screen: screen.from, entry: '', notice: undefined }
  if (key.action === 'escape') return next(from)
  if (key.action === 'enter') {
    const reason = chosen(state, screen)
    return reason === undefined ? refuse(state, bad('not_found')) : attempt(from, { ...screen.action, reason })
  }
  const selected = movedSelection(screen.selected, screen.reasons.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}
