import { reservationsOf } from '#core/sale/complete-sale.ts'
import type { Ledger } from '#tests/simulation/ledger.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

/** An open basket keeps what was set aside for it. */
const keptByBasket = (till: SimTill): string[] => {
  const open = till.process.inspect(() => till.store().baskets.loadOpen())
  return open === undefined ? [] : reservationsOf(open.basket, open.tenders)
}

/**
 * What tills asked for is used or given back once they are at rest: an open reservation would block somebody for good. A hub
 * whose disk went back may have forgotten that one was given back, of which the till knows nothing any more: a manager
 * releases it (`GET /approvals`).
 */
export function checkReservations(hub: SimHub, tills: readonly SimTill[], { sales, refunds }: Ledger): void {
  const rows = hub.committed<{ id: string; kind: string; state: string }>('SELECT id, kind, state FROM reservations')
  const kept = new Set(tills.flatMap(keptByBasket))
  const open = rows.filter(({ id, state }) => state === 'open' && !kept.has(id))
  claim(
    open.length === 0 || hub.rollbackCount > 0,
    () => `The hub keeps open: ${open.map(({ id, kind }) => `${kind} ${id}`).join(', ')}`,
  )
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  const used = [
    ...sales.flatMap(({ receiptLabel, reservationIds = [] }) =>
      reservationIds.map((id) => [receiptLabel, id] as const),
    ),
    ...refunds.flatMap(({ refundLabel, reservationId }) =>
      reservationId === null ? [] : [[refundLabel, reservationId] as const],
    ),
  ]
  for (const [label, id] of used) {
    const state = states.get(id)
    claim(state === 'used', () => `${label} used the reservation ${id}, which the hub has as ${state}.`)
  }
}
