import { isBasketEmpty, type Basket } from '#core/basket/basket.ts'
import { pointsBack } from '#core/refund/points-back.ts'
import type { ExchangeTender } from '#core/tender/tender.ts'
import { paidMinor } from '#core/tender/tendering.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

type Exchanging = Pick<TillState, 'basket' | 'priced' | 'tenders' | 'exchange'>

/** What brought-back goods can pay, minor units: what points paid of them goes back as points, whatever is bought. */
export function exchangeWorthMinor({ basket, exchange }: Pick<TillState, 'basket' | 'exchange'>): number {
  const totalMinor = basket?.exchange?.totals.totalMinor ?? 0
  if (exchange?.subject === undefined) return totalMinor
  const { sale, refunded } = exchange.subject
  return totalMinor - pointsBack(sale, refunded, exchange.draft).amountMinor
}

/** What brought-back goods pay of the open sale, minor units: at the most what else nobody pays. */
export function exchangeMinor(state: Exchanging): number {
  const dueMinor = (state.priced?.totals.totalMinor ?? 0) - paidMinor(state.tenders)
  return Math.max(0, Math.min(exchangeWorthMinor(state), dueMinor))
}

/** What is refunded beyond what it pays of the open sale: it goes back to the customer. */
export const exchangeRestMinor = (state: Exchanging): number =>
  (state.basket?.exchange?.totals.totalMinor ?? 0) - exchangeMinor(state)

/** The tender that brought-back goods are; none where they pay nothing. */
export const exchangeTenders = (state: TillState): ExchangeTender[] => {
  const refundId = state.basket?.exchange?.refundId
  const amountMinor = exchangeMinor(state)
  return refundId === undefined || amountMinor === 0 ? [] : [{ kind: 'exchange', amountMinor, refundId }]
}

/** The hub's leave for what came back with this basket; given up with the basket. */
export const exchangeReservations = (basket: Basket | undefined): string[] => {
  const reservationId = basket?.exchange?.reservationId ?? null
  return reservationId === null ? [] : [reservationId]
}

/** The basket without what came back: that waits for nobody. */
export const withoutExchange = ({ exchange: _exchange, ...basket }: Basket): Basket => basket

/** True while goods are in the sale: what comes back then can only be exchanged for them. */
export const isExchangeOnly = ({ basket }: Pick<TillState, 'basket'>): boolean =>
  basket !== undefined && !isBasketEmpty(basket)
