import { existsSync, renameSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rekeyText } from '#core/identity/rekey.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey, writeSecretFile } from '#kiosk/link/device-key.ts'
import { readEnrolment, type EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { requestHub } from '#kiosk/link/hub-request.ts'
import { isKeyDue, KEY_LIFETIME_MS, renewKey } from '#kiosk/link/renew-key.ts'
import { connectMqtt, newIdentity } from '#tests/hub/broker/broker-fixture.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const products = [makeProduct(1)]
let folders: ReturnType<typeof newFolder>[]
let hub: RunningHub
let till: LinkedTill
let keyPath: string
let enrolment: EnrolmentRecord

const openTill = async (): Promise<LinkedTill> => openLinkedTill(hub, 'T1', folders[1]?.path ?? '')
const identity = () => deviceIdentity(loadOrMakeDeviceKey(keyPath))
const opens = async (who: ReturnType<typeof identity>): Promise<boolean> => {
  try {
    const client = await connectMqtt({ identity: who, device: { id: enrolment.deviceId } }, hub.devices.mqttPort)
    client.end(true)
    return true
  } catch {
    return false
  }
}

beforeEach(async () => {
  folders = [newFolder(), newFolder()]
  hub = await startHub({ folder: folders[0]?.path ?? '' })
  await stockHub(hub, products)
  keyPath = join(folders[1]?.path ?? '', 'device.key')
  till = await openTill()
  await hasCatalogue(till, 1)
  const record = readEnrolment(join(folders[1]?.path ?? '', 'enrolment.json'))
  if (record === undefined) throw new Error('The till is not enrolled.')
  enrolment = record
  till.sell(products)
  await isAllSent(till)
  await till.stop()
})

afterEach(async () => {
  await till.stop()
  await hub.stop()
  for (const folder of folders) folder.remove()
})

const isRetired = async (): Promise<void> =>
  waitUntil(
    () => hub.devices.directory.list().every(({ previousPin }) => previousPin === undefined),
    () => 'the old key is still good',
  )

describe('a new key', () => {
  it('takes the place of the old one, which opens nothing once the new one was used; the journal goes on', async () => {
    const old = identity()
    const renewed = await renewKey(keyPath, enrolment)
    expect(renewed.pin).not.toBe(old.pin)
    expect(identity().pin).toBe(renewed.pin)
    expect(existsSync(`${keyPath}.next`)).toBe(false)
    till = await openTill()
    till.sell(products)
    await isAllSent(till)
    await isRetired()
    expect(await opens(old)).toBe(false)
    expect(await opens(renewed)).toBe(true)
    expect(hub.refusals).toContain('key_unknown')
    const kept = await hub.database.read.all({ build: (db) => db.selectFrom('quarantined_entries').select('why') }, {})
    expect(kept).toEqual([])
  })

  it('locks nobody out when the answer is lost, before the new key was used', async () => {
    const old = identity()
    const renewed = await renewKey(keyPath, enrolment)
    // The disk of the device is as it was before the answer.
    renameSync(keyPath, `${keyPath}.next`)
    writeSecretFile(keyPath, old.keyPem)
    expect(await opens(old)).toBe(true)
    expect(isKeyDue(keyPath, Date.now())).toBe(true)
    expect((await renewKey(keyPath, enrolment)).pin).toBe(renewed.pin)
    expect(await opens(renewed)).toBe(true)
  })

  it('nor after it was used', async () => {
    const old = identity()
    const renewed = await renewKey(keyPath, enrolment)
    expect(await opens(renewed)).toBe(true)
    await isRetired()
    renameSync(keyPath, `${keyPath}.next`)
    writeSecretFile(keyPath, old.keyPem)
    expect((await renewKey(keyPath, enrolment)).pin).toBe(renewed.pin)
  })

  it('is refused when whoever asks does not hold it, or it is another device’s', async () => {
    const other = newIdentity()
    const own = identity()
    const forged = own.signer.sign(rekeyText(enrolment.deviceId, other.pin))
    const { host, httpsPort, hubPin } = enrolment
    const body = JSON.stringify({ publicKey: other.signer.publicKey, signature: forged })
    const endpoint = { host, port: httpsPort, pin: hubPin }
    const answer = await requestHub(endpoint, own, { method: 'POST', path: '/rekey', body })
    answer.destroy()
    expect(answer.statusCode).toBe(401)
    expect(hub.refusals).toContain('proof_wrong')
    expect(await opens(other)).toBe(false)
  })

  it('of a device that was revoked opens nothing', async () => {
    await hub.devices.enrolment.revoke(enrolment.deviceId, 'lost', { kind: 'user', id: 1 })
    await expect(renewKey(keyPath, enrolment)).rejects.toThrow('refused')
    expect(await opens(identity())).toBe(false)
  })

  it('is due after a year', () => {
    const { mtimeMs } = statSync(keyPath)
    expect(isKeyDue(keyPath, mtimeMs + KEY_LIFETIME_MS)).toBe(false)
    expect(isKeyDue(keyPath, mtimeMs + KEY_LIFETIME_MS + 1000)).toBe(true)
    utimesSync(keyPath, new Date(0), new Date(0))
    expect(isKeyDue(keyPath, Date.now())).toBe(true)
  })
})
