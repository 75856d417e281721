import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { sumOpenOf } from '#hub/claims/reservation-queries.ts'
import { readBalance, type CustomerBalance } from '#hub/customers/customer-balance.ts'
import type { Reader } from '#hub/db/connection.ts'

const balanceOf = async (tx: Reader, customerId: number): Promise<CustomerBalance> => {
  const balance = await readBalance(tx, customerId)
  if (balance?.isActive !== true) throw new DomainError('not_found', 'No such customer.')
  return balance
}

const openOf = async (tx: Reader, kind: 'points' | 'account', subjectId: number): Promise<number> =>
  (await tx.one(sumOpenOf, { kind, subjectId }))?.claimed ?? 0

/** Reserves points: at the most what the customer has and nobody reserved. */
export async function claimPoints(
  tx: Reader,
  { customerId, points }: Extract<Claim, { kind: 'points' }>,
): Promise<Granted> {
  const left = (await balanceOf(tx, customerId)).points - (await openOf(tx, 'points', customerId))
  if (points > left) throw new DomainError('points_too_few', `${left} points are left.`, { left })
  return { subjectId: customerId, claimed: points }
}

/** Reserves credit on account: at the most the limit less what is owed and reserved. */
export async function claimAccount(
  tx: Reader,
  { customerId, amountMinor }: Extract<Claim, { kind: 'account' }>,
): Promise<Granted> {
  const { accountLimitMinor, owedMinor } = await balanceOf(tx, customerId)
  if (accountLimitMinor === null) throw new DomainError('account_none', 'This customer has no account.')
  const maxMinor = accountLimitMinor - owedMinor - (await openOf(tx, 'account', customerId))
  if (amountMinor > maxMinor) throw new DomainError('account_limit', 'This is above the limit.', { maxMinor })
  return { subjectId: customerId, claimed: amountMinor }
}
