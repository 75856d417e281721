import { DomainError } from '#core/errors/domain-error.ts'
import type { Actor } from '#core/journal/entry.ts'
import { may } from '#core/staff/may.ts'
import type { Role } from '#core/staff/operator.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { findUser } from '#hub/identity/user-queries.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { devicesThatHold, type HoldingDevice } from '#hub/sales/refund-hold.ts'

const insertRelease = defineQuery((db, p: { deviceId: string; releasedAt: string; releasedBy: number }) =>
  db
    .insertInto('hold_releases')
    .values({ device_id: p.deviceId, released_at: p.releasedAt, released_by: p.releasedBy, is_open: 1 })
    .onConflict((conflict) => conflict.columns(['device_id', 'released_at']).doUpdateSet({ is_open: 1 })),
)

const findReleaseSince = defineQuery((db, p: { deviceNumber: number; since: string }) =>
  db
    .selectFrom('hold_releases')
    .innerJoin('devices', 'devices.id', 'hold_releases.device_id')
    .select('released_at')
    .where('devices.device_number', '=', p.deviceNumber)
    .where('released_at', '>=', p.since)
    .limit(1),
)

/** Who releases, and when. */
export interface Releasing {
  readonly by: { readonly actor: Actor; readonly userId: number; readonly role: Role }
  readonly nowIso: string
}

/**
 * Lets refunds wait no longer for the devices that `isMeant` picks among those that hold them, and audits it. Whoever is
 * gone may have refunded what the hub gives back again now: that is the manager's decision, and shows when it comes back.
 */
export async function releaseHold(
  { tx, record }: Pick<Work, 'tx' | 'record'>,
  isMeant: (device: HoldingDevice) => boolean,
  { by, nowIso }: Releasing,
): Promise<string[]> {
  const released = (await devicesThatHold(tx)).filter(isMeant)
  for (const { id: deviceId, name } of released) {
    await tx.run(insertRelease, { deviceId, releasedAt: nowIso, releasedBy: by.userId })
    const detail = `refunds wait no longer for ${name}, which has not reported`
    const body = { event: 'ADMIN_ACTION', userId: by.userId, role: by.role, detail }
    await record(by.actor, { type: 'security_event', body })
  }
  return released.map(({ name }) => name)
}

/** Somebody who may release, as the hub knows them: the till has seen their PIN. Throws 'permission_missing'. */
export async function requireReleaser(
  tx: Reader,
  operatorId: number,
): Promise<{ readonly userId: number; readonly role: Role }> {
  const user = await tx.one(findUser, { id: operatorId })
  const isAllowed =
    user !== undefined &&
    user.is_active === 1 &&
    may(
      {
        role: user.role,
        grants: JSON.parse(user.grants) as Permission[],
        denials: JSON.parse(user.denials) as Permission[],
      },
      'refund_beyond_policy',
    )
  if (!isAllowed) throw new DomainError('permission_missing', 'Only a manager may release a till.')
  return { userId: user.id, role: user.role }
}

/** True for a refund that a device made before a manager stopped waiting for it: nobody could know of it. */
export const wasReleasedAfter = async (tx: Tx, deviceNumber: number, completedAt: string): Promise<boolean> =>
  (await tx.one(findReleaseSince, { deviceNumber, since: completedAt })) !== undefined
