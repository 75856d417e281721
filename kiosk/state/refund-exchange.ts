import { isBasketEmpty, type Basket } from '#core/basket/basket.ts'
import type { ExchangeTender } from '#core/tender/tender.ts'
import { paidMinor } from '#core/tender/tendering.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** What brought-back goods pay of the open sale, minor units: at the most what else nobody pays. */
export function exchangeMinor({ basket, priced, tenders }: Pick<TillState, 'basket' | 'priced' | 'tenders'>): number {
  const worthMinor = basket?.exchange?.totals.totalMinor ?? 0
  const dueMinor = (priced?.totals.totalMinor ?? 0) - paidMinor(tenders)
  return Math.max(0, Math.min(worthMinor, dueMinor))
}

/** What brought-back goods are worth beyond the open sale: it goes back to the customer. */
export const exchangeRestMinor = (state: Pick<TillState, 'basket' | 'priced' | 'tenders'>): number =>
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
