import { may } from '#core/staff/may.ts'
import type { Permission } from '#core/staff/permissions.ts'
import { PIN_DIGITS_MIN } from '#core/staff/pin-verifier.ts'
import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
import { permissionsFor, type PrivilegedAction } from '#kiosk/state/privileged.ts'
import { andThen, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import type { AuthoriseScreen, TillState } from '#kiosk/state/till-state.ts'

type Checked = Extract<TillEvent, { type: 'authorisation_checked' }>

/** Operators have numbers of up to four digits. */
const OPERATOR_NUMBER_MAX = 9_999

/** Why a manager is asked: at the payment nobody asked for anything but to be paid. */
const whyAsked = ({ type }: PrivilegedAction, missing: Permission): Notice => {
  if (type !== 'take_payment') return info('manager_needed')
  if (missing === 'override_discount_limit') return info('manager_needed_discount')
  return info(missing === 'override_prices' ? 'manager_needed_price' : 'manager_needed')
}

/**
 * Carries an act out when whoever is signed in may; else asks for a manager, in a layer over the screen that is bound to
 * this one act. Escape leaves everything as it was.
 */
export function attempt(state: TillState, action: PrivilegedAction): StepResult {
  const { operator, entry, notice, screen } = state
  if (operator === undefined) return next(state)
  const missing = permissionsFor(state, action).find((permission) => !may(operator, permission))
  if (missing === undefined) return next(state, {}, [{ type: 'perform', action, approval: undefined }])
  const layer: AuthoriseScreen = {
    name: 'authorise',
    action,
    permission: missing,
    operatorNumber: undefined,
    behind: { screen, entry, notice },
  }
  return next(state, { screen: layer, entry: '', notice: whyAsked(action, missing) }, [{ type: 'beep' }])
}

/** Goes on with `run` at once when whoever is signed in may; else asks for a manager, as `attempt` does. */
export const attemptNow = (
  state: TillState,
  action: PrivilegedAction,
  run: (state: TillState) => StepResult,
): StepResult => {
  const { operator } = state
  const isAllowed = operator !== undefined && permissionsFor(state, action).every((need) => may(operator, need))
  return isAllowed ? run(state) : attempt(state, action)
}

/** The till as it is below the layer, the act forgotten; the same where no manager is asked for. */
export const withoutLayer = (state: TillState): TillState =>
  state.screen.name === 'authorise' ? { ...state, ...state.screen.behind } : state

/** Steps what happens by itself on what the layer covers. The layer stays: what is typed in it must not land elsewhere. */
export function behindLayer(state: TillState, run: (state: TillState) => StepResult): StepResult {
  const { screen, entry, notice } = state
  if (screen.name !== 'authorise') return run(state)
  const { state: after, effects } = run(withoutLayer(state))
  const behind = { screen: after.screen, entry: after.entry, notice: after.notice }
  const told = after.notice === screen.behind.notice ? notice : after.notice
  return { state: { ...after, screen: { ...screen, behind }, entry, notice: told }, effects }
}

const ask = (state: TillState, screen: AuthoriseScreen, notice: Notice): StepResult =>
  refuse({ ...state, screen: { ...screen, operatorNumber: undefined } }, notice)

const enterNumber = (state: TillState, screen: AuthoriseScreen): StepResult => {
  const operatorNumber = Number(state.entry)
  if (operatorNumber < 1 || operatorNumber > OPERATOR_NUMBER_MAX) return refuse(state, bad('pin_wrong'))
  return next(state, { screen: { ...screen, operatorNumber }, entry: '', notice: undefined })
}

const enterPin = (state: TillState, screen: AuthoriseScreen, operatorNumber: number): StepResult => {
  // What is too short to be a PIN is a slip, or was typed ahead for something else; it costs none of the attempts.
  if (state.entry.length < PIN_DIGITS_MIN) return ask(state, screen, bad('pin_wrong'))
  const { action } = screen
  const { basket, operator } = withoutLayer(state)
  if (operator === undefined) return next(state)
  return next(state, { entry: '' }, [
    {
      type: 'check_authorisation',
      operatorNumber,
      pin: state.entry,
      needs: permissionsFor(state, action),
      permission: screen.permission,
      act: action.type,
      subjectId: 'subjectId' in action ? action.subjectId : (basket?.saleId ?? null),
      askedBy: operator.id,
    },
  ])
}

/** Keys in the layer: a manager's number and PIN; Escape forgets the act and goes back to exactly what was under way. */
export function stepAuthorise(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'authorise') return next(state)
  if (key.action === 'escape') return next(withoutLayer(state))
  if (key.action !== 'enter') return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
  const { operatorNumber } = screen
  return operatorNumber === undefined ? enterNumber(state, screen) : enterPin(state, screen, operatorNumber)
}

const refusals = {
  wrong: bad('pin_wrong'),
  unknown: bad('pin_wrong'),
  locked: bad('authorisation_locked'),
  hub_unheard: bad('authorisation_hub_unheard'),
  may_not: bad('authorisation_may_not'),
} as const satisfies Record<Exclude<Checked['result'], 'right'>, Notice>

/** The answer to a manager's PIN: the one act that was asked for is carried out, and no other. */
export function onAuthorisationChecked(state: TillState, event: Checked): StepResult {
  const { screen } = state
  if (screen.name !== 'authorise') return next(state)
  if (event.result !== 'right' || event.authorisedBy === undefined) {
    return ask(state, screen, event.result === 'right' ? refusals.unknown : refusals[event.result])
  }
  const { action, permission } = screen
  const approval = { permission, authorisedBy: event.authorisedBy }
  return andThen(next(withoutLayer(state), { notice: undefined }), (after) =>
    next(after, {}, [{ type: 'perform', action, approval }]),
  )
}
