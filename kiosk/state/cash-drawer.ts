import { drawerChangeMinor, type CashMovement, type CashMovementKind } from '#core/cash/cash-movement.ts'
import type { ReasonLists } from '#core/catalogue/policy.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import { AMOUNT_SIGN, DIGIT, editEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { askReason } from '#kiosk/state/reason.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { CashDrawerScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** What the drawer opens for beside sales, in the order of the list. */
export const drawerActs = ['no_sale', 'paid_in', 'paid_out', 'drop'] as const satisfies readonly CashMovementKind[]

const reasonLists: Readonly<Record<CashMovementKind, keyof ReasonLists>> = {
  no_sale: 'noSale',
  paid_in: 'paidIn',
  paid_out: 'paidOut',
  drop: 'drop',
}

/** Shows what the drawer opens for; an amount typed before goes with it. */
export function openCashDrawer(state: TillState): StepResult {
  if (state.shift === undefined) return refuse(state, bad('shift_closed'))
  const amountMinor = state.entry === '' ? undefined : typedAmount(state)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  const screen: CashDrawerScreen = { name: 'cash_drawer', kind: undefined, amountMinor, selected: 0 }
  return next(state, { screen, entry: '', notice: undefined })
}

/** Asks why; what began on the sell screen ends there. */
const ask = (state: TillState, kind: CashMovementKind, amountMinor: number): StepResult =>
  askReason({ ...state, screen: { name: 'sell' } }, reasonLists[kind], {
    type: 'cash_movement',
    kind,
    amountMinor,
    reason: '',
  })

const take = (state: TillState, kind: CashMovementKind, amountMinor: number): StepResult => {
  const { smallestCoinMinor = 1 } = state.policy
  if (amountMinor < 1) return refuse(state, bad('type_amount_first'))
  if (amountMinor % smallestCoinMinor !== 0) return refuse(state, bad('amount_invalid', { smallestCoinMinor }))
  return ask(state, kind, amountMinor)
}

const choose = (state: TillState, screen: CashDrawerScreen): StepResult => {
  const kind = drawerActs[state.entry === '' ? screen.selected : Number(state.entry) - 1]
  if (kind === undefined) return refuse(state, bad('not_found'))
  if (kind === 'no_sale') return ask(state, kind, 0)
  if (screen.amountMinor !== undefined) return take(state, kind, screen.amountMinor)
  return next(state, { screen: { ...screen, kind }, entry: '', notice: undefined })
}

const stepList = (state: TillState, screen: CashDrawerScreen, key: KeyPressed): StepResult => {
  if (key.action === 'enter') return choose(state, screen)
  const selected = movedSelection(screen.selected, drawerActs.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}

const stepAmount = (state: TillState, kind: CashMovementKind, key: KeyPressed): StepResult => {
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
  if (state.entry === '') return refuse(state, bad('type_amount_first'))
  const amountMinor = typedAmount(state)
  return amountMinor instanceof DomainError ? refuseWith(state, amountMinor) : take(state, kind, amountMinor)
}

/** Keys while the till asks what the drawer opens for, and how much goes in or out. */
export function stepCashDrawer(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'cash_drawer') return next(state)
  if (key.action === 'escape') {
    if (state.entry !== '') return next(state, { entry: '', notice: undefined })
    return screen.kind === undefined
      ? next(state, { screen: { name: 'sell' }, notice: undefined })
      : next(state, { screen: { ...screen, kind: undefined }, notice: undefined })
  }
  return screen.kind === undefined ? stepList(state, screen, key) : stepAmount(state, screen.kind, key)
}

/** Records money that moves, or a drawer that opens for nothing. It opens when that is on the disk. */
export function moveCash(
  state: TillState,
  { kind, amountMinor, reason }: ActionOf<'cash_movement'>,
  world: World,
  approval: Approval,
): StepResult {
  const { operator } = state
  if (operator === undefined || state.shift === undefined) return refuse(state, bad('shift_closed'))
  const authorised = approval === undefined ? {} : { authorisedBy: approval.authorisedBy }
  const movement = { movementId: world.newId(), kind, amountMinor, reason, operatorId: operator.id, ...authorised }
  return next(state, {}, [{ type: 'move_cash', movement }])
}

/** It is on the disk: now the drawer opens. */
export function onCashMoved(state: TillState, movement: CashMovement, totals: ShiftTotals): StepResult {
  const { kind, amountMinor } = movement
  const notice = good('cash_moved', { kind, amountMinor, isOut: drawerChangeMinor(movement) < 0 })
  const reason = kind === 'no_sale' ? 'no_sale' : 'shift'
  return next(state, { notice, shiftTotals: totals }, [{ type: 'open_drawer', reason }])
}
