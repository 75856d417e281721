import { DomainError } from '#core/errors/domain-error.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { attemptNow } from '#kiosk/state/authorise.ts'
import { readDate } from '#kiosk/state/business-date.ts'
import { AMOUNT_SIGN, DIGIT, editEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import type { ActionOf } from '#kiosk/state/privileged.ts'
import { enterTill, signOut } from '#kiosk/state/sign-in.ts'
import { ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** The amount that was typed; an empty entry counts as `whenEmpty`. */
const enteredAmount = (state: TillState, whenEmpty: number): number | DomainError =>
  state.entry === '' ? whenEmpty : typedAmount(state)

/** The date of a clock that nobody set: Y says that it is right, or the right one is typed. Enter alone says nothing. */
const confirmDate = (state: TillState, key: KeyPressed, businessDate: string): StepResult => {
  const confirm = (date: string): StepResult =>
    next(state, {
      screen: { name: 'open_shift', businessDate: date, isDateConfirmed: true },
      entry: '',
      notice: undefined,
    })
  if (state.entry === '' && key.text?.toLowerCase() === 'y') return confirm(businessDate)
  if (key.action !== 'enter') return editEntry(state, key, DIGIT) ?? ignoreKey(state, key, 'date_confirm_first')
  const typed = readDate(state.entry)
  return typed === undefined ? refuse(state, bad('date_confirm_first')) : confirm(typed)
}

/** Keys while a shift opens: the date where the clock does not know it, the float that was counted in, and Enter. */
export function stepOpenShift(state: TillState, key: KeyPressed): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'open_shift' || operator === undefined) return next(state)
  if (key.action === 'escape')
    return state.entry === '' ? signOut(state) : next(state, { entry: '', notice: undefined })
  const { businessDate, isDateConfirmed } = screen
  if (!isDateConfirmed) return confirmDate(state, key, businessDate)
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
  const floatMinor = enteredAmount(state, 0)
  if (floatMinor instanceof DomainError) return refuseWith(state, floatMinor)
  const action = { type: 'open_shift', floatMinor, businessDate } as const
  return attemptNow({ ...state, entry: '' }, action, (allowed) => startShift(allowed, action))
}

/** Opens the shift with the float that was counted in. */
export const startShift = (
  state: TillState,
  { floatMinor, businessDate }: Pick<ActionOf<'open_shift'>, 'floatMinor' | 'businessDate'>,
): StepResult =>
  state.operator === undefined || state.shift !== undefined
    ? next(state)
    : next(state, {}, [{ type: 'open_shift', operatorId: state.operator.id, floatMinor, businessDate }])

/** The shift is open: selling begins, or goes on with the basket that waited for it. */
export function onShiftOpened(
  state: TillState,
  event: Extract<TillEvent, { type: 'shift_opened' }>,
  world: World,
): StepResult {
  const { shift, totals: shiftTotals } = event
  const opened = { ...state, shift, shiftTotals }
  if (state.operator === undefined) return next(opened)
  return enterTill(opened, world, good('shift_opened', { businessDate: shift.businessDate }))
}

/** What the shift took stays on the screen until Enter or Escape; no key that was typed ahead takes it away. */
export const stepShiftClosed = (state: TillState, key: KeyPressed): StepResult =>
  key.action === 'enter' || key.action === 'escape' ? signOut(state) : ignoreKey(state, key)

/** The shift is closed: its sums are shown, its report prints, and Enter signs out. */
export const onShiftClosed = (state: TillState, report: ShiftReport): StepResult =>
  next(state, {
    screen: { name: 'shift_closed', report },
    shift: undefined,
    shiftTotals: undefined,
    notice: good('shift_closed', { differenceMinor: report.count?.differenceMinor ?? 0 }),
  })
