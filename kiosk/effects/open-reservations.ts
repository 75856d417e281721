import { reservationsOf } from '#core/sale/complete-sale.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { OpenBasket } from '#kiosk/store/basket-store.ts'
import type { OpenReservation } from '#kiosk/store/reservation-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

type Started = Extract<TillEvent, { type: 'started' }>

/** As it was kept by `keep_reservation`. */
const pendingOf = ({ details }: OpenReservation): PendingRefund | undefined =>
  (JSON.parse(details) as PendingRefund | null) ?? undefined

/**
 * What a boot makes of reservations that no entry used: one whose card may have its money goes on, what goes with the
 * open basket stays with it, and the hub hears that all others are not used.
 */
export function openReservations(
  { reservations }: Pick<TillStore, 'reservations'>,
  recovered: OpenBasket | undefined,
): Pick<Started, 'openRefund' | 'exchange' | 'unreleased'> {
  const open = reservations.open()
  const draft = recovered?.basket.exchange
  const inUse = new Set(recovered === undefined ? [] : reservationsOf(recovered.basket, recovered.tenders))
  const terminal = open.findLast(({ phase }) => phase === 'terminal')
  const isOfBasket = ({ reservationId }: OpenReservation): boolean => reservationId === draft?.reservationId
  const isUsed = (one: OpenReservation): boolean => isOfBasket(one) || inUse.has(one.reservationId)
  const kept = open.find(isOfBasket)
  const brought = kept === undefined ? undefined : pendingOf(kept)
  // Goods without a receipt have no reservation: the basket knows all that there is.
  const without: PendingRefund | undefined =
    draft === undefined
      ? undefined
      : { draft, subject: undefined, asks: [], tenders: [], isAuthorised: false, isExchange: true, cardsDone: 0 }
  return {
    openRefund: terminal === undefined ? undefined : pendingOf(terminal),
    exchange: brought ?? without,
    unreleased: open.filter((one) => one !== terminal && !isUsed(one)).map(({ reservationId }) => reservationId),
  }
}
