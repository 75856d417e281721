import { cleanText } from '#core/barcode/clean-text.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Reserved } from '#core/protocol/reserve.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import { withCash } from '#core/refund/take-tenders.ts'
import { basketOf, displayOf } from '#kiosk/state/basket-step.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, good, type Notice } from '#kiosk/state/notice.ts'
import { exchangeWorthMinor } from '#kiosk/state/refund-exchange.ts'
import { lookUp } from '#kiosk/state/refund-look-up.ts'
import { coinsOf, tendersRefusal } from '#kiosk/state/refund-open-pay.ts'
import type { PendingRefund, RefundSubject, RefundWaitScreen } from '#kiosk/state/refund-screens.ts'
import { settleRefund } from '#kiosk/state/refund-settle.ts'
import { stuckScreen } from '#kiosk/state/refund-stuck-screen.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, complain, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Asks the hub to set aside what goes back. The request is on the disk first: a till that stops here gives it up. */
export function reserveRefund(state: TillState, pending: PendingRefund, world: World, from: TillScreen): StepResult {
  const { draft, asks } = pending
  const reservationId = world.newId()
  const claim = {
    kind: 'refund',
    refundKind: draft.kind,
    saleId: draft.originalSaleId,
    refundId: draft.refundId,
    lines: asks,
  }
  const fields = { reservationId, claim, operatorId: state.operator?.id }
  const screen: RefundWaitScreen = { name: 'refund_wait', pending, reservationId, from }
  return next(state, { screen, entry: '', notice: undefined }, [
    { type: 'keep_reservation', reservationId, phase: 'asked', details: pending },
    { type: 'ask_hub', operation: 'reserve', fields, purpose: { type: 'refund_reserve', reservationId } },
  ])
}

type Problem = Extract<HubReply, { readonly outcome: 'problem' }>

/** Back to where the hub was asked from; whatever it may have set aside is given up. */
const giveUp = (state: TillState, { reservationId, from }: RefundWaitScreen, notice: Notice): StepResult =>
  andThen(refuse({ ...state, screen: from }, notice), (after) => releaseAll(after, [reservationId]))

/** The draft again, by what the hub knows that went back before it. */
const redraft = ({ draft, subject, asks }: PendingRefund, refunded: Refunded): RefundDraft | DomainError => {
  if (subject === undefined) return draft
  const { refundId, kind, reservationId, authorisations, lines } = draft
  const [first] = lines
  const facts = {
    refundId,
    kind,
    reservationId,
    reason: first?.reason ?? '',
    isRestocked: first?.isRestocked ?? false,
    ...(authorisations === undefined ? {} : { authorisations }),
  }
  return refundDraft(subject.sale, refunded, asks, facts)
}

/** Each part to the tender that the hub has set it aside of, and as much in cash as was shown. */
const tendersNamed = (
  state: TillState,
  pending: PendingRefund,
  named: Reserved['tenders'],
): readonly RefundTender[] | DomainError => {
  const { tenders, isExchange } = pending
  if (named === undefined || isExchange) return tenders
  const cashMinor = tenders.reduce((sum, { kind, amountMinor }) => sum + (kind === 'cash' ? amountMinor : 0), 0)
  return withCash(named, cashMinor, coinsOf(state, pending))
}

/** What the hub's leave makes of what was shown. */
type Granted =
  | { readonly outcome: 'granted'; readonly pending: PendingRefund }
  /** Other tills have paid so much of the sale in cash that this takes a manager. */
  | { readonly outcome: 'beyond'; readonly refunded: Refunded }
  | { readonly outcome: 'changed' }

const CHANGED: Granted = { outcome: 'changed' }

/** What was shown, with the hub's leave; 'changed' where it comes to other money than was shown. */
const allowed = (state: TillState, screen: RefundWaitScreen, { refunded, tenders: named }: Reserved): Granted => {
  const { pending, reservationId } = screen
  const { subject } = pending
  if (subject === undefined) return CHANGED
  const known = refunded ?? subject.refunded
  const draft = redraft(pending, known)
  if (draft instanceof DomainError || draft.totals.totalMinor !== pending.draft.totals.totalMinor) return CHANGED
  const informed = { ...pending, subject: { ...subject, refunded: known } }
  const tenders = tendersNamed(state, informed, named)
  if (tenders instanceof DomainError) return CHANGED
  const granted = { ...informed, draft: { ...draft, reservationId }, tenders }
  const refusal = pending.isExchange ? undefined : tendersRefusal(state, granted)
  if (refusal === undefined) return { outcome: 'granted', pending: granted }
  return refusal.code === 'permission_missing' ? { outcome: 'beyond', refunded: known } : CHANGED
}

