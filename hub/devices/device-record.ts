import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Reader, Tx } from '#hub/db/connection.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { defineQuery } from '#hub/db/query.ts'
import { keepDeviceKey, keysOfDevice } from '#hub/devices/device-keys.ts'
import { writeDurably } from '#hub/devices/key-file.ts'
import { findHubFact, HUB_DEVICE_ID, keepHubFact } from '#hub/ingest/hub-facts.ts'

/** Beside the keys, and mirrored with them: who may come in, and who may not any more. */
const DEVICE_RECORD_FILE = 'devices.json'

const text = Type.String()
const maybeText = Type.Union([text, Type.Null()])
const recordSchema = Type.Object({
  hubId: text,
  devices: Type.Array(
    Type.Object({
      id: text,
      name: text,
      generation: Type.Integer(),
      deviceNumber: Type.Integer(),
      pin: maybeText,
      enrolledAt: text,
      revokedAt: maybeText,
    }),
  ),
})
type DeviceRecord = Static<typeof recordSchema>
type RecordedDevice = DeviceRecord['devices'][number]

const listDevices = defineQuery((db) => db.selectFrom('devices').selectAll().orderBy('device_number'))

const putDevice = defineQuery((db, p: RecordedDevice) =>
  db
    .insertInto('devices')
    .values({
      id: p.id,
      name: p.name,
      generation: p.generation,
      device_number: p.deviceNumber,
      pin: p.pin,
      enrolled_at: p.enrolledAt,
      revoked_at: p.revokedAt,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        pin: excluded.ref('excluded.pin'),
        revoked_at: excluded.ref('excluded.revoked_at'),
      })),
    ),
)

/** What the record says, or undefined where there is none. Throws for a file that is none. */
export function readDeviceRecord(keyFolder: string): DeviceRecord | undefined {
  const path = join(keyFolder, DEVICE_RECORD_FILE)
  if (!existsSync(path)) return undefined
  const record: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Check(recordSchema, record)) throw new Error(`${DEVICE_RECORD_FILE} is no record of devices.`)
  return record
}

const hubIdOf = async (reader: Reader): Promise<string | undefined> =>
  (await reader.one(findHubFact, { name: HUB_DEVICE_ID }))?.value

/** Writes down who is enrolled and who was revoked; on the disk when this resolves. */
export async function writeDeviceRecord(reader: Reader, keyFolder: string): Promise<void> {
  const hubId = await hubIdOf(reader)
  if (hubId === undefined) return
  const rows = await reader.all(listDevices, {})
  const devices = rows.map(
    ({ id, name, generation, pin, device_number: deviceNumber, enrolled_at: enrolledAt, revoked_at: revokedAt }) => {
      return { id, name, generation, deviceNumber, pin, enrolledAt, revokedAt }
    },
  )
  writeDurably(join(keyFolder, DEVICE_RECORD_FILE), `${JSON.stringify({ hubId, devices })}\n`)
}

/** A device that the database does not know, that only the record has as revoked, or whose key there never was. */
const isNews = async (
  tx: Tx,
  recorded: RecordedDevice,
  held: { readonly revoked_at: string | null } | undefined,
): Promise<boolean> => {
  if (held === undefined || held.revoked_at !== null) return held === undefined
  // A key that the database knows as an earlier one: the record lags behind.
  return recorded.pin === null || !(await keysOfDevice(tx, recorded.id)).has(recorded.pin)
}

const putNews = async (tx: Tx, { hubId, devices }: DeviceRecord): Promise<number> => {
  // A new database goes on as the hub that wrote the record.
  if ((await hubIdOf(tx)) === undefined) await tx.run(keepHubFact, { name: HUB_DEVICE_ID, value: hubId })
  const held = new Map((await tx.all(listDevices, {})).map((row) => [row.id, row]))
  let newsCount = 0
  for (const device of devices) {
    if (!(await isNews(tx, device, held.get(device.id)))) continue
    newsCount += 1
    await tx.run(putDevice, device)
    const { pin, id: deviceId, enrolledAt: since } = device
    if (pin !== null) await tx.run(keepDeviceKey, { keyId: pin, deviceId, since })
  }
  return newsCount
}

/**
 * Brings a database that was put back to what the record says: a device that was enrolled since comes in, a number is
 * never given twice, and a key that was revoked opens nothing again. Then the record is written anew. Gives how many
 * devices were put right.
 */
export async function reconcileDeviceRecord(
  { read, write }: Pick<HubDatabase, 'read' | 'write'>,
  keyFolder: string,
): Promise<number> {
  const record = readDeviceRecord(keyFolder)
  const hubId = await hubIdOf(read)
  const isOurs = record !== undefined && (hubId === undefined || hubId === record.hubId)
  // Of another hub, whose database was here before: it is kept for whoever looks for it.
  if (record !== undefined && !isOurs) {
    const kept = DEVICE_RECORD_FILE.replace('.json', `-of-${record.hubId}.json`)
    renameSync(join(keyFolder, DEVICE_RECORD_FILE), join(keyFolder, kept))
  }
  const newsCount = isOurs ? await write((tx) => putNews(tx, record)) : 0
  await writeDeviceRecord(read, keyFolder)
  return newsCount
}
