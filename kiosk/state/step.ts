import { priceBasket } from '#core/basket/price-basket.ts'
import { couponCode } from '#core/promotion/coupon.ts'
import { stepAgeCheck } from '#kiosk/state/age-check.ts'
import { behindLayer, onAuthorisationChecked, stepAuthorise } from '#kiosk/state/authorise.ts'
import { stepBuyer } from '#kiosk/state/buyer.ts'
import { onCardAnswered, stepCard } from '#kiosk/state/card.ts'
import { onCashMoved, stepCashDrawer } from '#kiosk/state/cash-drawer.ts'
import { onSaleCompleted } from '#kiosk/state/complete.ts'
import { stepCloseShift, stepConfirmClose } from '#kiosk/state/count-drawer.ts'
import { stepCoupon, takeCoupon } from '#kiosk/state/coupon.ts'
import { scanCustomer, stepCustomer } from '#kiosk/state/customer.ts'
import { onRoomChanged, whileFull } from '#kiosk/state/disk-room.ts'
import { scanEmpties, stepEmpties } from '#kiosk/state/empties.ts'
import { refuseCardNumber, swallowCardNumber } from '#kiosk/state/entry.ts'
import { stepExemption } from '#kiosk/state/exemption.ts'
import { stepExpiredItem } from '#kiosk/state/expired-item.ts'
import { searchAgain, stepFind } from '#kiosk/state/find.ts'
import { stepConfirmCancel, stepMenu } from '#kiosk/state/functions.ts'
import { stepGiveBack } from '#kiosk/state/give-back.ts'
import { stepHeld } from '#kiosk/state/held.ts'
import { behindHelp, isHelpable, openHelp, stepHelp, withoutHelp } from '#kiosk/state/help.ts'
import { onHubAnswered } from '#kiosk/state/hub-steps.ts'
import { onTick } from '#kiosk/state/idle.ts'
import {
  checkPrice,
  checkPriceAgain,
  stepDepartment,
  stepPriceCheck,
  stepUnknownItem,
} from '#kiosk/state/item-screens.ts'
import { onRecalled } from '#kiosk/state/lists.ts'
import { behindLock, isLockable, lockTill } from '#kiosk/state/lock.ts'
import { NOBODY } from '#kiosk/state/nobody.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { scanOtherTender, stepOtherTender } from '#kiosk/state/other-tender.ts'
import { perform } from '#kiosk/state/perform.ts'
import { stepPointsTender } from '#kiosk/state/points-tender.ts'
import { stepReason } from '#kiosk/state/reason.ts'
import { stepReceipts } from '#kiosk/state/receipts.ts'
import { scanReceipt, stepRefundFind, stepRefundSales } from '#kiosk/state/refund-find.ts'
import { stepRefundGoods } from '#kiosk/state/refund-goods.ts'
import { scanReturned, stepRefundItems } from '#kiosk/state/refund-items.ts'
import { scanRefunded, stepRefundLines } from '#kiosk/state/refund-lines.ts'
import { stepRefundPay } from '#kiosk/state/refund-pay.ts'
import { stepRefundWait } from '#kiosk/state/refund-reserve.ts'
import { onRefundCompleted } from '#kiosk/state/refund-settle.ts'
import { stepRefundStuck } from '#kiosk/state/refund-stuck.ts'
import { stepRefundTerminal } from '#kiosk/state/refund-terminal.ts'
import { onReportTaken, stepReports } from '#kiosk/state/reports.ts'
import { releaseAgain } from '#kiosk/state/reservations.ts'
import { sellCode } from '#kiosk/state/sell-code.ts'
import { stepSell } from '#kiosk/state/sell.ts'
import { scanSerial, stepSerial } from '#kiosk/state/serial.ts'
import { onShiftClosed, onShiftOpened, stepOpenShift, stepShiftClosed } from '#kiosk/state/shift-steps.ts'
import { onPinChecked, stepLocked, stepSignIn } from '#kiosk/state/sign-in.ts'
import { andThen, complain, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import { stepTender } from '#kiosk/state/tender.ts'
import type { DeviceAttention, KeyPressed, Scanned, TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'
import { onNoWeight, onScaleBack, onWeight, scanWeigh, stepWeigh } from '#kiosk/state/weigh.ts'
import type { World } from '#kiosk/state/world.ts'

type KeyStep = (state: TillState, key: KeyPressed, world: World) => StepResult

const backToSell = (state: TillState): StepResult =>
  next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })

/** Any key but Enter and Escape already belongs to the next customer. */
const stepComplete: KeyStep = (state, key, world) => {
  const sell = backToSell(state)
  return key.action === 'enter' || key.action === 'escape' ? sell : stepSell(sell.state, key, world)
}

