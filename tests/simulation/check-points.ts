import { sumOf, type Ledger } from '#tests/simulation/ledger.ts'
import { customers } from '#tests/simulation/shop-offers.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import { claim } from '#tests/simulation/violation.ts'

/** What a customer has is what was given by hand and what sales and refunds moved; nobody spends what was never there. */
export function checkPoints(hub: SimHub, { sales, refunds }: Ledger, isDiskOld: boolean): void {
  for (const { id, name, points: given } of customers) {
    const own = sales.filter(({ customerId }) => customerId === id).map(({ loyalty }) => loyalty)
    const back = refunds.filter(({ customerId }) => customerId === id)
    const earned = sumOf(own, (loyalty) => loyalty?.pointsEarned ?? 0)
    const burned = sumOf(own, (loyalty) => loyalty?.pointsBurned ?? 0)
    const takenBack = sumOf(back, ({ pointsTakenBack = 0 }) => pointsTakenBack)
    const givenBack = sumOf(back, ({ pointsGivenBack = 0 }) => pointsGivenBack)
    const [row] = hub.committed<{ points: number }>(
      `SELECT loyalty_points + coalesce(points, 0) AS points
       FROM customers LEFT JOIN customer_balances ON customer_id = id WHERE id = ?`,
      id,
    )
    const sum = given + earned - burned - takenBack + givenBack
    claim(row?.points === sum, () => `${name} has ${row?.points} points at the hub; the movements make ${sum}.`)
    if (isDiskOld) continue
    // Earned points that are spent may still be taken back by a refund; what is spent was there once.
    const everHad = given + earned + givenBack
    claim(burned <= everHad, () => `${name} spent ${burned} points and never had more than ${everHad}.`)
  }
}
