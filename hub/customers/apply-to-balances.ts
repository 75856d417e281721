import type { Policy } from '#core/catalogue/policy.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { isOnAccount } from '#core/tender/tender-method.ts'
import { addToBalance, readBalance, type BalanceMove, type CustomerBalance } from '#hub/customers/customer-balance.ts'
import type { Tx } from '#hub/db/connection.ts'

/** What was put on account, or taken off it again. */
const onAccountMinor = (tenders: Sale['tenders'] | Refund['tenders'], policy: Policy): number => {
  let sumMinor = 0
  for (const tender of tenders) if (isOnAccount(tender, policy)) sumMinor += tender.amountMinor
  return sumMinor
}

/** What is beyond what the customer has, in words. Nobody is taken to have nothing. */
const excessOf = ({ points, owedMinor }: BalanceMove, after: CustomerBalance | undefined): string[] => {
  const { points: left, owedMinor: owed, accountLimitMinor } = after ?? { points: -1, owedMinor, accountLimitMinor: 0 }
  return [
    ...(points < 0 && left < 0 ? ['the customer has fewer points than were burned'] : []),
    ...(owedMinor > 0 && owed > (accountLimitMinor ?? 0) ? ['the customer owes more than the limit'] : []),
  ]
}

/** What a sale did to its customer's points and debt; gives in words what went below zero or above the limit. */
export async function applySaleToBalance(
  tx: Tx,
  { customerId, loyalty, tenders }: Sale,
  policy: Policy,
): Promise<string[]> {
  if (customerId === null) return []
  const move = {
    points: loyalty === undefined ? 0 : loyalty.pointsEarned - loyalty.pointsBurned,
    owedMinor: onAccountMinor(tenders, policy),
  }
  await addToBalance(tx, customerId, move)
  const mayExceed = move.points < 0 || move.owedMinor > 0
  return mayExceed ? excessOf(move, await readBalance(tx, customerId)) : []
}

/** What a refund gave back and took back of its customer's points, and took off the debt. */
export async function applyRefundToBalance(tx: Tx, refund: Refund, policy: Policy): Promise<void> {
  const { customerId, pointsTakenBack = 0, pointsGivenBack = 0, tenders } = refund
  if (customerId === null) return
  const owedMinor = 0 - onAccountMinor(tenders, policy)
  await addToBalance(tx, customerId, { points: pointsGivenBack - pointsTakenBack, owedMinor })
}
