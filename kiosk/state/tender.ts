import { isBasketEmpty } from '#core/basket/basket.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { quickAmounts } from '#core/tender/quick-amounts.ts'
import type { Tender } from '#core/tender/tender.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'
import { cardAmount, dueMinor, tenderCash } from '#core/tender/tendering.ts'
import { AMOUNT_SIGN, editEntry, refuseCardNumber, typedAmount } from '#kiosk/state/entry.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** What is still to pay, minor units. */
export const stillDueMinor = (state: TillState): number => dueMinor(state.priced?.totals.totalMinor ?? 0, state.tenders)

/** The amounts that the tender screen offers, by the keys that take them (↑ ↓ and Enter, or a touch). */
export const offeredAmounts = (state: TillState): number[] =>
  quickAmounts(stillDueMinor(state), state.policy.cashDenominationsMinor)

/** Takes one payment; when nothing is due any more the sale completes. */
export function takeTender(state: TillState, tender: Tender): StepResult {
  const { basket, operator } = state
  assert(basket !== undefined && operator !== undefined, 'Money is taken for a basket, by somebody.')
  const tenders = [...state.tenders, tender]
  const taken = { ...state, tenders, entry: '', notice: good('tender_taken', { amountMinor: tender.amountMinor }) }
  if (stillDueMinor(taken) > 0) {
    return next(taken, { screen: { name: 'tender' } }, [{ type: 'save_basket', basket, tenders, isNow: true }])
  }
  return next(taken, {}, [{ type: 'complete_sale', basket, tenders, operatorId: operator.id }])
}

const payCash = (state: TillState): StepResult => {
  const given = state.entry === '' ? stillDueMinor(state) : typedAmount(state)
  if (given instanceof DomainError) return refuseWith(state, given)
  const tender = tenderCash(stillDueMinor(state), given)
  return tender instanceof DomainError ? refuseWith(state, tender) : takeTender(state, tender)
}

const payCard = (state: TillState, world: World): StepResult => {
  const { basket, operator } = state
  if (basket === undefined || operator === undefined) return next(state)
  const typed = state.entry === '' ? undefined : typedAmount(state)
  if (typed instanceof DomainError) return refuseWith(state, typed)
  const amountMinor = cardAmount(stillDueMinor(state), typed)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  const intentId = world.newId()
  return next(
    state,
    { screen: { name: 'card', intentId, amountMinor, phase: 'charging' }, entry: '', notice: undefined },
    [{ type: 'charge_card', intentId, saleId: basket.saleId, amountMinor, operatorId: operator.id }],
  )
}

const pay = (state: TillState, world: World, by: 'cash' | 'card'): StepResult => {
  const refused = refuseCardNumber(state)
  if (refused !== undefined) return refused
  if (state.tenders.length >= TENDERS_MAX) return refuse(state, bad('over_tender'))
  return by === 'cash' ? payCash(state) : payCard(state, world)
}

/** Amount, then tender key, straight from selling: the till grammar of every cash register. */
export function payNow(state: TillState, world: World, by: 'cash' | 'card'): StepResult {
  const { basket } = state
  if (basket === undefined || isBasketEmpty(basket)) return refuse(state, bad('basket_empty'))
  const opened = next(state, { screen: { name: 'tender' }, selectedLine: undefined }, [
    { type: 'save_basket', basket, tenders: state.tenders, isNow: true },
  ])
  const paid = pay(opened.state, world, by)
  return { state: paid.state, effects: [...opened.effects, ...paid.effects] }
}

const undoTender = (state: TillState): StepResult => {
  const last = state.tenders.at(-1)
  if (last === undefined) return refuse(state, bad('money_first'))
  // What a card has paid goes back by a refund, not by forgetting it.
  if (last.kind !== 'cash' || state.basket === undefined) return refuse(state, bad('conflict'))
  const tenders = state.tenders.slice(0, -1)
  return next(state, { tenders, entry: '', notice: good('tender_undone', { amountMinor: last.amountMinor }) }, [
    { type: 'save_basket', basket: state.basket, tenders, isNow: true },
  ])
}

const back = (state: TillState): StepResult => {
  if (state.entry !== '') return next(state, { entry: '', notice: undefined })
  if (state.tenders.length > 0) return refuse(state, bad('tender_incomplete', { dueMinor: stillDueMinor(state) }))
  return next(state, { screen: { name: 'sell' }, notice: undefined })
}

const takeOffered = (state: TillState, key: KeyPressed): StepResult | undefined => {
  if (key.action !== 'up' && key.action !== 'down') return undefined
  const offered = offeredAmounts(state)
  const at = offered.findIndex((amountMinor) => amountToEntry(state, amountMinor) === state.entry)
  const step = key.action === 'down' ? 1 : -1
  const amountMinor = offered[(at + step + offered.length) % offered.length] ?? 0
  return next(state, { entry: amountToEntry(state, amountMinor), notice: undefined })
}

/** An offered amount as if it had been typed. */
export const amountToEntry = (state: TillState, amountMinor: number): string =>
  formatMinor(amountMinor, currencyOf(state.policy.currency))

const actions: Partial<Record<TillAction, (state: TillState, world: World) => StepResult>> = {
  enter: (state, world) => pay(state, world, 'cash'),
  cash: (state, world) => pay(state, world, 'cash'),
  card: (state, world) => pay(state, world, 'card'),
  void: undoTender,
  escape: back,
  upi: (state) => refuse(state, bad('later_version')),
}

/** Keys while paying: an amount and what it is paid with; a bare key pays all that is due. */
export function stepTender(state: TillState, key: KeyPressed, world: World): StepResult {
  const act = key.action === undefined ? undefined : actions[key.action]
  return act?.(state, world) ?? takeOffered(state, key) ?? editEntry(state, key, AMOUNT_SIGN) ?? next(state)
}
