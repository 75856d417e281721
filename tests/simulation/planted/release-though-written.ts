import type { Refund } from '#core/refund/refund.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import {
  cardsOf,
  handedOutMinor,
  onRefundCompleted as onRightly,
  settleRefund,
  showTerminal,
} from '#kiosk/state/refund-settle.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

export { cardsOf, handedOutMinor, settleRefund, showTerminal }

/** Planted: the till tells the hub that a reservation is not used, although the entry that uses it is written. */
export function onRefundCompleted(state: TillState, refund: Refund, totals: ShiftTotals): StepResult {
  const { reservationId } = refund
  return andThen(onRightly(state, refund, totals), (after) =>
    releaseAll(after, reservationId === null ? [] : [reservationId]),
  )
}
