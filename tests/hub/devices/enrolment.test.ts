import { createHmac, generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EnrolmentCode } from '#core/identity/enrolment-code.ts'
import { enrolmentProof } from '#core/identity/enrolment-proof.ts'
import { tokenId } from '#core/identity/enrolment-token.ts'
import type { Clock } from '#core/ports/clock.ts'
import { systemClock } from '#hub/ports/system-clock.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { readJson, requestHub } from '#kiosk/link/hub-request.ts'
import { newCode, newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'

const newIdentity = (): DeviceIdentity => deviceIdentity(generateKeyPairSync('ed25519').privateKey)

const hmac = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('hex')

let folder: ReturnType<typeof newFolder>
let hub: RunningHub
let nowMs: number

const clock: Clock = { ...systemClock, nowMs: () => nowMs }

beforeEach(async () => {
  nowMs = Date.UTC(2026, 2, 1)
  folder = newFolder()
  hub = await startHub({ folder: folder.path, clock })
})

afterEach(async () => {
  await hub.stop()
  folder.remove()
})

const get = async (identity: DeviceIdentity, path: string) => {
  const endpoint = { host: '127.0.0.1', port: hub.devices.httpsPort, pin: hub.devices.hubPin }
  return requestHub(endpoint, identity, { method: 'GET', path })
}

describe('enrolment', () => {
  it('makes a device known by its key, with a number, a name and the hub’s key', async () => {
    const identity = newIdentity()
    const record = await enrol(await newCode(hub, 'T1'), identity)
    expect(record).toMatchObject({
      name: 'T1',
      receiptPrefix: 'T1',
      deviceNumber: 1,
      store: 'main',
      hubPin: hub.devices.hubPin,
      mqttPort: hub.devices.mqttPort,
    })
    expect(hub.devices.directory.findByPin(identity.pin)).toMatchObject({ id: record.deviceId, deviceNumber: 1 })
    expect((await get(identity, '/stock')).statusCode).toBe(200)
  })

  it('works by a typed token alone: the proofs tell who the hub is', async () => {
    const { token, addresses } = await newCode(hub, 'T1')
    await expect(enrol({ token, addresses }, newIdentity())).resolves.toMatchObject({ hubPin: hub.devices.hubPin })
  })

  it('tries the next address when one does not answer', async () => {
    const code = await newCode(hub, 'T1')
    const addresses = ['127.0.0.1:1', ...code.addresses]
    await expect(enrol({ ...code, addresses }, newIdentity())).resolves.toMatchObject({ name: 'T1' })
  })

  it('answers the same device again when its answer was lost, and no other with the same token', async () => {
    const code = await newCode(hub, 'T1')
    const identity = newIdentity()
    const record = await enrol(code, identity)
    await expect(enrol(code, identity)).resolves.toEqual(record)
    await expect(enrol(code, newIdentity())).rejects.toMatchObject({ code: 'hub_refused', status: 401 })
    expect(hub.refusals).toEqual(['token_spent'])
  })

  it('gives a replacement the name, a new number and another prefix, and puts the old one out', async () => {
    const old = newIdentity()
    await enrol(await newCode(hub, 'T1'), old)
    const record = await enrol(await newCode(hub, 'T1'), newIdentity())
    expect(record).toMatchObject({ name: 'T1', deviceNumber: 2, receiptPrefix: 'T1B' })
    expect((await get(old, '/stock')).statusCode).toBe(401)
    expect(hub.refusals).toEqual(['key_unknown'])
  })

  it('keeps tokens unreadable, and forgets them when they are used', async () => {
    const code = await newCode(hub, 'T1')
    const read = async () => hub.database.read.all({ build: (db) => db.selectFrom('device_tokens').selectAll() }, {})
    const [waiting] = await read()
    expect(Buffer.from(waiting?.sealed ?? '', 'base64').includes(Buffer.from(code.token))).toBe(false)
    await enrol(code, newIdentity())
    expect(await read()).toMatchObject([{ sealed: null }])
  })
})

describe('enrolment is refused', () => {
  it.each([
    [
      'with a token the hub did not make',
      async (code: EnrolmentCode) => ({ ...code, token: new Uint8Array(16) }),
      'token_unknown',
    ],
    [
      'with a token that is too old',
      async (code: EnrolmentCode) => {
        nowMs += 600_001
        return code
      },
      'token_expired',
    ],
  ] as const)('%s', async (_what, change, refusal) => {
    const code = await change(await newCode(hub, 'T1'))
    await expect(enrol(code, newIdentity())).rejects.toMatchObject({ code: 'hub_refused', status: 401 })
    expect(hub.refusals).toEqual([refusal])
    expect(hub.devices.directory.list()).toEqual([])
  })

  it('by a proof that names another hub, or another device: a go-between gains nothing', async () => {
    const { token } = await newCode(hub, 'T1')
    const identity = newIdentity()
    const endpoint = { host: '127.0.0.1', port: hub.devices.httpsPort, pin: hub.devices.hubPin }
    const ends = { hubPin: hub.devices.hubPin, devicePin: identity.pin }
    for (const proof of [
      enrolmentProof('device', token, { ...ends, hubPin: newIdentity().pin }, hmac),
      enrolmentProof('device', token, { ...ends, devicePin: newIdentity().pin }, hmac),
      enrolmentProof('hub', token, ends, hmac),
    ]) {
      const body = JSON.stringify({ tokenId: tokenId(token, hmac), proof })
      const answer = await requestHub(endpoint, identity, { method: 'POST', path: '/enrol', body })
      expect(answer.statusCode).toBe(401)
      await readJson(answer, 1000)
    }
    expect(hub.refusals).toEqual(['proof_wrong', 'proof_wrong', 'proof_wrong'])
    expect(hub.devices.directory.list()).toEqual([])
  })

  it('by the device when the hub shows another key than the code says', async () => {
    const code = await newCode(hub, 'T1')
    await expect(enrol({ ...code, hubPin: '0'.repeat(64) }, newIdentity())).rejects.toMatchObject({
      code: 'hub_pin_wrong',
    })
    expect(hub.devices.directory.list()).toEqual([])
  })

  it('with a key that is enrolled already', async () => {
    const identity = newIdentity()
    await enrol(await newCode(hub, 'T1'), identity)
    await expect(enrol(await newCode(hub, 'T2'), identity)).rejects.toMatchObject({ code: 'hub_refused' })
    expect(hub.refusals).toEqual(['key_enrolled'])
  })
})

describe('the other routes for devices', () => {
  it.each(['/stock', '/feed/snapshot', `/feed?since=0&hash=${'0'.repeat(64)}`, '/none'])(
    'refuse a key that is not enrolled: %s',
    async (path) => {
      expect((await get(newIdentity(), path)).statusCode).toBe(401)
      expect(hub.refusals).toEqual(['key_unknown'])
    },
  )

  it('know a device again after a start of the hub, under the same key of the hub', async () => {
    const identity = newIdentity()
    const record = await enrol(await newCode(hub, 'T1'), identity)
    await hub.stop()
    hub = await startHub({ folder: folder.path, clock, ports: record })
    expect(hub.devices.hubPin).toBe(record.hubPin)
    expect((await get(identity, '/stock')).statusCode).toBe(200)
  })
})

describe('a port that is taken', () => {
  it('is said in words, with the setting that changes it', async () => {
    const { mqttPort } = hub.devices
    const other = newFolder()
    await expect(startHub({ folder: other.path, ports: { mqttPort, httpsPort: 0 } })).rejects.toThrow('Set MQTT_PORT')
    other.remove()
  })
})
