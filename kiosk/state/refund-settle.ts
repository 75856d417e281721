import { cleanText } from '#core/barcode/clean-text.ts'
import { assert } from '#core/errors/assert.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import { allTenders } from '#kiosk/state/refund-open-pay.ts'
import type { PendingRefund, RefundTerminalScreen } from '#kiosk/state/refund-screens.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import { completeWith } from '#kiosk/state/take-tender.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

type CardBack = Extract<RefundTender, { kind: 'card' }>

/** The cards that get money back, in order. */
export const cardsOf = ({ tenders }: Pick<PendingRefund, 'tenders'>): CardBack[] =>
  tenders.filter((tender) => tender.kind === 'card')

/** Keeps how far a refund has come, so that a till that stops here knows that money may have moved. */
const keep = (pending: PendingRefund): TillEffect[] => {
  const { reservationId } = pending.draft
  assert(reservationId !== null, 'A card is paid back for a sale alone, of which the hub has set it aside.')
  return [{ type: 'keep_reservation', reservationId, phase: 'terminal', details: pending }]
}

/** Shows which card gets how much, and waits for whoever does it at the terminal. */
export function showTerminal(state: TillState, pending: PendingRefund, isResumed: boolean): StepResult {
  const screen: RefundTerminalScreen = { name: 'refund_terminal', pending, isResumed }
  return next(state, { screen, openRefund: pending, entry: '', notice: undefined }, keep(pending))
}

/** Goes on with a refund that the hub has allowed: to the next card, and after the last one to the record. */
export function settleRefund(state: TillState, pending: PendingRefund): StepResult {
  if (pending.cardsDone < cardsOf(pending).length) return showTerminal(state, pending, false)
  const { operator } = state
  assert(operator !== undefined, 'Somebody gives the money back.')
  const settled = { ...state, openRefund: undefined }
  if (pending.isExchange) return completeWith(settled, allTenders(state, pending), pending.draft)
  const { draft, tenders } = pending
  return next(settled, { entry: '' }, [{ type: 'complete_refund', draft, tenders, operatorId: operator.id }])
}

/** What goes out of the drawer for a refund, minor units. */
export const handedOutMinor = (tenders: readonly RefundTender[]): number =>
  tenders.reduce(
    (sum, tender) => sum + (tender.kind === 'cash' ? tender.amountMinor + (tender.roundingMinor ?? 0) : 0),
    0,
  )

/** The refund is on disk: now, and not before, the drawer opens and the receipt prints. */
export function onRefundCompleted(state: TillState, refund: Refund, totals: ShiftTotals): StepResult {
  const drawer: TillEffect[] = handedOutMinor(refund.tenders) > 0 ? [{ type: 'open_drawer', reason: 'sale' }] : []
  const total = formatMinor(refund.totals.totalMinor, currencyOf(refund.currency))
  const upper = cleanText(state.policy.shopName)
  return next(state, { screen: { name: 'refund_done', refund }, shiftTotals: totals, entry: '', notice: undefined }, [
    ...drawer,
    { type: 'print_waiting' },
    { type: 'show_display', upper, lower: `REFUND ${total}` },
  ])
}