/** Where the hub was asked from, knowing what it knows: the next attempt asks for a manager. */
const informedFrom = ({ from }: RefundWaitScreen, refunded: Refunded): TillScreen => {
  if (from.name !== 'refund_pay' || from.pending.subject === undefined) return from
  return { ...from, pending: { ...from.pending, subject: { ...from.pending.subject, refunded } } }
}

/** The draft goes with the open sale, or a new one; its money pays for what is sold now. */
export function beginExchange(state: TillState, pending: PendingRefund, world: World): StepResult {
  const basket = { ...basketOf(state, world), exchange: pending.draft }
  const priced = priceBasket(basket, state.rules)
  const { reservationId, totals } = pending.draft
  const amountMinor = totals.totalMinor
  const pointsMinor = amountMinor - exchangeWorthMinor({ basket, exchange: pending })
  const notice = good('exchange_begun', { amountMinor, ...(pointsMinor === 0 ? {} : { pointsMinor }) })
  return next(state, { basket, priced, exchange: pending, screen: { name: 'sell' }, entry: '', notice }, [
    ...(reservationId === null
      ? []
      : [{ type: 'keep_reservation', reservationId, phase: 'exchange', details: pending } as const]),
    { type: 'save_basket', basket, tenders: state.tenders, isNow: true },
    displayOf(state, basket, priced.totals.totalMinor),
  ])
}

/** With the hub's leave the money goes back, or for other goods; without it nothing does, and that is said. */
const goOn = (state: TillState, screen: RefundWaitScreen, granted: Granted, world: World): StepResult => {
  switch (granted.outcome) {
    case 'granted':
      return granted.pending.isExchange
        ? beginExchange(state, granted.pending, world)
        : settleRefund(state, granted.pending)
    case 'beyond':
      return giveUp(state, { ...screen, from: informedFrom(screen, granted.refunded) }, bad('refund_cash_limit'))
    case 'changed':
      return giveUp(state, { ...screen, from: { name: 'refund_find', asked: undefined } }, bad('refund_changed'))
  }
}

/** What the hub says of a sale that this till knows less of than the hub does. */
const outOfDate: ReadonlySet<string> = new Set([
  'refund_nothing_left',
  'refund_too_much',
  'sale_already_void',
  'sale_has_refunds',
] satisfies DomainErrorCode[])

/** The hub's refusal with the name of the line that it is about, where it is about one. */
const ofLine = (subject: RefundSubject, reply: Problem): Notice => {
  const { key } = hubRefusal(reply)
  const sold = subject.sale.lines.find(({ line }) => line === reply.details?.['line'])
  return bad(key, sold === undefined ? {} : { name: cleanText(sold.name) })
}

/** Something went back elsewhere meanwhile: says of which line, and opens the sale again as the hub knows it. */
const lookAgain = (state: TillState, screen: RefundWaitScreen, subject: RefundSubject, reply: Problem): StepResult => {
  const { receiptLabel } = subject.sale
  const told = ofLine(subject, reply)
  const from = { name: 'refund_find', asked: receiptLabel } as const
  return andThen(giveUp(state, { ...screen, from }, told), (after) => next(after, {}, [lookUp(receiptLabel, told)]))
}

/** The hub gives no leave: what it may have set aside is given up, and where a manager may go on, that is asked. */
const stop = (
  state: TillState,
  screen: RefundWaitScreen,
  reply: Exclude<HubReply, { readonly outcome: 'answered' }>,
): StepResult => {
  const { subject } = screen.pending
  if (reply.outcome === 'problem' && subject !== undefined && outOfDate.has(reply.code)) {
    return lookAgain(state, screen, subject, reply)
  }
  const notice = reply.outcome === 'away' ? bad('refund_hub_away') : hubRefusal(reply)
  return giveUp(state, { ...screen, from: stuckScreen(state, screen, reply) ?? screen.from }, notice)
}

/** The hub has set it aside, or not; an answer that nobody waits for any more is given up. */
export function onRefundReserved(
  state: TillState,
  { reservationId }: PurposeOf<'refund_reserve'>,
  reply: HubReply,
  world: World,
): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_wait' || screen.reservationId !== reservationId) {
    return state.unreleased.includes(reservationId) ? next(state) : releaseAll(state, [reservationId])
  }
  if (reply.outcome !== 'answered') return stop(state, screen, reply)
  return goOn(state, screen, reply.operation === 'reserve' ? allowed(state, screen, reply.result) : CHANGED, world)
}

/** Keys while the hub is asked: Escape gives it up; nothing that is typed ahead may land in the next step. */
export function stepRefundWait(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_wait') return next(state)
  if (key.action !== 'escape') return complain(state, bad('hub_wait'))
  const back = next(state, { screen: screen.from, notice: undefined })
  return andThen(back, (after) => releaseAll(after, [screen.reservationId]))
}
