import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deviceById, enrolledDevices, lastDeviceNumber } from '#hub/devices/device-queries.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openMirroredHub, type MirroredHub } from '#tests/support/mirrored-hub.ts'
import { enrolTestDevice } from '#tests/support/test-till.ts'

let folder = ''
let hub: MirroredHub
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-devices-'))
  hub = await openMirroredHub(folder, undefined)
})
afterEach(async () => {
  await hub.close()
  rmSync(folder, { recursive: true })
})

const again = async (meanwhile: () => void): Promise<void> => {
  await hub.close()
  meanwhile()
  hub = await openMirroredHub(folder, undefined)
}
const enrolled = async (): Promise<string[]> =>
  (await hub.database.read.all(enrolledDevices, {})).map(({ name, device_number: number }) => `${name} ${number}`)
const revoke = async (deviceId: string): Promise<void> => {
  const body = { deviceId, reason: 'lost' }
  await hub.journal.write(({ record }) => record(programActor, { type: 'device_revoked', body }))
}
const kept = (): string => join(folder, 'last-night')
const dropDatabase = (): void => {
  for (const name of readdirSync(folder)) if (name.startsWith('hub.sqlite')) rmSync(join(folder, name))
}

test('put back to last night: who was enrolled since comes in, who was revoked stays out, no number comes again', async () => {
  const lost = await enrolTestDevice(hub.journal, 'T1', 1)
  await again(() => copyFileSync(join(folder, 'hub.sqlite'), kept()))
  await revoke(lost.id)
  await enrolTestDevice(hub.journal, 'T1', 2)
  await enrolTestDevice(hub.journal, 'T3', 3)
  await again(() => {
    dropDatabase()
    copyFileSync(kept(), join(folder, 'hub.sqlite'))
  })
  expect(await enrolled()).toEqual(['T1 2', 'T3 3'])
  expect(await hub.database.read.one(deviceById, { id: lost.id })).toMatchObject({ pin: null })
  expect((await hub.database.read.one(lastDeviceNumber, {}))?.number).toBe(3)
})

test('a database that is gone knows its devices from the record, and itself', async () => {
  await enrolTestDevice(hub.journal, 'T1', 1)
  const record = (): { hubId: string } =>
    JSON.parse(readFileSync(join(folder, 'keys', 'devices.json'), 'utf8')) as { hubId: string }
  const { hubId } = record()
  await again(dropDatabase)
  expect(await enrolled()).toEqual(['T1 1'])
  expect(record().hubId).toBe(hubId)
})

test('a record that lags behind the database, as after a crash, takes nothing away', async () => {
  await enrolTestDevice(hub.journal, 'T1', 1)
  const path = join(folder, 'keys', 'devices.json')
  copyFileSync(path, kept())
  const second = await enrolTestDevice(hub.journal, 'T2', 2)
  await enrolTestDevice(hub.journal, 'T3', 3)
  await revoke(second.id)
  await again(() => copyFileSync(kept(), path))
  expect(await enrolled()).toEqual(['T1 1', 'T3 3'])
  expect(readFileSync(path, 'utf8')).toContain('T3')
})

test('put back to last night: the key that a device got since opens the door, the one before does not', async () => {
  const till = await enrolTestDevice(hub.journal, 'T1', 1)
  const [second, third] = ['2', '3'].map((digit) => digit.repeat(64))
  const rekey = async (publicKeyPin = ''): Promise<void> => {
    const body = { deviceId: till.id, publicKeyPin }
    await hub.journal.write(({ record }) => record(programActor, { type: 'device_rekeyed', body }))
  }
  const pin = async () => (await hub.database.read.one(deviceById, { id: till.id }))?.pin
  await again(() => copyFileSync(join(folder, 'hub.sqlite'), kept()))
  await rekey(second)
  await again(() => {
    dropDatabase()
    copyFileSync(kept(), join(folder, 'hub.sqlite'))
  })
  expect(await pin()).toBe(second)
  // A record that lags behind brings no earlier key back.
  const path = join(folder, 'keys', 'devices.json')
  copyFileSync(path, kept())
  await rekey(third)
  await again(() => copyFileSync(kept(), path))
  expect(await pin()).toBe(third)
})

test('the record of another hub is put aside, not believed', async () => {
  await enrolTestDevice(hub.journal, 'T1', 1)
  await again(() => copyFileSync(join(folder, 'hub.sqlite'), kept()))
  await again(dropDatabase)
  const stranger = await openMirroredHub(mkdtempSync(join(folder, 'other-')), undefined)
  await enrolTestDevice(stranger.journal, 'X', 5)
  await stranger.close()
  const other = readdirSync(folder).find((name) => name.startsWith('other-')) ?? ''
  await again(() => copyFileSync(join(folder, other, 'keys', 'devices.json'), join(folder, 'keys', 'devices.json')))
  expect(await enrolled()).toEqual(['T1 1'])
  expect(readdirSync(join(folder, 'keys')).filter((name) => name.startsWith('devices-of-'))).toHaveLength(1)
})
