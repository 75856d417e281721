import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

/** Notes a key that a device got: what it signs stays its word when another key takes its place. */
export const keepDeviceKey = defineQuery((db, p: { keyId: string; deviceId: string; since: string }) =>
  db.insertInto('device_keys').orIgnore().values({ key_id: p.keyId, device_id: p.deviceId, since: p.since }),
)

const listKeys = defineQuery((db, p: { deviceId: string }) =>
  db.selectFrom('device_keys').select('key_id').where('device_id', '=', p.deviceId),
)

const findKeyInUse = defineQuery((db, p: { deviceId: string }) =>
  db.selectFrom('devices').select('pin').where('id', '=', p.deviceId).where('pin', 'is not', null),
)

/** The ids of every key that a device has or had: SHA-256 of each public key. */
export async function keysOfDevice(reader: Reader, deviceId: string): Promise<ReadonlySet<string>> {
  const keys = (await reader.all(listKeys, { deviceId })).map(({ key_id: keyId }) => keyId)
  const inUse = await reader.one(findKeyInUse, { deviceId })
  return new Set([...keys, ...(inUse === undefined || inUse.pin === null ? [] : [inUse.pin])])
}
