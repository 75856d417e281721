import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { sumOpenOf } from '#hub/claims/reservation-queries.ts'
import { readBalance } from '#hub/customers/customer-balance.ts'
import type { Reader } from '#hub/db/connection.ts'

const openOf = async (reader: Reader, kind: 'points' | 'account', subjectId: number): Promise<number> =>
  (await reader.one(sumOpenOf, { kind, subjectId }))?.claimed ?? 0

/** What a customer has left, without what is reserved; of the account null where there is none. */
export async function readLeft(
  reader: Reader,
  customerId: number,
): Promise<{ readonly points: number; readonly accountMinor: number | null }> {
  const balance = await readBalance(reader, customerId)
  if (balance?.isActive !== true) throw new DomainError('not_found', 'No such customer.')
  const { points, owedMinor, accountLimitMinor } = balance
  return {
    points: points - (await openOf(reader, 'points', customerId)),
    accountMinor:
      accountLimitMinor === null ? null : accountLimitMinor - owedMinor - (await openOf(reader, 'account', customerId)),
  }
}

/** Reserves points: at the most what the customer has and nobody reserved. */
export async function claimPoints(
  tx: Reader,
  { customerId, points }: Extract<Claim, { kind: 'points' }>,
): Promise<Granted> {
  const left = (await readLeft(tx, customerId)).points
  if (points > left) throw new DomainError('points_too_few', `${left} points are left.`, { left })
  return { subjectId: customerId, claimed: points }
}

/** Reserves credit on account: at the most the limit less what is owed and reserved. */
export async function claimAccount(
  tx: Reader,
  { customerId, amountMinor }: Extract<Claim, { kind: 'account' }>,
): Promise<Granted> {
  const { accountMinor: maxMinor } = await readLeft(tx, customerId)
  if (maxMinor === null) throw new DomainError('account_none', 'This customer has no account.')
  if (amountMinor > maxMinor) throw new DomainError('account_limit', 'This is above the limit.', { maxMinor })
  return { subjectId: customerId, claimed: amountMinor }
}
