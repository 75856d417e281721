import { generateKeyPairSync } from 'node:crypto'
import { connect as connectTcp, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceTopics } from '#core/protocol/topics.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { connectPacket } from '#tests/attack/mqtt-bytes.ts'
import { laySiege, type Siege } from '#tests/attack/siege.ts'
import { closed, connectMqtt, connectRaw } from '#tests/hub/broker/broker-fixture.ts'
import { newCode } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** The broker gives a device 5 s for its CONNECT. */
const TIMEOUT_MS = 30_000

let siege: Siege

const counted = (refusal: string): number => siege.hub.refusals.filter((name) => name === refusal).length

const isCounted = async (refusal: string): Promise<void> =>
  waitUntil(
    () => counted(refusal) > 0,
    () => `${refusal} was not counted, but ${[...new Set(siege.hub.refusals)].join(', ')}`,
    10_000,
  )

const newIdentity = () => deviceIdentity(generateKeyPairSync('ed25519').privateKey)

/** Sales of the till, however it was attacked, that the hub does not hold, or holds twice. */
const astray = async (): Promise<readonly string[]> => {
  const { sold, held } = await siege.settle()
  if (sold.length === 0) throw new Error('The till sold nothing.')
  return sold.filter((label) => held.filter((other) => other === label).length !== 1)
}

beforeEach(async () => {
  siege = await laySiege()
})

afterEach(async () => siege.end())

describe('while it is attacked, the hub serves its till', () => {
  it(
    '500 connections to each port that say nothing are pushed out by whoever comes',
    async () => {
      const { mqttPort, httpsPort } = siege.hub.devices
      const idle: Socket[] = []
      for (let n = 0; n < 1000; n += 1) {
        const socket = connectTcp({ host: '127.0.0.1', port: n % 2 === 0 ? mqttPort : httpsPort })
        socket.on('error', () => {})
        idle.push(socket)
      }
      await waitUntil(
        () => idle.every(({ connecting }) => !connecting),
        () => 'the connections do not come about',
        10_000,
      )
      // A new till finds its way in beside them, over both listeners.
      const late = await siege.newHostileDevice('T2')
      const client = await connectMqtt({ identity: late.identity, device: late }, mqttPort)
      await client.publishAsync(deviceTopics('main', late.id).state, '{}', { qos: 1 })
      client.end(true)
      expect(await astray()).toEqual([])
      for (const socket of idle) socket.destroy()
    },
    TIMEOUT_MS,
  )

  it(
    'a device that trickles its CONNECT is given up',
    async () => {
      const slow = await siege.newHostileDevice('T2')
      const socket = connectRaw(slow.identity, siege.hub.devices.mqttPort)
      await new Promise((resolve) => void socket.once('secureConnect', resolve))
      const gone = closed(socket)
      let isGone = false
      void gone.then(() => (isGone = true))
      for (const byte of connectPacket(slow.id)) {
        if (isGone) break
        socket.write(Buffer.from([byte]))
        await sleep(400)
      }
      await gone
      expect(await astray()).toEqual([])
    },
    TIMEOUT_MS,
  )

  it('a packet that announces more than there is room for ends its connection before it is buffered', async () => {
    const greedy = await siege.newHostileDevice('T2')
    const socket = connectRaw(greedy.identity, siege.hub.devices.mqttPort)
    const gone = closed(socket)
    socket.resume()
    socket.write(connectPacket(greedy.id))
    socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))
    await gone
    await isCounted('packet_too_large')
    expect(await astray()).toEqual([])
  })

  it('a till’s own batch, sent again by another device, changes nothing', async () => {
    const thief = await siege.newHostileDevice('T2')
    const { journal } = siege.till.store
    const head = journal.head()
    if (head === undefined) throw new Error('The till has written nothing.')
    const entries = [...journal.read(head.stream, 0, 50)]
    const client = await connectMqtt({ identity: thief.identity, device: thief }, siege.hub.devices.mqttPort)
    const batch = JSON.stringify({ stream: head.stream, head: { stream: head.stream, seq: head.seq }, entries })
    await client.publishAsync(deviceTopics('main', thief.id).journal, batch, { qos: 1 })
    client.end(true)
    const kept = await siege.hub.database.read.all(
      { build: (db) => db.selectFrom('quarantined_entries').select(['device_id', 'why']).distinct() },
      {},
    )
    expect(kept).toEqual([{ device_id: thief.id, why: 'stream_of_another' }])
    expect(await astray()).toEqual([])
  })

  it('a token serves one key, once', async () => {
    const code = await newCode(siege.hub, 'T2')
    const [owner, thief] = [newIdentity(), newIdentity()]
    await enrol(code, owner)
    await expect(enrol(code, thief)).rejects.toThrow('token')
    await expect(connectMqtt({ identity: thief, device: { id: 'T2' } }, siege.hub.devices.mqttPort)).rejects.toThrow(
      'closed',
    )
    expect(counted('key_unknown')).toBe(1)
    expect(await astray()).toEqual([])
  })

  it.each([
    ['mqttPort', 'TLSv1.2'],
    ['httpsPort', 'TLSv1.2'],
    ['mqttPort', 'TLSv1.1'],
  ] as const)('%s speaks no %s', async (port, version) => {
    const { identity } = await siege.newHostileDevice('T2')
    const failed = await new Promise<string>((resolve) => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: siege.hub.devices[port],
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT:@SECLEVEL=0',
        key: identity.keyPem,
        cert: identity.certificatePem,
      })
      socket.once('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message))
      socket.once('secureConnect', () => resolve('connected'))
    })
    expect(failed).toMatch(/PROTOCOL_VERSION|ECONNRESET/u)
    expect(await astray()).toEqual([])
  })
})
