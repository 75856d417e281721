import type { Basket } from '#core/basket/basket.ts'
import { whyNoSale } from '#core/basket/fits-sale.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { displayOf } from '#kiosk/state/basket-step.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import { complain, next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Where money is counted by what the sale comes to: a card on its way, and what an exchange leaves to give back. */
const countsMoney: ReadonlySet<string> = new Set(['card', 'refund_pay', 'refund_terminal'])

/** True while what the sale comes to may change by itself: nothing is paid of it, and no money is counted by it. */
export const mayReprice = (state: TillState): boolean =>
  state.tenders.length === 0 && !countsMoney.has(state.screen.name) && unknownPayment(state) === undefined

/**
 * Takes a basket over that changed by itself (the hub has answered), prices it and keeps it. Nobody is moved from where
 * they type; nothing is paid of it yet (`mayReprice`).
 */
export function keepBasket(state: TillState, basket: Basket, notice: Notice): StepResult {
  const priced = priceBasket(basket, state.rules)
  const full = whyNoSale(basket, priced)
  if (full !== undefined) return complain(state, bad(full.code, full.details))
  return next(state, { basket, priced, notice }, [
    { type: 'save_basket', basket, tenders: state.tenders, isNow: false },
    displayOf(state, basket, priced.totals.totalMinor),
  ])
}
