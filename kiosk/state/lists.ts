import { withoutReserved } from '#core/basket/basket-coupons.ts'
import { HELD_BASKETS_MAX, isBasketEmpty, liveLines, type Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { displayOf, whyBasketStays, withoutBasket } from '#kiosk/state/basket-step.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { exchangeReservations, withoutExchange } from '#kiosk/state/refund-exchange.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { andThen, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Sets the basket aside for later, for this till or another. */
export function holdBasket(state: TillState, world: World): StepResult {
  const { basket, operator } = state
  if (state.isQuantityRefused) return refuse(state, bad('quantity_first'))
  if (basket === undefined || isBasketEmpty(basket) || operator === undefined) return refuse(state, bad('basket_empty'))
  const why = whyBasketStays(state)
  if (why !== undefined) return refuse(state, why)
  if (world.heldBaskets().length >= HELD_BASKETS_MAX)
    return refuse(state, bad('held_full', { heldMax: HELD_BASKETS_MAX }))
  const aside = withoutReserved(basket)
  const isCouponOut = aside.released.length > 0
  const held = next(
    withoutBasket(state, good(isCouponOut ? 'basket_held_without_coupon' : 'basket_held')),
    { screen: { name: 'sell' } },
    [{ type: 'hold_basket', basket: withoutExchange(aside.basket), operatorId: operator.id }, { type: 'sync_held' }],
  )
  return andThen(held, (after) => releaseAll(after, [...aside.released, ...exchangeReservations(basket)]))
}

/** A held basket is back, under a new id. */
export function onRecalled(state: TillState, basket: Basket): StepResult {
  const priced = priceBasket(basket, state.rules)
  const recalled = withoutBasket(state, good('basket_recalled', { count: liveLines(basket).length }))
  return next(recalled, { screen: { name: 'sell' }, basket, priced }, [
    displayOf(state, basket, priced.totals.totalMinor),
  ])
}
