import type { Policy } from '#core/catalogue/policy.ts'
import type { Refund } from '#core/refund/refund.ts'
import { applyRefundToBalance as applyRightly, applySaleToBalance } from '#hub/customers/apply-to-balances.ts'
import type { Tx } from '#hub/db/connection.ts'

export { applySaleToBalance }

/** Planted: a refund leaves the customer the points that the sale had earned. */
export async function applyRefundToBalance(tx: Tx, refund: Refund, policy: Policy): Promise<void> {
  await applyRightly(tx, { ...refund, pointsTakenBack: 0 }, policy)
}
