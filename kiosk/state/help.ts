import { ignoreKey, next, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** True where somebody is signed in and no help is shown yet; while the scale is asked the key waits as all others do. */
export const isHelpable = ({ operator, screen }: TillState): boolean => {
  const isElsewhere =
    screen.name === 'sign_in' || screen.name === 'locked' || screen.name === 'help' || screen.name === 'authorise'
  const isReading = screen.name === 'weigh' && screen.isReading
  return operator !== undefined && !isElsewhere && !isReading
}

/** Shows what the keys do, over whatever is under way. */
export function openHelp(state: TillState): StepResult {
  const { screen, entry, notice } = state
  return next(state, { screen: { name: 'help', behind: { screen, entry, notice } }, entry: '', notice: undefined })
}

/** The till as it is below the help; the same where none is shown. */
export const withoutHelp = (state: TillState): TillState =>
  state.screen.name === 'help' ? { ...state, ...state.screen.behind } : state

/** Keys while help is shown: back to exactly what was under way. */
export const stepHelp = (state: TillState, key: KeyPressed): StepResult =>
  key.action === 'escape' || key.action === 'enter' || key.action === 'help'
    ? next(withoutHelp(state))
    : ignoreKey(state, key)

/**
 * Steps what happens by itself (a card is approved, a printer refuses) on what the help hides. Help stays unless that
 * leads to another screen or has something to say: it must be seen.
 */
export function behindHelp(state: TillState, run: (state: TillState) => StepResult): StepResult {
  if (state.screen.name !== 'help') return run(state)
  const { behind } = state.screen
  const { state: after, effects } = run(withoutHelp(state))
  if (after.screen.name !== behind.screen.name || after.notice !== behind.notice) return { state: after, effects }
  const hidden = { screen: after.screen, entry: after.entry, notice: after.notice }
  const { entry, notice } = state
  return { state: { ...after, screen: { name: 'help', behind: hidden }, entry, notice }, effects }
}
