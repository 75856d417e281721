import { cleanText } from '#core/barcode/clean-text.ts'
import { couponReservations } from '#core/basket/basket-coupons.ts'
import { isBasketEmpty, openBasket, type Basket, type BasketLine } from '#core/basket/basket.ts'
import { whyNoSale } from '#core/basket/fits-sale.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { formatQuantity, lineAmountMinor } from '#core/quantity/quantity.ts'
import { paidMinor } from '#core/tender/tendering.ts'
import { bad, good, type Notice, type NoticeKey } from '#kiosk/state/notice.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** The open basket, or a new one. */
export const basketOf = (state: TillState, world: World): Basket =>
  state.basket ?? { ...openBasket(world.newId(), world.nowIso()), openedLocal: world.promotionTime() }

/** What the result line tells of a line: "Amul Milk 3 × 74.00 = 222.00". */
const lineDetails = ({ name, quantity, unitPriceMinor }: BasketLine): Notice['details'] => ({
  name: cleanText(name),
  quantity: formatQuantity(quantity),
  isWeighed: quantity.unit === 'gram',
  unitPriceMinor,
  amountMinor: lineAmountMinor(quantity, unitPriceMinor),
})

/** Shows the customer the last item and the total. */
export const displayOf = (state: TillState, basket: Basket, totalMinor: number): TillEffect => {
  const last = basket.lines.findLast((line) => !line.isVoided && line.depositOf === undefined)
  const total = formatMinor(totalMinor, currencyOf(state.policy.currency))
  return { type: 'show_display', upper: cleanText(last?.name ?? state.policy.shopName), lower: `TOTAL ${total}` }
}

/** True where the change ended what a manager had allowed: it is asked for again when it is paid. */
const isLeaveEnded = (before: Basket | undefined, after: Basket): boolean =>
  before?.saleId === after.saleId && (after.authorisations?.length ?? 0) < (before.authorisations?.length ?? 0)

/**
 * Takes a changed basket over: prices it, keeps it, shows it to the customer; or says why it was not changed. `line` is
 * the one that was changed, the last where none is named. What is paid already may not come to more than the total.
 */
export function withBasket(
  state: TillState,
  changed: Basket | DomainError,
  done: { readonly key: NoticeKey; readonly line?: number },
): StepResult {
  if (changed instanceof DomainError) return refuseWith(state, changed)
  const priced = priceBasket(changed, state.rules)
  const full = whyNoSale(changed, priced)
  if (full !== undefined) return refuseWith(state, full)
  const paid = paidMinor(state.tenders)
  if (state.tenders.length > 0 && paid > priced.totals.totalMinor)
    return refuse(state, bad('paid_already', { paidMinor: paid }))
  const line = changed.lines.find((candidate) => candidate.line === done.line) ?? changed.lines.at(-1)
  const notice = good(
    isLeaveEnded(state.basket, changed) ? 'leave_ended' : done.key,
    line === undefined ? {} : lineDetails(line),
  )
  const used = { entry: '', nextQuantity: undefined, isQuantityRefused: false, selectedLine: undefined }
  return next(state, { ...used, basket: changed, priced, notice, screen: { name: 'sell' } }, [
    { type: 'save_basket', basket: changed, tenders: state.tenders, isNow: false },
    displayOf(state, changed, priced.totals.totalMinor),
  ])
}

/** The till without a basket, ready for the next customer. */
export const withoutBasket = (state: TillState, notice: Notice | undefined): TillState => ({
  ...state,
  exchange: undefined,
  basket: undefined,
  priced: undefined,
  tenders: [],
  selectedLine: undefined,
  nextQuantity: undefined,
  isQuantityRefused: false,
  entry: '',
  notice,
})

/** Why a basket may not be set aside or thrown away now: money is in it, or may be. */
export function whyBasketStays(state: TillState): Notice | undefined {
  if (unknownPayment(state) !== undefined) return bad('payment_unknown_blocks')
  const paid = paidMinor(state.tenders)
  return state.tenders.length > 0 ? bad('paid_already', { paidMinor: paid }) : undefined
}

/**
 * Ends a basket whose lines are all voided, so that they are on the record and nobody has to cancel nothing. One that goods
 * were brought back for waits for others.
 */
export function endEmptied(state: TillState): StepResult {
  const { basket, operator } = state
  if (basket === undefined || basket.exchange !== undefined) return next(state)
  const isOver = isBasketEmpty(basket) && whyBasketStays(state) === undefined
  if (!isOver || operator === undefined) return next(state)
  const ended = next(withoutBasket(state, undefined), {}, [{ type: 'cancel_basket', basket, operatorId: operator.id }])
  return andThen(ended, (after) => releaseAll(after, couponReservations(basket.coupons)))
}
