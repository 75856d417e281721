import { completeRefund } from '#core/refund/complete-refund.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import type { Refund, RefundAsk, RefundDraft } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { withCash } from '#core/refund/take-tenders.ts'
import type { Sale } from '#core/sale/sale.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import { openPay } from '#kiosk/state/refund-open-pay.ts'
import type { PendingRefund, RefundLinesScreen, RefundSubject } from '#kiosk/state/refund-screens.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** What the stories of refunds are made of: a till at work, a sale paid in cash and one paid by card. */
export interface RefundStoryParts {
  readonly signedIn: TillState
  /** Goods are in the sale. */
  readonly selling: TillState
  readonly cashSale: Sale
  readonly cardSale: Sale
  readonly id: (at: number) => string
}

const subjectOf = (sale: Sale): RefundSubject => ({ sale, refunded: NOTHING_REFUNDED, status: 'completed' })

const draftOf = (sale: Sale, asks: readonly RefundAsk[], { id }: RefundStoryParts): RefundDraft => {
  const facts = { refundId: id(950), kind: 'return', reason: 'Faulty', isRestocked: true, reservationId: null } as const
  const draft = refundDraft(sale, NOTHING_REFUNDED, asks, facts)
  if (draft instanceof Error) throw draft
  return draft
}

const paying = (parts: RefundStoryParts, sale: Sale, asks: readonly RefundAsk[]): TillState => {
  const draft = draftOf(sale, asks, parts)
  const pending = { draft, subject: subjectOf(sale), asks, isAuthorised: false, isExchange: false }
  return openPay(parts.signedIn, pending, { name: 'sell' }).state
}

const pendingOf = ({ screen }: TillState): PendingRefund => {
  if (screen.name !== 'refund_pay') throw new Error('This story pays.')
  return screen.pending
}

const completed = (
  { draft, tenders }: Pick<PendingRefund, 'draft' | 'tenders'>,
  { signedIn }: RefundStoryParts,
): Refund => {
  const refund = completeRefund(draft, tenders, {
    refundNumber: 12,
    refundLabel: 'T3-R000012',
    shiftId: signedIn.shift?.shiftId ?? null,
    operatorId: 7,
    operatorName: 'Asha Rao',
    completedAt: new Date(signedIn.nowMs).toISOString(),
  })
  if (refund instanceof Error) throw refund
  return refund
}

const wholeOf = (sale: Sale): RefundAsk[] => sale.lines.map(({ line, quantity }) => ({ line, quantity }))

const lists = (parts: RefundStoryParts): Readonly<Record<string, TillState>> => {
  const { signedIn, selling, cashSale, cardSale } = parts
  const [first] = wholeOf(cashSale)
  const part: RefundSubject = {
    sale: cashSale,
    refunded: { ...NOTHING_REFUNDED, lines: [{ line: 2, amount: 2 }] },
    status: 'partially_returned',
  }
  const lines: RefundLinesScreen = {
    name: 'refund_lines',
    subject: part,
    selected: 2,
    chosen: first === undefined ? [] : [first],
  }
  const sales = [cashSale, cardSale].map(({ saleId, receiptLabel, completedAt, totals }, at) => {
    const { totalMinor, itemCount } = totals
    return {
      saleId,
      receiptLabel,
      completedAt,
      totalMinor,
      itemCount,
      status: at === 0 ? 'partially_refunded' : 'voided',
    }
  })
  const plan = { refundId: parts.id(950), subject: part, asks: [], basket: undefined, isExchange: false }
  const choices = ['to_shelf', 'written_off', 'kept'] as const
  return {
    'refund-find': { ...signedIn, screen: { name: 'refund_find', asked: undefined } },
    'refund-find-asking': { ...signedIn, screen: { name: 'refund_find', asked: 'T3-000123' }, entry: '123' },
    'refund-sales': { ...signedIn, screen: { name: 'refund_sales', sales, selected: 0, asked: undefined } },
    'refund-lines': { ...signedIn, screen: lines, entry: '1' },
    'refund-lines-old': { ...signedIn, screen: lines, notice: info('refund_old') },
    'refund-lines-exchange': { ...selling, screen: lines, notice: undefined },
    'refund-items': {
      ...signedIn,
      screen: {
        name: 'refund_items',
        basket: selling.basket ?? { saleId: '', openedAt: '', heldBasketId: null, lines: [], taxGroups: [] },
        quantity: { unit: 'piece', count: 3 },
      },
      notice: good('quantity_set'),
    },
    'refund-goods': {
      ...signedIn,
      screen: { name: 'refund_goods', plan, choices, selected: 1, from: { name: 'sell' } },
    },
  }
}