const keySteps: Record<ScreenName, KeyStep> = {
  sign_in: stepSignIn,
  locked: stepLocked,
  open_shift: stepOpenShift,
  sell: stepSell,
  find: stepFind,
  price_check: stepPriceCheck,
  department: stepDepartment,
  unknown_item: stepUnknownItem,
  weigh: stepWeigh,
  age_check: stepAgeCheck,
  expired_item: stepExpiredItem,
  serial: stepSerial,
  empties: stepEmpties,
  tender: stepTender,
  other_tender: stepOtherTender,
  card: stepCard,
  complete: stepComplete,
  held: stepHeld,
  receipts: stepReceipts,
  cash_drawer: stepCashDrawer,
  close_shift: stepCloseShift,
  confirm_close: stepConfirmClose,
  reports: stepReports,
  shift_closed: stepShiftClosed,
  confirm_cancel: stepConfirmCancel,
  confirm_give_back: stepGiveBack,
  authorise: stepAuthorise,
  reason: stepReason,
  exemption: stepExemption,
  refund_find: stepRefundFind,
  refund_sales: stepRefundSales,
  refund_lines: stepRefundLines,
  refund_items: stepRefundItems,
  refund_goods: stepRefundGoods,
  refund_pay: stepRefundPay,
  refund_wait: stepRefundWait,
  refund_stuck: stepRefundStuck,
  refund_terminal: stepRefundTerminal,
  refund_done: stepComplete,
  coupon: stepCoupon,
  customer: stepCustomer,
  buyer: stepBuyer,
  points_tender: stepPointsTender,
  menu: stepMenu,
  help: stepHelp,
}

const onKey = (state: TillState, key: KeyPressed, world: World): StepResult => {
  const awake = { ...state, lastInputAtMs: world.nowMs() }
  // The lock key works wherever somebody is signed in, whatever is under way: that goes on behind the lock.
  if (key.action === 'lock' && isLockable(awake)) return lockTill(awake, 'key')
  const refused = swallowCardNumber(awake, key) ?? refuseCardNumber(awake, key)
  if (refused !== undefined) return refused
  return key.action === 'help' && isHelpable(awake) ? openHelp(awake) : keySteps[awake.screen.name](awake, key, world)
}

type ScanStep = (state: TillState, scan: Scanned, world: World) => StepResult

const sellScan: ScanStep = (state, scan, world) =>
  sellCode({ ...state, screen: { name: 'sell' } }, world, scan.aim, scan.text)

/** A scan while something is typed sells one of the item; what was typed is gone, and the result line says so. */
const sellScanOverEntry: ScanStep = (state, scan, world) => {
  const { state: after, effects } = sellScan(state, scan, world)
  const { notice } = after
  if (state.entry === '' || notice === undefined) return { state: after, effects }
  const details = { ...notice.details, isEntryDropped: true }
  return { state: { ...after, notice: { ...notice, details } }, effects }
}

/**
 * A scan means the item on every screen where an item can be meant; elsewhere it is refused aloud. It is never taken as an
 * amount, and what is typed there stays.
 */
const scanSteps: Partial<Record<ScreenName, ScanStep>> = {
  sell: sellScanOverEntry,
  find: sellScan,
  complete: sellScan,
  refund_done: sellScan,
  refund_find: scanReceipt,
  refund_sales: scanReceipt,
  refund_items: scanReturned,
  refund_lines: scanRefunded,
  menu: sellScan,
  customer: scanCustomer,
  coupon: (state, scan, world) => takeCoupon(state, world, world.couponByCode(couponCode(scan.text))),
  price_check: (state, scan, world) => checkPrice(state, world, scan.aim, scan.text),
  weigh: scanWeigh,
  age_check: (state) => complain(state, bad('age_yes_no')),
  serial: scanSerial,
  empties: scanEmpties,
  other_tender: scanOtherTender,
  sign_in: (state) => complain(state, bad('sign_in_first')),
  locked: (state) => complain(state, bad('sign_in_first')),
}

const onScan: ScanStep = (state, scan, world) => {
  // Whoever scans has read enough.
  const awake = { ...withoutHelp(state), lastInputAtMs: world.nowMs() }
  return scanSteps[awake.screen.name]?.(awake, scan, world) ?? complain(awake, bad('scan_ignored_here'))
}

/** A boot: nobody is signed in, and a payment of unknown end is looked up before anything else is done with it. */
const onStarted = (state: TillState, event: EventOf<'started'>): StepResult => {
  const { recovered, shift, openIntents, unclaimed, lastSale, openRefund, exchange, unreleased = [] } = event
  const { basket, tenders = [] } = recovered ?? {}
  const priced = basket === undefined ? undefined : priceBasket(basket, state.rules)
  const known = { basket, priced, tenders, openIntents, unclaimed, lastSale, openRefund, exchange, unreleased }
  const change = {
    ...known,
    shift: shift?.shift,
    shiftTotals: shift?.totals,
    screen: NOBODY,
    operator: undefined,
    entry: '',
  }
  return next(
    state,
    change,
    openIntents.map(({ intentId }) => ({ type: 'look_up_card', intentId })),
  )
}

