import { refundCash } from '#core/refund/refund-cash.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { authorisationsOf } from '#kiosk/state/refund-begin.ts'
import { coinsOf, openPay } from '#kiosk/state/refund-open-pay.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import { cardsOf, settleRefund } from '#kiosk/state/refund-settle.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, complain, ignoreKey, next, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** No card got anything: back to how the money goes. The hub may give what it set aside to others; an exchange keeps it. */
const goBack = (state: TillState, pending: PendingRefund): StepResult => {
  if (pending.cardsDone > 0) return complain(state, bad('refund_card_done'))
  const { draft, isExchange } = pending
  const { reservationId } = draft
  const known = { ...state, openRefund: undefined }
  if (isExchange || reservationId === null) return openPay(known, pending, { name: 'sell' })
  return andThen(openPay(known, { ...pending, draft: { ...draft, reservationId: null } }, { name: 'sell' }), (after) =>
    releaseAll(after, [reservationId]),
  )
}

/** Keys while a card gets its money back at the terminal: Enter when it is done there, cash where it cannot be done. */
export function stepRefundTerminal(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_terminal') return next(state)
  const { pending } = screen
  if (key.action === 'escape') return goBack(state, pending)
  if (key.action === 'enter') return settleRefund(state, { ...pending, cardsDone: pending.cardsDone + 1 })
  return key.action === 'cash'
    ? attempt(state, { type: 'refund_card_in_cash', pending, subjectId: pending.draft.refundId })
    : ignoreKey(state, key)
}

/** The terminal cannot do it: what this card should have had goes back in cash. */
export function payCardInCash(
  state: TillState,
  { pending }: ActionOf<'refund_card_in_cash'>,
  _world: World,
  approval: Approval,
): StepResult {
  const card = cardsOf(pending)[pending.cardsDone]
  if (card === undefined) return next(state)
  const cashMinor = pending.tenders.reduce(
    (sum, tender) => sum + (tender === card || tender.kind === 'cash' ? tender.amountMinor : 0),
    0,
  )
  const others = pending.tenders.filter((tender) => tender !== card && tender.kind !== 'cash')
  const authorisations = authorisationsOf(approval, pending.draft.authorisations)
  return settleRefund(state, {
    ...pending,
    draft: { ...pending.draft, ...(authorisations.length === 0 ? {} : { authorisations }) },
    tenders: [...others, refundCash(cashMinor, coinsOf(state, pending))],
    isAuthorised: true,
  })
}
