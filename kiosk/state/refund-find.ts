import { cleanText } from '#core/barcode/clean-text.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
import { isTooOld, subjectRefusal } from '#kiosk/state/refund-age.ts'
import { openRefundItems } from '#kiosk/state/refund-items.ts'
import { lookUp } from '#kiosk/state/refund-look-up.ts'
import type { RefundFindScreen, RefundSubject } from '#kiosk/state/refund-screens.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** A receipt's number: the digits alone, or with the till's letters before them. More digits are a telephone. */
const RECEIPT = /^(?:[A-Z0-9]{1,12}-)?\d{1,6}$/iu
const LAST4 = /^\d{4}$/u
const SEARCH_LENGTH_MIN = 2

/** Asks for a receipt; with goods in the sale, what comes back can only be exchanged for them. */
export function openRefund(state: TillState): StepResult {
  if (state.shift === undefined) return refuse(state, bad('shift_closed'))
  if (state.basket?.exchange !== undefined) return refuse(state, bad('exchange_open'))
  return next(state, { screen: { name: 'refund_find', asked: undefined }, entry: '', notice: undefined })
}

/** Shows the lines of a sale, or says why nothing of it goes back. */
export function openSubject(state: TillState, subject: RefundSubject, notice?: Notice): StepResult {
  if (state.basket?.exchange !== undefined) return refuse(state, bad('exchange_open'))
  const refusal = subjectRefusal(state, subject)
  if (refusal !== undefined) return refuseWith(state, refusal)
  if (refundableOf(subject.sale, subject.refunded).lines.length === 0) return refuse(state, bad('refund_nothing_left'))
  const old = isTooOld(state, subject) ? info('refund_old') : undefined
  const screen = { name: 'refund_lines', subject, selected: 0, chosen: [] } as const
  return next(state, { screen, entry: '', notice: notice ?? old })
}

/** A sale by its receipt: of this till, and by what the hub knows of it besides. */
const findReceipt = (state: TillState, world: World, text: string): StepResult => {
  const label = cleanText(text).trim().toUpperCase()
  const own = world.saleByLabel(label)
  const receiptLabel = own?.sale.receiptLabel ?? label.replace(/\d+$/u, (digits) => digits.padStart(6, '0'))
  const screen = { name: 'refund_find', asked: receiptLabel } as const
  return next(state, { screen, notice: undefined }, [lookUp(receiptLabel)])
}

const search = (state: TillState, by: 'customer' | 'card'): StepResult => {
  const text = cleanText(state.entry).trim()
  if (by === 'card' && !LAST4.test(text)) return refuse(state, bad('type_last4_first'))
  if (text.length < SEARCH_LENGTH_MIN) return refuse(state, bad('type_receipt_first'))
  return next(state, { screen: { name: 'refund_find', asked: text }, notice: undefined }, [
    { type: 'ask_hub', operation: 'sale_search', fields: { by, text }, purpose: { type: 'refund_search', text } },
  ])
}

const enter = (state: TillState, world: World): StepResult => {
  const text = state.entry.trim()
  if (text === '') return refuse(state, bad('type_receipt_first'))
  return RECEIPT.test(text) ? findReceipt(state, world, text) : search(state, 'customer')
}

/** A scanned receipt, wherever one is asked for. */
export function scanReceipt(state: TillState, scan: Scanned, world: World): StepResult {
  const { screen } = state
  const isAsked = (screen.name === 'refund_find' || screen.name === 'refund_sales') && screen.asked === undefined
  return isAsked ? findReceipt({ ...state, entry: '' }, world, scan.text) : complain(state, bad('hub_wait'))
}

const escape = (state: TillState, screen: RefundFindScreen): StepResult =>
  state.entry === '' && screen.asked === undefined
    ? next(state, { screen: { name: 'sell' }, notice: undefined })
    : next(state, { screen: { ...screen, asked: undefined }, entry: '', notice: undefined })

