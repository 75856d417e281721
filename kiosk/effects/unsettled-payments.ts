import type { UnsettledPayments } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** What the store knows of card payments that are not settled; the state hears of both together. */
export const unsettledPayments = ({ payments }: Pick<TillStore, 'payments'>): UnsettledPayments => ({
  openIntents: payments.pending(),
  unclaimed: payments.unclaimed(),
})
