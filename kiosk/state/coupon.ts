import { attachCoupon, removeCoupon } from '#core/basket/basket-coupons.ts'
import type { Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import type { DomainError } from '#core/errors/domain-error.ts'
import { couponCode, COUPONS_PER_SALE_MAX, couponRefusal, type Coupon } from '#core/promotion/coupon.ts'
import { withBasket } from '#kiosk/state/basket-step.ts'
import { editEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { keepBasket, mayReprice } from '#kiosk/state/keep-basket.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import { releaseAll, reserveFor } from '#kiosk/state/reservations.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { andThen, complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

type CouponScreen = Extract<TillState['screen'], { name: 'coupon' }>

/** Asks the hub to keep one of the coupon's uses for this sale; meanwhile the till goes on. */
const reserve = (state: TillState, world: World, coupon: Coupon, saleId: string): StepResult => {
  const reservationId = world.newId()
  const effects = reserveFor(
    state,
    { kind: 'coupon', couponId: coupon.id, saleId },
    { type: 'coupon', coupon, reservationId, saleId },
  )
  return next(state, { screen: { name: 'sell' }, entry: '', notice: info('coupon_asking') }, effects)
}

/** Why this coupon is no good for the sale as it is, or nothing. */
function refusalOf(coupon: Coupon | undefined, basket: Basket, world: World): DomainError | undefined {
  const { coupons = [], customer } = basket
  return couponRefusal(coupon, {
    nowIso: world.nowIso(),
    customerGroupIds: customer?.groupIds ?? [],
    attachedIds: coupons.map((known) => known.coupon.id),
    // What the items come to only the price of the whole sale knows; it is asked next.
    itemsMinor: Number.MAX_SAFE_INTEGER,
  })
}

/**
 * What coupons that are better now outdo is taken all the same, where it has others beside it: with the next one it may
 * be among the better, and the order of scanning changes no price. If not, it stays with the customer.
 */
const isOutdone = ({ coupons = [] }: Basket, idle: DomainError): boolean =>
  coupons.length > 0 && idle.code === 'coupon_not_stackable'

const attach = (state: TillState, changed: Basket, idle: DomainError | undefined): StepResult => {
  const attached = withBasket(state, changed, { key: 'coupon_attached' })
  if (idle === undefined || attached.state.basket !== changed) return attached
  return { ...attached, state: { ...attached.state, notice: info(idle.code) } }
}

const take = (state: TillState, world: World, { basket, coupon }: { basket: Basket; coupon: Coupon }): StepResult => {
  const changed = attachCoupon(basket, { coupon })
  const idle = priceBasket(changed, state.rules).refusedCoupons.find(({ couponId }) => couponId === coupon.id)?.error
  if (idle !== undefined && !isOutdone(basket, idle)) return refuseWith(state, idle)
  return coupon.usesMax === undefined ? attach(state, changed, idle) : reserve(state, world, coupon, basket.saleId)
}

/** Attaches the coupon with this code, or says why it is no good for this sale. */
export function takeCoupon(state: TillState, world: World, coupon: Coupon | undefined): StepResult {
  const { basket } = state
  if (coupon === undefined) return refuse(state, bad('coupon_unknown'))
  if (basket === undefined) return refuse(state, bad('coupon_no_items'))
  const refusal = refusalOf(coupon, basket, world)
  if (refusal !== undefined) return refuseWith(state, refusal)
  const isFull = (basket.coupons?.length ?? 0) >= COUPONS_PER_SALE_MAX
  return isFull ? refuse(state, bad('coupons_full')) : take(state, world, { basket, coupon })
}

/** The hub has kept a use of a coupon for the sale, or not. What comes too late goes back. */
export function onCouponReserved(state: TillState, purpose: PurposeOf<'coupon'>, reply: HubReply): StepResult {
  const { coupon, reservationId, saleId } = purpose
  const { basket } = state
  if (reply.outcome === 'problem') {
    return andThen(complain(state, hubRefusal(reply)), (after) => releaseAll(after, [reservationId]))
  }
  // It may have been kept although the answer was lost.
  if (reply.outcome === 'away') {
    return andThen(complain(state, bad('coupon_needs_hub')), (after) => releaseAll(after, [reservationId]))
  }
  const isTwice = basket?.coupons?.some((known) => known.coupon.id === coupon.id) ?? false
  if (basket?.saleId !== saleId || isTwice || !mayReprice(state)) {
    return andThen(complain(state, bad('coupon_late')), (after) => releaseAll(after, [reservationId]))
  }
  return keepBasket(state, attachCoupon(basket, { coupon, reservationId }), good('coupon_attached'))
}

/** Asks for the code of a coupon; one that is typed already is attached at once. */
export function openCoupon(state: TillState, world: World): StepResult {
  if (state.entry !== '') return takeCoupon(state, world, world.couponByCode(couponCode(state.entry)))
  return next(state, { screen: { name: 'coupon', selected: 0 }, notice: undefined })
}

const remove = (state: TillState, selected: number): StepResult => {
  const chosen = state.basket?.coupons?.[selected]
  if (state.basket === undefined || chosen === undefined) return refuse(state, bad('coupon_none'))
  const { basket, released } = removeCoupon(state.basket, chosen.coupon.id)
  const removed = withBasket(state, basket, { key: 'coupon_removed' })
  return removed.state.basket === basket ? andThen(removed, (after) => releaseAll(after, released)) : removed
}

const move = (state: TillState, screen: CouponScreen, { action }: KeyPressed): StepResult | undefined => {
  const selected = movedSelection(screen.selected, state.basket?.coupons?.length ?? 0, action)
  return selected === undefined ? undefined : next(state, { screen: { ...screen, selected: Math.max(0, selected) } })
}

/** Keys while a coupon is asked for: its code and Enter; the void key takes the selected one out again. */
export function stepCoupon(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen, entry } = state
  if (screen.name !== 'coupon') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (key.action === 'void' && entry === '') return remove(state, screen.selected)
  // No coupon has an empty code.
  if (key.action === 'enter') return takeCoupon(state, world, world.couponByCode(couponCode(entry)))
  return move(state, screen, key) ?? editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key)
}
