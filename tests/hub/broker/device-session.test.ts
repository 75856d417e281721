import { createHash, generateKeyPairSync, randomUUIDv7 } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import { sealEntry, type EntryDraft } from '#core/journal/seal.ts'
import type { Position, Reply } from '#core/protocol/messages.ts'
import { deviceTopics } from '#core/protocol/topics.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { connectMqtt } from '#tests/hub/broker/broker-fixture.ts'
import { newCode, newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

let folder: ReturnType<typeof newFolder>
let hub: RunningHub
let client: MqttClient
let enrolment: EnrolmentRecord
let positions: Position[]
let replies: Reply[]

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const join = async (
  name: string,
): Promise<{ client: MqttClient; record: EnrolmentRecord; identity: DeviceIdentity }> => {
  const identity = deviceIdentity(generateKeyPairSync('ed25519').privateKey)
  const record = await enrol(await newCode(hub, name), identity)
  const joined = await connectMqtt({ identity, device: { id: record.deviceId } }, record.mqttPort)
  return { client: joined, record, identity }
}

beforeEach(async () => {
  folder = newFolder()
  hub = await startHub({ folder: folder.path })
  const joined = await join('T1')
  client = joined.client
  enrolment = joined.record
  positions = []
  replies = []
  const topics = deviceTopics('main', enrolment.deviceId)
  client.on('message', (topic, payload) => {
    if (topic === topics.position) positions.push(JSON.parse(payload.toString()) as Position)
    if (topic === topics.reply) replies.push(JSON.parse(payload.toString()) as Reply)
  })
  await client.subscribeAsync(topics.everyDown, { qos: 1 })
})

afterEach(async () => {
  client.end(true)
  await hub.stop()
  folder.remove()
})

/** A stream as this device writes it: its opening and some sign-ins. */
const makeStream = (count: number, stream: string = randomUUIDv7(), record = enrolment): JournalEntry[] => {
  const entries: JournalEntry[] = []
  for (let seq = 1; seq <= count; seq += 1) {
    const { deviceId, name: deviceName, deviceNumber } = record
    const opening = { deviceId, deviceName, deviceNumber, parent: null, softwareVersion: 'test' }
    const draft: EntryDraft = {
      stream,
      seq,
      id: randomUUIDv7(),
      type: seq === 1 ? 'stream_opened' : 'signed_in',
      at: '2026-03-01T10:00:00.000Z',
      clockTrusted: true,
      monotonicMs: seq,
      businessDate: null,
      actor: { kind: 'program', id: null },
      body: seq === 1 ? opening : { operatorId: 7 },
      prevHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    }
    entries.push(sealEntry(draft, sha256).entry)
  }
  return entries
}

const streamOf = (entries: readonly JournalEntry[]): string => entries[0]?.stream ?? ''

const send = async (entries: readonly JournalEntry[]): Promise<void> => {
  const stream = streamOf(entries)
  const batch = { stream, head: { stream, seq: entries.at(-1)?.seq ?? 0 }, entries }
  await client.publishAsync(deviceTopics('main', enrolment.deviceId).journal, JSON.stringify(batch), { qos: 1 })
}

const answered = async (count: number): Promise<Position> => {
  await waitUntil(
    () => positions.length >= count,
    () => `${positions.length} of ${count} positions came`,
  )
  const position = positions[count - 1]
  if (position === undefined) throw new Error('No position.')
  return position
}

describe('a batch', () => {
  it('is answered with how far its stream is held, durable before PUBACK', async () => {
    const entries = makeStream(3)
    await send(entries)
    const held = await hub.database.read.one(
      {
        build: (db) => db.selectFrom('streams').select('last_seq').where('stream', '=', streamOf(entries)),
      },
      {},
    )
    expect(held).toEqual({ last_seq: 3 })
    expect((await answered(1)).positions).toEqual([{ stream: streamOf(entries), last: 3 }])
  })

  it('that comes twice, or with a gap, changes nothing', async () => {
    const entries = makeStream(6)
    await send(entries.slice(0, 2))
    await send(entries.slice(0, 2))
    await send(entries.slice(4))
    expect((await answered(3)).positions).toMatchObject([{ last: 2 }])
    await send(entries.slice(1))
    const last = await answered(4)
    expect(last.positions).toMatchObject([{ last: 6 }])
    expect(positions.map(({ counter }) => counter)).toEqual([1, 2, 3, 4])
  })

  it.each([
    [
      'whose chain is broken',
      (entries: JournalEntry[]) =>
        entries.map((entry) => (entry.seq === 2 ? { ...entry, prevHash: 'f'.repeat(64) } : entry)),
      'chain_broken',
    ],
    [
      'with an altered body',
      (entries: JournalEntry[]) =>
        entries.map((entry) => (entry.seq === 2 ? { ...entry, body: { operatorId: 1 } } : entry)),
      'hash_wrong',
    ],
  ])('%s is kept apart, with an alarm, and the next stream goes on', async (_what, forge, why) => {
    const entries = makeStream(3)
    await send(forge(entries))
    expect(await answered(1)).toMatchObject({
      positions: [{ last: 1 }],
      quarantined: [{ stream: streamOf(entries), why }],
    })
    await send(makeStream(2))
    expect(await answered(2)).toMatchObject({ positions: [{ last: 2 }] })
    const exceptions = await hub.database.read.all({ build: (db) => db.selectFrom('exceptions').select('kind') }, {})
    expect(exceptions).toContainEqual({ kind: why })
  })

  it('with a second history of a stream is a fork', async () => {
    const entries = makeStream(3)
    await send(entries)
    const other = makeStream(3, streamOf(entries))
    await send(other)
    expect(await answered(2)).toMatchObject({ quarantined: [{ why: 'fork' }] })
  })

  it('of another device’s stream is not taken', async () => {
    const entries = makeStream(2)
    await send(entries)
    const second = await join('T2')
    const stream = streamOf(entries)
    const batch = {
      stream,
      head: { stream, seq: 3 },
      entries: makeStream(3, stream, second.record).slice(2),
    }
    const topics = deviceTopics('main', second.record.deviceId)
    await second.client.publishAsync(topics.journal, JSON.stringify(batch), { qos: 1 })
    second.client.end(true)
    const held = await hub.database.read.one(
      { build: (db) => db.selectFrom('streams').select(['last_seq', 'quarantined_why']).where('stream', '=', stream) },
      {},
    )
    expect(held).toEqual({ last_seq: 2, quarantined_why: null })
  })
})

describe('what does not fit its schema', () => {
  it.each([
    ['up/journal', 'no json'],
    ['up/journal', '{"stream":"x","entries":[]}'],
    ['up/state', '{"isOnline":"yes"}'],
    ['up/request/sale_lookup', '{}'],
  ])('on %s is counted and ends nothing: %s', async (topic, payload) => {
    const at = `vendly/v1/main/${enrolment.deviceId}/${topic}`
    await client.publishAsync(at, payload, { qos: 1 })
    expect(hub.refusals).toEqual(['message_invalid'])
    await send(makeStream(1))
    expect(await answered(1)).toMatchObject({ positions: [{ last: 1 }] })
  })

  it('is answered where a reply is due', async () => {
    const requestId = randomUUIDv7()
    const { request } = deviceTopics('main', enrolment.deviceId)
    await client.publishAsync(request('sale_lookup'), JSON.stringify({ requestId, receiptLabel: '' }), { qos: 1 })
    await waitUntil(
      () => replies.length === 1,
      () => 'no reply came',
    )
    expect(replies).toMatchObject([{ requestId, problem: { code: 'request_invalid' } }])
    expect(hub.refusals).toEqual(['message_invalid'])
  })
})

describe('a status', () => {
  it('is answered with the positions of its streams, 0 for what was never met', async () => {
    const entries = makeStream(2)
    await send(entries)
    const heads = [
      { stream: streamOf(entries), head: 2 },
      { stream: randomUUIDv7(), head: 9 },
    ]
    const state = {
      isOnline: true,
      at: '2026-03-01T10:00:00.000Z',
      softwareVersion: 'test',
      catalogueRevision: 0,
      unsentCount: 9,
      heads,
      devices: [],
    }
    await client.publishAsync(deviceTopics('main', enrolment.deviceId).state, JSON.stringify(state), { qos: 1 })
    expect((await answered(2)).positions).toEqual([
      { stream: heads[0]?.stream, last: 2 },
      { stream: heads[1]?.stream, last: 0 },
    ])
  })
})

it('a request that no journal could hold is counted, and ends nothing', async () => {
  const requestId = randomUUIDv7()
  const claim = { kind: 'coupon', couponId: 1, saleId: randomUUIDv7(), '\uD800': 1 }
  const asked = { requestId, reservationId: randomUUIDv7(), claim, operatorId: 1, head: { stream: requestId, seq: 0 } }
  const topics = deviceTopics('main', enrolment.deviceId)
  await client.publishAsync(topics.request('reserve'), JSON.stringify(asked), { qos: 1 })
  expect(hub.refusals).toContain('message_invalid')
  await client.publishAsync(topics.request('held_list'), JSON.stringify({ requestId }), { qos: 1 })
  await waitUntil(
    () => replies.length === 1,
    () => 'the request after it was not answered',
  )
})

it('a batch whose head no table could hold is counted, and nothing of it is kept', async () => {
  const entries = makeStream(2)
  const [first] = entries
  const batch = { stream: first?.stream, head: { stream: first?.stream, seq: 1e300 }, entries }
  await client.publishAsync(deviceTopics('main', enrolment.deviceId).journal, JSON.stringify(batch), { qos: 1 })
  expect(hub.refusals).toEqual(['message_invalid'])
  expect(positions).toEqual([])
})