/**
 * The item is weighed; keys that waited for the scale are typed now, in the order they came. They are events of their
 * own: one of them may need what the store answers to the one before.
 */
const onWeightRead = (state: TillState, event: EventOf<'weight_read'>, world: World): StepResult => {
  const { result, waiting } = onWeight(state, event, world)
  return waiting.length === 0
    ? result
    : andThen(result, (after) => next(after, {}, [{ type: 'type_ahead', events: waiting }]))
}

/** The process that the devices run in, away as a whole, counts for the scale too. */
const isScaleAway = (away: readonly DeviceAttention[]): boolean =>
  away.some(({ kind }) => kind === 'scale' || kind === 'process')

const onDevicesChanged = (state: TillState, { away }: EventOf<'devices_changed'>, world: World): StepResult => {
  const isBack = isScaleAway(state.away) && !isScaleAway(away)
  return isBack ? onScaleBack({ ...state, away }, world) : next(state, { away })
}

const onPrinted = (state: TillState, event: EventOf<'printed'>): StepResult => {
  if (event.outcome === 'confirmed') {
    const isAtReceipts = state.screen.name === 'receipts' || state.screen.name === 'reports'
    return isAtReceipts ? next(state, { notice: good('printed') }) : next(state)
  }
  const key = event.outcome === 'refused' ? 'print_refused' : 'print_unconfirmed'
  return complain(state, bad(key, { attention: event.attention }))
}

/** What the screen shows of the catalogue is shown anew, since that is what will be sold. */
const onCatalogueChanged = (state: TillState, world: World): StepResult => {
  const fresh = { ...state, policy: world.policy(), rules: world.sellingRules() }
  if (fresh.screen.name === 'find') return searchAgain(fresh, world)
  return fresh.screen.name === 'price_check' ? checkPriceAgain(fresh, world) : next(fresh)
}

const onLinkChanged = (state: TillState, { isOnline, unsentCount }: EventOf<'link_changed'>): StepResult => {
  const known = { ...state, isOnline, unsentCount }
  if (!isOnline || state.isOnline) return next(known)
  return andThen(releaseAgain(known), (after) => next(after, {}, [{ type: 'sync_held' }]))
}

type EventOf<T extends TillEvent['type']> = Extract<TillEvent, { type: T }>
type EventStep<T extends TillEvent['type']> = (state: TillState, event: EventOf<T>, world: World) => StepResult

/** A step for what happens by itself: it goes on behind the lock, which stays, and below the help. */
const behind =
  <T extends TillEvent['type']>(run: EventStep<T>): EventStep<T> =>
  (state, event, world) =>
    behindLock(state, (hidden) =>
      behindHelp(hidden, (shown) => behindLayer(shown, (below) => run(below, event, world))),
    )

const eventSteps: { [T in TillEvent['type']]: EventStep<T> } = {
  key: onKey,
  scanned: onScan,
  started: onStarted,
  scan_rejected: (state, event) => complain(state, bad('scan_rejected', { count: event.count })),
  pin_checked: onPinChecked,
  authorisation_checked: onAuthorisationChecked,
  perform: behind(perform),
  shift_opened: behind(onShiftOpened),
  shift_closed: behind((state, event) => onShiftClosed(state, event.report)),
  report_taken: behind((state, event) => onReportTaken(state, event.report)),
  cash_moved: behind((state, event) => onCashMoved(state, event.movement, event.totals)),
  sale_completed: behind((state, event) => onSaleCompleted(state, event.sale, event.totals, event.refund)),
  refund_completed: behind((state, { refund, totals }) => onRefundCompleted(state, refund, totals)),
  basket_recalled: behind((state, event) => onRecalled(state, event.basket)),
  weight_read: behind(onWeightRead),
  weight_failed: behind(onNoWeight),
  card_answered: behind((state, event) => onCardAnswered(state, event.intentId, event.answer)),
  intents_changed: (state, { openIntents, unclaimed }) => next(state, { openIntents, unclaimed }),
  given_back: behind((state, { amountMinor }) => next(state, { notice: good('card_given_back', { amountMinor }) })),
  printed: behind(onPrinted),
  devices_changed: behind(onDevicesChanged),
  link_changed: onLinkChanged,
  hub_answered: behind(onHubAnswered),
  catalogue_changed: behind((state, _event, world) => onCatalogueChanged(state, world)),
  room_changed: behind(onRoomChanged),
  refused: behind((state, event) => refuse(state, bad(event.key))),
  tick: (state, event, world) => onTick(state, event.nowMs, world),
}

/**
 * The till: one event in, the next state and what is to be done out. Pure but for what `world` lets it read; it does the
 * same whether events come one by one or all at once.
 */
export function step(state: TillState, event: TillEvent, world: World): StepResult {
  // The table has a step for each type; TypeScript cannot see that the event fits the step it is looked up by.
  const eventStep = eventSteps[event.type] as (state: TillState, event: TillEvent, world: World) => StepResult
  return whileFull(state, event, eventStep(state, event, world))
}
