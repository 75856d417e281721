import { pointsToPay, pointsWorthMinor } from '#core/customer/loyalty.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import { typedAmount } from '#kiosk/state/entry.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
import { releaseAll, reserveFor } from '#kiosk/state/reservations.ts'
import { andThen, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import { isOneTooMany, refuseTooMany, stillDueMinor, takeTender } from '#kiosk/state/take-tender.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** The points that the customer still has, less those that pay this sale already. */
function pointsLeft({ basket, tenders }: TillState): number {
  const burned = tenders.reduce((sum, tender) => sum + (tender.kind === 'points' ? tender.points : 0), 0)
  return Math.max(0, (basket?.customer?.loyaltyPoints ?? 0) - burned)
}

/** What the customer's points could pay of what is due, minor units; 0 where nobody has any, or the shop takes none. */
export function pointsOfferMinor(state: TillState): number {
  const { loyalty } = state.rules
  if (loyalty === undefined) return 0
  const points = Math.min(pointsLeft(state), pointsToPay(Math.max(0, stillDueMinor(state)), loyalty))
  return pointsWorthMinor(points, loyalty)
}

const whyNot = (state: TillState): Notice | undefined => {
  if (state.rules.loyalty === undefined) return bad('points_not_here')
  if (state.basket?.customer === undefined) return bad('points_customer_first')
  return pointsOfferMinor(state) === 0 ? bad('points_none') : undefined
}

/** Pays with points: what is typed, or as much as there are; whole points only. The hub sets them aside first. */
export function payByPoints(state: TillState, world: World): StepResult {
  const why = whyNot(state)
  if (why !== undefined) return refuse(state, why)
  const maxMinor = pointsOfferMinor(state)
  const typed = state.entry === '' ? maxMinor : typedAmount(state)
  if (typed instanceof DomainError) return refuseWith(state, typed)
  if (typed > maxMinor) return refuse(state, bad('over_tender', { maxMinor }))
  return isOneTooMany(state, typed) ? refuseTooMany(state) : reserve(state, typed, world.newId())
}

function reserve(state: TillState, typedMinor: number, reservationId: string): StepResult {
  const { basket, operator, rules } = state
  if (basket?.customer === undefined || operator === undefined || rules.loyalty === undefined) return next(state)
  const points = pointsToPay(typedMinor, rules.loyalty)
  if (points === 0) return refuse(state, bad('points_none'))
  const amountMinor = pointsWorthMinor(points, rules.loyalty)
  const { saleId } = basket
  const claim: Claim = { kind: 'points', customerId: basket.customer.id, points, saleId }
  const screen = { name: 'points_tender', points, amountMinor } as const
  const purpose = { type: 'points_tender', reservationId, saleId, points, amountMinor } as const
  return next(state, { screen, entry: '', notice: info('hub_asked') }, reserveFor(state, claim, purpose))
}

const isWaitedFor = (state: TillState, purpose: PurposeOf<'points_tender'>): boolean => {
  const { screen, basket } = state
  const { saleId, points, amountMinor } = purpose
  const isAsked = screen.name === 'points_tender' && screen.points === points && basket?.saleId === saleId
  return isAsked && amountMinor <= stillDueMinor(state)
}

/** The hub's answer: points that nobody waits for any more, and that may have been set aside unheard, are released. */
export function onPointsReserved(state: TillState, purpose: PurposeOf<'points_tender'>, reply: HubReply): StepResult {
  const { reservationId, points, amountMinor } = purpose
  const isWaiting = isWaitedFor(state, purpose)
  if (reply.outcome === 'answered') {
    return isWaiting
      ? takeTender(state, { kind: 'points', amountMinor, points, reservationId })
      : releaseAll(state, [reservationId])
  }
  const released = releaseAll(state, [reservationId])
  if (!isWaiting) return released
  return andThen(released, (after) => refuse({ ...after, screen: { name: 'tender' } }, hubRefusal(reply)))
}

/** Keys while the hub sets points aside: Escape goes back to the payment, and what comes then is released. */
export const stepPointsTender = (state: TillState, key: KeyPressed): StepResult =>
  key.action === 'escape'
    ? next(state, { screen: { name: 'tender' }, entry: '', notice: undefined })
    : refuse(state, bad('hub_wait'))
