import type { Claim } from '#core/protocol/reserve.ts'
import { amountOf } from '#core/refund/line-share.ts'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { planOf } from '#hub/claims/read-refunded.ts'
import type { ReservationRow } from '#hub/claims/reservation-queries.ts'
import type { Misuse } from '#hub/claims/use-reservation.ts'

type ClaimOf<K extends Claim['kind']> = Extract<Claim, { kind: K }>

/**
 * The sale's coupons without this one among them: it stands for another. A coupon that took nothing off is in the basket
 * and not in the sale; there are more reservations than uses then, and nobody gained by it.
 */
const misuseOfCoupon = (
  { couponId }: ClaimOf<'coupon'>,
  { discounts = [], reservationIds = [], tenders }: Sale,
): Misuse => {
  const used = discounts.filter(({ source }) => source === 'coupon').map(({ id }) => id)
  const reserving = tenders.filter((tender) => 'reservationId' in tender && tender.reservationId !== undefined)
  const isEachUsed = reservationIds.length <= used.length + reserving.length
  return isEachUsed && !used.includes(couponId) ? 'reservation_foreign' : undefined
}

/** What the tenders under this reservation took of it; undefined where there is none of its kind. */
const takenOf = ({ tenders }: Sale, reservationId: string, kind: 'points' | 'account'): number | undefined => {
  const taken = tenders.flatMap((tender) => {
    if (kind === 'points')
      return tender.kind === 'points' && tender.reservationId === reservationId ? [tender.points] : []
    return tender.kind === 'other' && tender.reservationId === reservationId ? [tender.amountMinor] : []
  })
  return taken.length === 0 ? undefined : taken.reduce((sum, part) => sum + part, 0)
}

/** How a sale uses what was reserved otherwise than it was reserved; a recalled basket is sold under a number of its own. */
export function misuseBySale({ id, claim: text, claimed }: ReservationRow, sale: Sale): Misuse {
  const claim = JSON.parse(text) as Claim // checked when it was asked for
  if (claim.kind === 'refund') return 'reservation_foreign'
  if (claim.saleId !== sale.saleId && sale.heldBasketId === null) return 'reservation_foreign'
  if (claim.kind === 'coupon') return misuseOfCoupon(claim, sale)
  const taken = takenOf(sale, id, claim.kind)
  if (taken === undefined || claim.customerId !== sale.customerId) return 'reservation_foreign'
  return taken > claimed ? 'reservation_exceeded' : undefined
}

/** True where no card gets more than was set aside of it; the same money in cash is judged by who allowed it. */
const isWithinCards = (reserved: readonly RefundTender[], given: readonly RefundTender[]): boolean => {
  const cardsOf = (tenders: readonly RefundTender[]) => tenders.filter((tender) => tender.kind === 'card')
  const leftMinor = new Map(cardsOf(reserved).map(({ intentId, amountMinor }) => [intentId, amountMinor]))
  return cardsOf(given).every(({ intentId, amountMinor }) => amountMinor <= (leftMinor.get(intentId) ?? 0))
}

/**
 * How a refund uses what was reserved otherwise: of another sale, of another kind, more pieces than were set aside, or
 * another card.
 */
export function misuseByRefund(reservation: ReservationRow, refund: Refund): Misuse {
  const claim = JSON.parse(reservation.claim) as Claim // checked when it was asked for
  if (claim.kind !== 'refund' || claim.saleId !== refund.originalSaleId) return 'reservation_foreign'
  // A void takes all of its sale, whatever was asked for.
  if (claim.refundKind === 'void') return refund.kind === 'void' ? undefined : 'reservation_foreign'
  const reserved = new Map(claim.lines.map(({ line, quantity }) => [line, amountOf(quantity)]))
  const isWithin = refund.lines.every(({ line, quantity }) => amountOf(quantity) <= (reserved.get(line) ?? 0))
  const { tenders } = planOf(reservation)
  const isItsCard = tenders === undefined || isWithinCards(tenders, refund.tenders)
  return isWithin && isItsCard ? undefined : 'reservation_exceeded'
}
