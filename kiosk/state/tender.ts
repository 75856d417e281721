import { isBasketEmpty } from '#core/basket/basket.ts'
import { approvedAsItIs } from '#core/basket/stale-approval.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { quickAmounts } from '#core/tender/quick-amounts.ts'
import { cardAmount, cashDueMinor, paidMinor, tenderCash } from '#core/tender/tendering.ts'
import { attemptNow } from '#kiosk/state/authorise.ts'
import { displayOf } from '#kiosk/state/basket-step.ts'
import { withApproval } from '#kiosk/state/discount.ts'
import { AMOUNT_SIGN, editEntry, offerEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import { openTenderTypes } from '#kiosk/state/other-tender.ts'
import { payByPoints } from '#kiosk/state/points-tender.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { refusePayment } from '#kiosk/state/restrictions.ts'
import { andThen, complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import {
  complete,
  endsAtTotal,
  isOneTooMany,
  isPaid,
  refuseTooMany,
  stillDueMinor,
  takeTender,
} from '#kiosk/state/take-tender.ts'
import { taxedToday } from '#kiosk/state/tax-day.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { KeyPressed, OpenIntent } from '#kiosk/state/till-event.ts'
import type { TenderScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const PAYMENT: TenderScreen = { name: 'tender' }

/** Letters mean nothing else in a payment. */
const POINTS_KEY = 'p'

/** The amounts that the tender screen offers, by the keys that take them (↑ ↓ and Enter, or a touch). */
export const offeredAmounts = (state: TillState): number[] =>
  quickAmounts(stillDueMinor(state), state.policy.cashDenominationsMinor, state.policy.smallestCoinMinor)

/** What is to pay in coins that exist; negative where the till owes. */
export const stillDueInCash = (state: TillState): number =>
  cashDueMinor(stillDueMinor(state), state.policy.smallestCoinMinor)

const payCash = (state: TillState): StepResult => {
  const given = state.entry === '' ? Math.max(0, stillDueInCash(state)) : typedAmount(state)
  if (given instanceof DomainError) return refuseWith(state, given)
  const tender = tenderCash(stillDueMinor(state), given, state.policy.smallestCoinMinor)
  if (tender instanceof DomainError) return refuseWith(state, tender)
  return isOneTooMany(state, tender.amountMinor) ? refuseTooMany(state) : takeTender(state, tender)
}

/** A card is charged once: while the end of a payment for this sale is not known, the key looks that one up. */
const payCard = (state: TillState, world: World): StepResult => {
  const unknown = unknownPayment(state)
  return unknown === undefined ? chargeCard(state, world) : lookUpCard(state, unknown)
}

/** To the card screen, to ask what became of a payment. */
export const lookUpCard = (
  state: TillState,
  { intentId, amountMinor }: Pick<OpenIntent, 'intentId' | 'amountMinor'>,
): StepResult =>
  next(state, { screen: { name: 'card', intentId, amountMinor, phase: 'looking_up' }, entry: '', notice: undefined }, [
    { type: 'look_up_card', intentId },
  ])

const chargeCard = (state: TillState, world: World): StepResult => {
  const { basket, operator } = state
  if (basket === undefined || operator === undefined) return next(state)
  const typed = state.entry === '' ? undefined : typedAmount(state)
  if (typed instanceof DomainError) return refuseWith(state, typed)
  const amountMinor = cardAmount(stillDueMinor(state), typed)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  if (isOneTooMany(state, amountMinor)) return refuseTooMany(state)
  const intentId = world.newId()
  return next(
    state,
    { screen: { name: 'card', intentId, amountMinor, phase: 'charging' }, entry: '', notice: undefined },
    [{ type: 'charge_card', intentId, saleId: basket.saleId, amountMinor, operatorId: operator.id }],
  )
}

const pay = (state: TillState, world: World, by: 'cash' | 'card' | 'tenders'): StepResult => {
  if (isPaid(state)) return complete(state)
  switch (by) {
    case 'cash':
      return payCash(state)
    case 'card':
      return payCard(state, world)
    case 'tenders':
      return openTenderTypes(state)
  }
}

/**
 * Enter pays what is typed in cash. With nothing typed it only types the exact amount: an Enter that bounced, or that was
 * typed ahead, must not end a sale that the customer wants to pay by card.
 */
const enter = (state: TillState, world: World): StepResult => {
  if (state.entry !== '' || isPaid(state)) return pay(state, world, 'cash')
  const amountMinor = stillDueInCash(state)
  if (amountMinor < 0) return refuse(state, info('cash_goes_out', { amountMinor: -amountMinor }))
  return offerEntry(state, PAYMENT, amountToEntry(state, amountMinor), info('exact_offered', { amountMinor }))
}

const totalOf = ({ priced }: TillState): number => priced?.totals.totalMinor ?? 0

/**
 * To the payment, with the basket safe on disk before any money moves; a sale that is paid already completes. Where the
 * taxes of a new day change the total, that is said first.
 */
export function openTender(before: TillState, world: World): StepResult {
  if (endsAtTotal(before)) return complete(before)
  const refused = refusePayment(before, world)
  if (refused !== undefined) return refused
  const state = taxedToday(before, world)
  const { basket, tenders } = state
  assert(basket !== undefined, 'Money is taken for a basket.')
  const totalMinor = totalOf(state)
  const isChanged = totalMinor !== totalOf(before)
  const change = {
    screen: { name: 'tender' },
    notice: isChanged ? bad('tax_changed', { totalMinor }) : undefined,
    entry: isChanged ? '' : state.entry,
    selectedLine: undefined,
    nextQuantity: undefined,
  } as const
  const told: TillEffect[] = isChanged ? [displayOf(state, basket, totalMinor), { type: 'beep' }] : []
  return next(state, change, [{ type: 'save_basket', basket, tenders, isNow: true }, ...told])
}

const openAndPay = (state: TillState, world: World, by: 'cash' | 'card' | 'tenders'): StepResult => {
  const opened = openTender(state, world)
  // A total that has just changed is paid by another press of the key.
  const isToPay = opened.state.screen.name === 'tender' && totalOf(opened.state) === totalOf(state)
  return isToPay ? andThen(opened, (after) => pay(after, world, by)) : opened
}

/** Amount, then tender key, straight from selling: the till grammar of every cash register. */
export function payNow(state: TillState, world: World, by: 'cash' | 'card' | 'tenders'): StepResult {
  const { basket } = state
  if (basket === undefined || isBasketEmpty(basket)) return refuse(state, bad('basket_empty'))
  const action = { type: 'take_payment', by, typed: state.entry } as const
  return attemptNow(state, action, (allowed) => openAndPay(allowed, world, by))
}

/** Goes on to the payment, as somebody has allowed who may. */
export function takePayment(
  state: TillState,
  { by, typed }: ActionOf<'take_payment'>,
  world: World,
  approval: Approval,
): StepResult {
  if (state.basket === undefined || isBasketEmpty(state.basket)) return refuse(state, bad('basket_empty'))
  const isOfPrices = approval?.permission === 'override_discount_limit' || approval?.permission === 'override_prices'
  const basket = isOfPrices ? approvedAsItIs(state.basket, approval.authorisedBy) : withApproval(state.basket, approval)
  if (basket instanceof DomainError) return refuseWith(state, basket)
  const allowed: TillState = { ...state, basket, entry: typed }
  return by === 'total' ? openTender(allowed, world) : openAndPay(allowed, world, by)
}

const undoTender = (state: TillState): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const last = state.tenders.at(-1)
  if (last === undefined) return refuse(state, bad('money_first'))
  // What a card has paid goes back by a refund, not by forgetting it; goods brought back stay in the ticket.
  if (last.kind === 'card' || last.kind === 'exchange' || state.basket === undefined) {
    return refuse(state, bad('conflict'))
  }
  const tenders = state.tenders.slice(0, -1)
  const undone = next(state, { tenders, notice: good('tender_undone', { amountMinor: last.amountMinor }) }, [
    { type: 'save_basket', basket: state.basket, tenders, isNow: true },
  ])
  const reservationId = 'reservationId' in last ? last.reservationId : undefined
  return reservationId === undefined ? undone : andThen(undone, (after) => releaseAll(after, [reservationId]))
}

/** Back to the sale, where items may be added or taken out; what was paid stays paid. */
const back = (state: TillState): StepResult => {
  if (state.entry !== '') return next(state, { entry: '', notice: undefined })
  const paid = { paidMinor: paidMinor(state.tenders), dueMinor: stillDueMinor(state) }
  return next(state, {
    screen: { name: 'sell' },
    notice: state.tenders.length > 0 ? info('money_kept', paid) : undefined,
  })
}

const takeOffered = (state: TillState, key: KeyPressed): StepResult | undefined => {
  if (key.action !== 'up' && key.action !== 'down') return undefined
  const offered = offeredAmounts(state)
  if (offered.length === 0) return next(state)
  const at = offered.findIndex((amountMinor) => amountToEntry(state, amountMinor) === state.entry)
  const moved = key.action === 'down' ? at + 1 : Math.max(at, 0) - 1
  const amountMinor = offered.at(moved % offered.length) ?? 0
  return offerEntry(state, PAYMENT, amountToEntry(state, amountMinor))
}

/** An offered amount as if it had been typed. */
export const amountToEntry = (state: TillState, amountMinor: number): string =>
  formatMinor(amountMinor, currencyOf(state.policy.currency))

const actions: Partial<Record<TillAction, (state: TillState, world: World) => StepResult>> = {
  enter,
  cash: (state, world) => pay(state, world, 'cash'),
  card: (state, world) => pay(state, world, 'card'),
  void: undoTender,
  escape: back,
  tenders: (state, world) => pay(state, world, 'tenders'),
}

/** Keys while paying: an amount and what it is paid with; a bare key pays all that is due. */
export function stepTender(state: TillState, key: KeyPressed, world: World): StepResult {
  const act = key.action === undefined ? undefined : actions[key.action]
  if (key.text?.toLowerCase() === POINTS_KEY) return payByPoints(state, world)
  return act?.(state, world) ?? takeOffered(state, key) ?? editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
}
