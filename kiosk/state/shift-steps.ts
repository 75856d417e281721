import { DomainError } from '#core/errors/domain-error.ts'
import type { ShiftClose } from '#core/shift/shift.ts'
import { AMOUNT_SIGN, editEntry, refuseCardNumber, typedAmount } from '#kiosk/state/entry.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { signOut } from '#kiosk/state/sign-in.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** The amount that was typed; an empty entry counts as `whenEmpty`. */
const enteredAmount = (state: TillState, whenEmpty: number): number | DomainError =>
  state.entry === '' ? whenEmpty : typedAmount(state)

/** Keys while a shift opens: the float that was counted into the drawer, and Enter. */
export function stepOpenShift(state: TillState, key: KeyPressed): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'open_shift' || operator === undefined) return next(state)
  if (key.action === 'escape') return state.entry === '' ? signOut(state) : next(state, { entry: '' })
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? next(state)
  const refused = refuseCardNumber(state)
  if (refused !== undefined) return refused
  const floatMinor = enteredAmount(state, 0)
  if (floatMinor instanceof DomainError) return refuseWith(state, floatMinor)
  const { businessDate } = screen
  return next(state, { entry: '' }, [{ type: 'open_shift', operatorId: operator.id, floatMinor, businessDate }])
}

/** The shift is open: selling begins. */
export const onShiftOpened = (state: TillState, event: Extract<TillEvent, { type: 'shift_opened' }>): StepResult =>
  next(state, {
    shift: event.shift,
    shiftTotals: event.totals,
    screen: { name: 'sell' },
    notice: good('shift_opened', { businessDate: event.shift.businessDate }),
  })

/** Asks for the count of the drawer; nothing may be open any more. */
export function openCloseShift(state: TillState): StepResult {
  if (state.shift === undefined) return refuse(state, bad('shift_closed'))
  if (state.basket !== undefined && state.basket.lines.length > 0) return refuse(state, bad('basket_not_empty'))
  if (state.openIntents.length > 0) return refuse(state, bad('payment_unknown_blocks'))
  return next(state, { screen: { name: 'close_shift' }, entry: '', notice: undefined }, [
    { type: 'open_drawer', reason: 'shift' },
  ])
}

/** Keys while the drawer is counted: what lies in it, and Enter. The expected sum is shown only afterwards. */
export function stepCloseShift(state: TillState, key: KeyPressed): StepResult {
  const { operator } = state
  if (operator === undefined) return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? next(state)
  if (state.entry === '') return refuse(state, bad('type_amount_first'))
  const refused = refuseCardNumber(state)
  if (refused !== undefined) return refused
  const countedCashMinor = typedAmount(state)
  if (countedCashMinor instanceof DomainError) return refuseWith(state, countedCashMinor)
  return next(state, { entry: '' }, [{ type: 'close_shift', operatorId: operator.id, countedCashMinor }])
}

/** The shift is closed: its sums are shown, and the next key signs out. */
export const onShiftClosed = (state: TillState, close: ShiftClose): StepResult =>
  next(state, {
    screen: { name: 'shift_closed', close },
    shift: undefined,
    shiftTotals: undefined,
    notice: good('shift_closed', { differenceMinor: close.differenceMinor }),
  })