/** Keys while a receipt is asked for. */
export function stepRefundFind(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_find') return next(state)
  if (key.action === 'escape') return escape(state, screen)
  if (screen.asked !== undefined) return complain(state, bad('hub_wait'))
  if (key.action === 'enter') return enter(state, world)
  if (key.action === 'card') return search(state, 'card')
  const edited = editEntry(state, key, PRINTABLE)
  if (edited !== undefined) return edited
  if (key.action === 'find') return search(state, 'customer')
  return key.action === 'refund' ? openRefundItems(state, world) : ignoreKey(state, key)
}

/** Keys in the list of sales that were found. */
export function stepRefundSales(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_sales') return next(state)
  if (key.action === 'escape') {
    return next(state, { screen: { name: 'refund_find', asked: undefined }, entry: '', notice: undefined })
  }
  if (screen.asked !== undefined) return complain(state, bad('hub_wait'))
  const chosen = screen.sales[screen.selected]
  if (key.action === 'enter' && chosen !== undefined) {
    const { receiptLabel } = chosen
    return next(state, { screen: { ...screen, asked: receiptLabel }, notice: undefined }, [lookUp(receiptLabel)])
  }
  const selected = movedSelection(screen.selected, screen.sales.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected } })
  return key.action === 'refund' ? openRefundItems(state, world) : ignoreKey(state, key)
}

/** What this till knows of a sale of its own where the hub knows it not yet, or is away. */
const ownSubject = (state: TillState, label: string, reply: HubReply, world: World): StepResult | undefined => {
  const isMissing = reply.outcome === 'problem' && reply.code === 'sale_not_known_here'
  const own = isMissing || reply.outcome === 'away' ? world.saleByLabel(label) : undefined
  if (own === undefined) return undefined
  const isHubNeeded = reply.outcome === 'away' && !world.mayRefundAlone(own.sale.saleId)
  return openSubject(state, own, isHubNeeded ? bad('refund_hub_away') : undefined)
}

const isAskedFor = ({ screen }: TillState, text: string): boolean =>
  (screen.name === 'refund_find' || screen.name === 'refund_sales') && screen.asked === text

const answered = (state: TillState): TillState => {
  const { screen } = state
  return screen.name === 'refund_find' || screen.name === 'refund_sales'
    ? { ...state, screen: { ...screen, asked: undefined } }
    : state
}

type NoAnswer = Exclude<HubReply, { outcome: 'answered' }>

const refusalOf = (reply: NoAnswer): Notice => (reply.outcome === 'away' ? bad('refund_hub_away') : hubRefusal(reply))

/** Four digits and Enter are a receipt's number; whoever meant a card reads which key does it, and presses just that. */
const notFound = (state: TillState, reply: NoAnswer): StepResult => {
  const refusal = refusalOf(reply)
  const isLast4 = refusal.key === 'sale_not_known_here' && LAST4.test(state.entry.trim())
  return isLast4 ? complain(state, bad(refusal.key, { isLast4 })) : refuse(state, refusal)
}

/** The hub has found a sale, or not. */
export function onRefundLookedUp(
  state: TillState,
  { receiptLabel, told }: PurposeOf<'refund_lookup'>,
  reply: HubReply,
  world: World,
): StepResult {
  if (!isAskedFor(state, receiptLabel)) return next(state)
  const known = answered(state)
  if (reply.outcome !== 'answered') {
    return ownSubject(known, receiptLabel, reply, world) ?? notFound(known, reply)
  }
  return reply.operation === 'sale_lookup' ? openSubject(known, reply.result, told) : next(known)
}

/** The hub has found sales by a customer or a card. */
export function onRefundSearched(state: TillState, { text }: PurposeOf<'refund_search'>, reply: HubReply): StepResult {
  if (!isAskedFor(state, text)) return next(state)
  const known = answered(state)
  if (reply.outcome !== 'answered') return refuse(known, refusalOf(reply))
  if (reply.operation !== 'sale_search') return next(known)
  const { sales } = reply.result
  if (sales.length === 0) return refuse(known, bad('refund_none_found'))
  return next(known, {
    screen: { name: 'refund_sales', sales, selected: 0, asked: undefined },
    entry: '',
    notice: undefined,
  })
}
