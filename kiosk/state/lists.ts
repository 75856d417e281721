import { withoutReserved } from '#core/basket/basket-coupons.ts'
import { HELD_BASKETS_MAX, isBasketEmpty, liveLines, type Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { displayOf, endEmptied, whyBasketStays, withoutBasket } from '#kiosk/state/basket-step.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import { exchangeReservations, withoutExchange } from '#kiosk/state/refund-exchange.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { andThen, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const backToSell = (state: TillState): StepResult =>
  next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })

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
    [{ type: 'hold_basket', basket: withoutExchange(aside.basket), operatorId: operator.id }],
  )
  return andThen(held, (after) => releaseAll(after, [...aside.released, ...exchangeReservations(basket)]))
}

/** Shows the baskets that were set aside; the open one must be finished or held first. */
export function openHeld(state: TillState, world: World): StepResult {
  const isOpen = state.basket !== undefined && !isBasketEmpty(state.basket)
  if (isOpen || state.basket?.exchange !== undefined) return refuse(state, bad('basket_not_empty'))
  const held = world.heldBaskets()
  if (held.length === 0) return refuse(state, info('held_none'))
  return next(state, { screen: { name: 'held', held, selected: 0 }, entry: '', notice: undefined })
}

/** Keys in the list of held baskets. */
export function stepHeld(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'held' || operator === undefined) return next(state)
  if (key.action === 'escape') return backToSell(state)
  const chosen = screen.held[screen.selected]
  if (key.action === 'enter' && chosen !== undefined) {
    const { heldBasketId } = chosen
    const operatorId = operator.id
    // What is left of an emptied basket goes on the record before the recalled one takes its place.
    return andThen(endEmptied(state), (after) =>
      next(after, {}, [{ type: 'recall_basket', heldBasketId, saleId: world.newId(), operatorId }]),
    )
  }
  const selected = movedSelection(screen.selected, screen.held.length, key.action)
  return selected === undefined ? ignoreKey(state, key) : next(state, { screen: { ...screen, selected } })
}

/** A held basket is back, under a new id. */
export function onRecalled(state: TillState, basket: Basket): StepResult {
  const priced = priceBasket(basket, state.rules)
  const recalled = withoutBasket(state, good('basket_recalled', { count: liveLines(basket).length }))
  return next(recalled, { screen: { name: 'sell' }, basket, priced }, [
    displayOf(state, basket, priced.totals.totalMinor),
  ])
}
