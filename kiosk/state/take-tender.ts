import { withoutIdleCoupons } from '#core/basket/basket-coupons.ts'
import { assert } from '#core/errors/assert.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { TENDERS_MAX, type Tender } from '#core/tender/tender.ts'
import { dueMinor } from '#core/tender/tendering.ts'
import { bad, good, type Notice } from '#kiosk/state/notice.ts'
import {
  exchangeMinor,
  exchangeRestMinor,
  exchangeTenders as ownExchangeTenders,
} from '#kiosk/state/refund-exchange.ts'
import { allTenders, openPay } from '#kiosk/state/refund-open-pay.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** What is still to pay, minor units. */
export const stillDueMinor = (state: TillState): number =>
  dueMinor(state.priced?.totals.totalMinor ?? 0, state.tenders) - exchangeMinor(state)

/** True when the tenders pay all of it; a sale that costs nothing is not paid before somebody says so. */
export const isPaid = (state: TillState): boolean =>
  (state.tenders.length > 0 || state.basket?.exchange !== undefined) && stillDueMinor(state) === 0

/** True when the total key ends it: an exchange that comes out even is not over before somebody says so. */
export const endsAtTotal = (state: TillState): boolean =>
  isPaid(state) && (state.tenders.length > 0 || exchangeRestMinor(state) > 0)

/** A payment fits when it is for the open sale and comes to no more than is due. */
export const fitsSale = (state: TillState, saleId: string, amountMinor: number): boolean =>
  state.basket?.saleId === saleId && amountMinor <= stillDueMinor(state)

/** Makes the sale of a basket that is paid; of an exchange with the refund of what came back, in one. */
export const completeWith = (
  state: TillState,
  exchangeTenders: readonly RefundTender[] | undefined,
  draft = state.basket?.exchange,
): StepResult => {
  const { basket: open, priced, operator, tenders } = state
  assert(
    open !== undefined && priced !== undefined && operator !== undefined,
    'Money is taken for a basket, by somebody.',
  )
  const { basket: kept, released } = withoutIdleCoupons(open, priced)
  const basket = draft === undefined ? kept : { ...kept, exchange: draft }
  const all = [...ownExchangeTenders(state), ...tenders]
  const completed = next(state, {}, [
    {
      type: 'complete_sale',
      basket,
      tenders: all,
      operatorId: operator.id,
      ...(exchangeTenders === undefined ? {} : { exchangeTenders }),
    },
  ])
  return andThen(completed, (after) => releaseAll(after, released))
}

/** Makes the sale of a basket that is paid; what came back beyond it first says how its money goes. */
export function complete(state: TillState): StepResult {
  const { exchange } = state
  if (exchange === undefined) return completeWith(state, undefined)
  return exchangeRestMinor(state) > 0
    ? openPay(state, exchange, { name: 'sell' })
    : completeWith(state, allTenders(state, { ...exchange, tenders: [] }))
}

/** Keeps a payment without moving on: somebody may be typing elsewhere. */
export function keepTender(state: TillState, tender: Tender, notice: Notice): StepResult {
  const { basket } = state
  assert(basket !== undefined, 'Money is taken for a basket.')
  const tenders = [...state.tenders, tender]
  return next(state, { tenders, notice }, [{ type: 'save_basket', basket, tenders, isNow: true }])
}

/** Takes one payment; when nothing is due any more the sale completes. */
export function takeTender(state: TillState, tender: Tender): StepResult {
  const notice = good('tender_taken', { amountMinor: tender.amountMinor })
  const taken: TillState = {
    ...state,
    screen: { name: 'tender' },
    tenders: [...state.tenders, tender],
    entry: '',
    notice,
  }
  return isPaid(taken) ? complete(taken) : keepTender({ ...taken, tenders: state.tenders }, tender, notice)
}

/** The last of all tenders that a sale may have must pay the rest, or nobody could pay it any more. */
export const isOneTooMany = (state: TillState, amountMinor: number): boolean =>
  state.tenders.length + ownExchangeTenders(state).length >= TENDERS_MAX - 1 && amountMinor < stillDueMinor(state)

/** One tender more, and nobody could pay the rest. */
export const refuseTooMany = (state: TillState): StepResult =>
  refuse(state, bad('tender_incomplete', { dueMinor: stillDueMinor(state) }))
