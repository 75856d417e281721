import { priceBasket } from '#core/basket/price-basket.ts'
import { onCardAnswered, stepCard } from '#kiosk/state/card.ts'
import { onSaleCompleted } from '#kiosk/state/complete.ts'
import { stepFind } from '#kiosk/state/find.ts'
import { stepConfirmCancel, stepMenu } from '#kiosk/state/functions.ts'
import { checkPrice, stepDepartment, stepPriceCheck, stepUnknownItem } from '#kiosk/state/item-screens.ts'
import { onRecalled, stepHeld, stepReceipts } from '#kiosk/state/lists.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { sellCode } from '#kiosk/state/sell-code.ts'
import { stepSell } from '#kiosk/state/sell.ts'
import { onShiftClosed, onShiftOpened, stepCloseShift, stepOpenShift } from '#kiosk/state/shift-steps.ts'
import { lockTill, onPinChecked, signOut, stepLocked, stepSignIn } from '#kiosk/state/sign-in.ts'
import { andThen, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import { stepTender } from '#kiosk/state/tender.ts'
import type { KeyPressed, Scanned, TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'
import { onNoWeight, onWeight, scanWeigh, stepWeigh } from '#kiosk/state/weigh.ts'
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
  tender: stepTender,
  card: stepCard,
  complete: stepComplete,
  held: stepHeld,
  receipts: stepReceipts,
  close_shift: stepCloseShift,
  shift_closed: (state) => signOut(state),
  confirm_cancel: stepConfirmCancel,
  menu: stepMenu,
  help: backToSell,
}

/** Keys that work wherever somebody is signed in and no money is on its way. */
const stepEverywhere = (state: TillState, key: KeyPressed): StepResult | undefined => {
  const { name } = state.screen
  if (key.action !== 'lock' || name === 'sign_in' || name === 'locked' || name === 'card') return undefined
  return lockTill(state, 'key')
}

const onKey = (state: TillState, key: KeyPressed, world: World): StepResult => {
  const awake = { ...state, lastInputAtMs: world.nowMs() }
  return stepEverywhere(awake, key) ?? keySteps[awake.screen.name](awake, key, world)
}

type ScanStep = (state: TillState, scan: Scanned, world: World) => StepResult

const sellScan: ScanStep = (state, scan, world) =>
  sellCode({ ...state, screen: { name: 'sell' } }, world, scan.aim, scan.text)

/** A scan means the item on every screen where an item can be meant; elsewhere it is refused aloud, never taken as an amount. */
const scanSteps: Partial<Record<ScreenName, ScanStep>> = {
  sell: sellScan,
  find: sellScan,
  complete: sellScan,
  help: sellScan,
  menu: sellScan,
  price_check: (state, scan, world) => checkPrice(state, world, scan.aim, scan.text),
  weigh: scanWeigh,
  sign_in: (state) => refuse(state, bad('sign_in_first')),
  locked: (state) => refuse(state, bad('sign_in_first')),
}

const onScan: ScanStep = (state, scan, world) => {
  const awake = { ...state, lastInputAtMs: world.nowMs() }
  return scanSteps[awake.screen.name]?.(awake, scan, world) ?? refuse(awake, bad('scan_ignored_here'))
}

const onStarted = (state: TillState, event: Extract<TillEvent, { type: 'started' }>): StepResult => {
  const { recovered, shift, openIntents } = event
  const basket = recovered?.basket
  return next(
    state,
    {
      basket,
      priced: basket === undefined ? undefined : priceBasket(basket),
      tenders: recovered?.tenders ?? [],
      shift: shift?.shift,
      shiftTotals: shift?.totals,
      openIntents,
    },
    // A payment of unknown end is looked up before anything else is done with it.
    openIntents.map(({ intentId }) => ({ type: 'look_up_card', intentId })),
  )
}

/** Keys that waited for the scale are typed now, in the order they came. */
const replay = (result: StepResult, waiting: readonly (KeyPressed | Scanned)[], world: World): StepResult =>
  waiting.reduce((before, event) => andThen(before, (state) => step(state, event, world)), result)

const waitingInput = (state: TillState): readonly (KeyPressed | Scanned)[] =>
  state.screen.name === 'weigh' ? state.screen.waiting : []

/** True when the till has been left alone for longer than the shop allows. */
const isIdle = (state: TillState, nowMs: number): boolean => {
  const limitMs = state.policy.idleLockSeconds * 1000
  const isBusy = state.screen.name === 'card' || (state.screen.name === 'weigh' && state.screen.isReading)
  return limitMs > 0 && !isBusy && state.operator !== undefined && nowMs - state.lastInputAtMs >= limitMs
}

const onTick = (state: TillState, nowMs: number): StepResult =>
  isIdle(state, nowMs) ? lockTill({ ...state, nowMs }, 'idle') : next(state, { nowMs })

const printedNotice = (state: TillState, event: Extract<TillEvent, { type: 'printed' }>): StepResult => {
  if (event.outcome === 'confirmed') {
    return state.screen.name === 'receipts' ? next(state, { notice: good('printed') }) : next(state)
  }
  const key = event.outcome === 'refused' ? 'print_refused' : 'print_unconfirmed'
  return next(state, { notice: bad(key, { attention: event.attention }) }, [{ type: 'beep' }])
}

type EventOf<T extends TillEvent['type']> = Extract<TillEvent, { type: T }>

const eventSteps: { [T in TillEvent['type']]: (state: TillState, event: EventOf<T>, world: World) => StepResult } = {
  key: onKey,
  scanned: onScan,
  started: onStarted,
  scan_rejected: (state, event) => refuse(state, bad('scan_rejected', { count: event.count })),
  pin_checked: onPinChecked,
  shift_opened: onShiftOpened,
  shift_closed: (state, event) => onShiftClosed(state, event.close),
  sale_completed: (state, event) => onSaleCompleted(state, event.sale, event.totals),
  basket_recalled: (state, event) => onRecalled(state, event.basket),
  weight_read: (state, event, world) => replay(onWeight(state, event.weightGrams, world), waitingInput(state), world),
  weight_failed: (state, event) => onNoWeight(state, event.attention),
  card_answered: (state, event) => onCardAnswered(state, event.intentId, event.answer),
  intents_changed: (state, event) => next(state, { openIntents: event.openIntents }),
  printed: printedNotice,
  devices_changed: (state, event) => next(state, { away: event.away }),
  link_changed: (state, event) => next(state, { isOnline: event.isOnline, unsentCount: event.unsentCount }),
  catalogue_changed: (state, _event, world) => next(state, { policy: world.policy() }),
  refused: (state, event) => refuse(state, bad(event.key)),
  tick: (state, event) => onTick(state, event.nowMs),
}

/**
 * The till: one event in, the next state and what is to be done out. Pure but for what `world` lets it read; it does the
 * same whether events come one by one or all at once.
 */
export function step(state: TillState, event: TillEvent, world: World): StepResult {
  // The table has a step for each type; TypeScript cannot see that the event fits the step it is looked up by.
  const eventStep = eventSteps[event.type] as (state: TillState, event: TillEvent, world: World) => StepResult
  return eventStep(state, event, world)
}