const payments = (parts: RefundStoryParts): Readonly<Record<string, TillState>> => {
  const { signedIn, cashSale, cardSale } = parts
  const cash = paying(parts, cashSale, wholeOf(cashSale))
  const card = paying(parts, cardSale, wholeOf(cardSale).slice(0, 2))
  const pending = pendingOf(card)
  const split = withCash(pending.tenders, 200, {})
  if (split instanceof Error) throw split
  const stuck = {
    name: 'refund_stuck',
    pending: pendingOf(cash),
    tills: [],
    isAsking: false,
    from: cash.screen,
  } as const
  const done = completed({ draft: pending.draft, tenders: split }, parts)
  return {
    'refund-pay': { ...cash, notice: info('refund_press_total') },
    'refund-pay-card': {
      ...card,
      screen: { ...card.screen, pending: { ...pending, tenders: split } },
      entry: '2',
    } as TillState,
    'refund-pay-away': { ...cash, isOnline: false, notice: bad('refund_hub_away') },
    'refund-wait': {
      ...signedIn,
      screen: { name: 'refund_wait', pending, reservationId: parts.id(951), from: { name: 'sell' } },
    },
    'refund-held': { ...signedIn, screen: { ...stuck, tills: ['T2', 'SCO1'] }, notice: bad('refunds_held') },
    'refund-risk': { ...signedIn, isOnline: false, screen: stuck, notice: bad('refund_hub_away') },
    'refund-terminal': { ...signedIn, screen: { name: 'refund_terminal', pending, isResumed: false } },
    'refund-terminal-resumed': { ...signedIn, screen: { name: 'refund_terminal', pending, isResumed: true } },
    'refund-done': { ...signedIn, screen: { name: 'refund_done', refund: done } },
    'receipts-refunds': {
      ...signedIn,
      screen: {
        name: 'receipts',
        receipts: [
          { kind: 'refund', refund: done, exchangeLabel: undefined },
          { kind: 'sale', subject: { ...subjectOf(cashSale), status: 'voided' }, exchangeLabel: undefined },
          { kind: 'sale', subject: { ...subjectOf(cardSale), status: 'partially_returned' }, exchangeLabel: undefined },
        ],
        selected: 1,
        isOpen: true,
      },
    },
  }
}

const exchanges = (parts: RefundStoryParts): Readonly<Record<string, TillState>> => {
  const { selling, cashSale } = parts
  const asks = wholeOf(cashSale).slice(0, 1)
  const draft = draftOf(cashSale, asks, parts)
  const { basket } = selling
  if (basket === undefined) return {}
  const exchanging: TillState = { ...selling, basket: { ...basket, exchange: draft } }
  return {
    'sell-exchange': {
      ...exchanging,
      notice: good('exchange_begun', { amountMinor: draft.totals.totalMinor }),
    },
    'tender-exchange': { ...exchanging, screen: { name: 'tender' }, notice: undefined },
  }
}

/** Refunds, returns, voids and exchanges, step by step. */
export const refundStories = (parts: RefundStoryParts): Readonly<Record<string, TillState>> => ({
  ...lists(parts),
  ...payments(parts),
  ...exchanges(parts),
})
