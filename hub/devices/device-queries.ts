import { defineQuery } from '#hub/db/query.ts'

export const insertDevice = defineQuery(
  (
    db,
    device: { id: string; name: string; generation: number; deviceNumber: number; pin: string; enrolledAt: string },
  ) =>
    db
      .insertInto('devices')
      .values({
        id: device.id,
        name: device.name,
        generation: device.generation,
        device_number: device.deviceNumber,
        pin: device.pin,
        enrolled_at: device.enrolledAt,
        revoked_at: null,
      })
      // After a restore the record of devices may have brought it before its entry came.
      .onConflict((conflict) => conflict.column('id').doNothing()),
)

export const revokeDevice = defineQuery((db, { id, revokedAt }: { id: string; revokedAt: string }) =>
  db
    .updateTable('devices')
    .set({ pin: null, previous_pin: null, revoked_at: revokedAt })
    .where('id', '=', id)
    .where('revoked_at', 'is', null),
)

export const replaceKey = defineQuery((db, p: { id: string; pin: string }) =>
  db
    .updateTable('devices')
    .set((eb) => ({ previous_pin: eb.ref('pin'), pin: p.pin }))
    .where('id', '=', p.id)
    .where('pin', 'is not', null)
    .where('pin', '!=', p.pin),
)

export const deviceById = defineQuery((db, { id }: { id: string }) =>
  db.selectFrom('devices').selectAll().where('id', '=', id),
)

export const enrolledDevices = defineQuery((db) =>
  db.selectFrom('devices').selectAll().where('pin', 'is not', null).orderBy('device_number'),
)

export const devicesNamed = defineQuery((db, { name }: { name: string }) =>
  db.selectFrom('devices').select(['id', 'generation', 'pin']).where('name', '=', name),
)

export const lastDeviceNumber = defineQuery((db) =>
  db.selectFrom('devices').select(({ fn }) => fn.max('device_number').as('number')),
)

export const devicesWithState = defineQuery((db) =>
  db
    .selectFrom('devices')
    .leftJoin('device_states', 'device_states.device_id', 'devices.id')
    .select([
      'devices.id',
      'devices.name',
      'devices.generation',
      'devices.device_number',
      'devices.enrolled_at',
      'devices.revoked_at',
      'device_states.is_online',
      'device_states.seen_at',
      'device_states.software_version',
      'device_states.catalogue_revision',
      'device_states.unsent_count',
    ])
    .orderBy('devices.device_number'),
)

/** Where devices went on from an older entry than the hub has, oldest first. */
export const journalForks = defineQuery((db) => db.selectFrom('journal_forks').selectAll().orderBy('found_at'))

export interface StateRow {
  readonly deviceId: string
  readonly isOnline: number
  readonly seenAt: string
  readonly softwareVersion: string
  readonly catalogueRevision: number
  readonly unsentCount: number
  readonly state: string
}

export const saveDeviceState = defineQuery((db, row: StateRow) =>
  db
    .insertInto('device_states')
    .values({
      device_id: row.deviceId,
      is_online: row.isOnline,
      seen_at: row.seenAt,
      software_version: row.softwareVersion,
      catalogue_revision: row.catalogueRevision,
      unsent_count: row.unsentCount,
      state: row.state,
      has_reported: 1,
    })
    .onConflict((conflict) =>
      conflict.column('device_id').doUpdateSet((excluded) => ({
        is_online: excluded.ref('excluded.is_online'),
        seen_at: excluded.ref('excluded.seen_at'),
        software_version: excluded.ref('excluded.software_version'),
        catalogue_revision: excluded.ref('excluded.catalogue_revision'),
        unsent_count: excluded.ref('excluded.unsent_count'),
        state: excluded.ref('excluded.state'),
        has_reported: excluded.ref('excluded.has_reported'),
      })),
    ),
)

/** The last will tells nothing but that the device is gone; the rest of its last state stays. */
export const setDeviceOffline = defineQuery((db, { deviceId, seenAt }: { deviceId: string; seenAt: string }) =>
  // One that did not report to this start is away already: that its link broke is no report.
  db
    .updateTable('device_states')
    .set({ is_online: 0, seen_at: seenAt })
    .where('device_id', '=', deviceId)
    .where('is_online', '=', 1),
)

/** A new start has heard of nobody. */
export const forgetReports = defineQuery((db) => db.updateTable('device_states').set({ is_online: 0, has_reported: 0 }))

/** What a manager has released holds again from the next start on, */
export const endReleases = defineQuery((db) => db.updateTable('hold_releases').set({ is_open: 0 }))

/** or as soon as the device reports. */
export const endReleaseOf = defineQuery((db, p: { deviceId: string }) =>
  db.updateTable('hold_releases').set({ is_open: 0 }).where('device_id', '=', p.deviceId),
)

export const insertToken = defineQuery(
  (
    db,
    token: {
      id: string
      deviceName: string
      sealed: string
      madeAt: string
      expiresAtMs: number
      madeBy: number | null
    },
  ) =>
    db.insertInto('device_tokens').values({
      id: token.id,
      device_name: token.deviceName,
      sealed: token.sealed,
      made_at: token.madeAt,
      expires_at_ms: token.expiresAtMs,
      made_by: token.madeBy,
      device_id: null,
      hub_proof: null,
    }),
)

export const tokenById = defineQuery((db, { id }: { id: string }) =>
  db.selectFrom('device_tokens').selectAll().where('id', '=', id),
)

export const spendToken = defineQuery((db, token: { id: string; deviceId: string; hubProof: string }) =>
  db
    .updateTable('device_tokens')
    .set({ sealed: null, device_id: token.deviceId, hub_proof: token.hubProof })
    .where('id', '=', token.id),
)

export const deleteExpiredTokens = defineQuery((db, { nowMs }: { nowMs: number }) =>
  db.deleteFrom('device_tokens').where('expires_at_ms', '<', nowMs).where('device_id', 'is', null),
)

export const openTokenCount = defineQuery((db) =>
  db
    .selectFrom('device_tokens')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('device_id', 'is', null),
)
