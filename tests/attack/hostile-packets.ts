import { deviceTopics, requestOperations, storeTopics } from '#core/protocol/topics.ts'
import { hostilePayload } from '#tests/attack/hostile-payload.ts'
import {
  connectPacket,
  packet,
  PING,
  publishPacket,
  remainingLength,
  subscribePacket,
  textField,
  unsubscribePacket,
} from '#tests/attack/mqtt-bytes.ts'
import type { Random } from '#tests/simulation/random.ts'

const STORE = 'main'

/** No identifier looks like the bytes of a PINGRESP, by which the end of a burst is known. */
const PACKET_ID_MAX = 0x7fff

const uuid = (random: Random): string =>
  `${random.hex(8)}-${random.hex(4)}-7${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`

const state = (random: Random): object => ({
  isOnline: random.isOneOf(0.8),
  at: '2026-07-01T10:00:00.000Z',
  softwareVersion: '9.9.9',
  catalogueRevision: random.between(0, 2 ** 31),
  unsentCount: random.between(0, 2 ** 31),
  heads: [{ stream: uuid(random), head: random.between(0, 1000) }],
  devices: [{ name: 'printer', kind: 'POSPrinter', state: 'ready', attention: 'no paper' }],
})

const batch = (random: Random, deviceId: string): object => {
  const stream = uuid(random)
  return {
    stream,
    head: { stream, seq: 1 },
    entries: [
      {
        stream,
        seq: random.between(1, 3),
        id: uuid(random),
        type: random.pick(['stream_opened', 'sale_completed', 'product_saved', 'no_such_type']),
        at: '2026-07-01T10:00:00.000Z',
        clockTrusted: true,
        monotonicMs: 1,
        businessDate: '2026-07-01',
        actor: { kind: 'operator', id: 1 },
        body: { deviceId, deviceName: 'T1', deviceNumber: 1, parent: null, softwareVersion: 'x' },
        prevHash: '0'.repeat(64),
        hash: random.hex(64),
      },
    ],
  }
}

const request = (random: Random): object => ({
  requestId: uuid(random),
  reservationId: uuid(random),
  receiptLabel: random.pick(['T1-000001', '%', '*', ' ']),
  by: 'customer',
  text: random.pick(['a%', '"', 'NEAR(', '9'.repeat(99)]),
  operatorId: 1,
  head: { stream: uuid(random), seq: 0 },
  claim: random.pick<object>([
    { kind: 'coupon', couponId: 1, saleId: uuid(random) },
    { kind: 'points', customerId: 1, points: 1_000_000_000, saleId: uuid(random) },
    { kind: 'refund', refundKind: 'refund', saleId: uuid(random), refundId: uuid(random), lines: [] },
  ]),
  heldId: uuid(random),
})

const message = (random: Random, deviceId: string): Buffer => {
  const topics = deviceTopics(STORE, deviceId)
  const flags = random.pick([0, 2, 2, 2, 10])
  const id = random.between(1, PACKET_ID_MAX)
  const kind = random.between(0, 2)
  if (kind === 0) return publishPacket(topics.state, hostilePayload(state(random), random), flags, id)
  if (kind === 1) return publishPacket(topics.journal, hostilePayload(batch(random, deviceId), random), flags, id)
  const operation = requestOperations[random.between(0, requestOperations.length - 1)] ?? 'reserve'
  return publishPacket(topics.request(operation), hostilePayload(request(random), random), flags, id)
}

/** A packet that a device may send, whatever it says: the connection lives on. */
export const bearablePacket = (random: Random, deviceId: string): Buffer => {
  const kind = random.between(0, 9)
  const id = random.between(1, PACKET_ID_MAX)
  if (kind < 6) return message(random, deviceId)
  if (kind < 8) {
    const { everyDown } = deviceTopics(STORE, deviceId)
    const others = ['#', '$SYS/#', '+/+/+', `vendly/v1/${STORE}/+/down/#`, storeTopics(STORE).everyUp]
    return subscribePacket([random.pick([everyDown, ...others]), storeTopics(STORE).everyAll], random.between(0, 1), id)
  }
  return unsubscribePacket([storeTopics(STORE).everyAll, 'never/subscribed'], id)
}

const flip = (bytes: Buffer, random: Random): Buffer => {
  const copy = Buffer.from(bytes)
  for (let n = random.between(1, 4); n > 0; n -= 1) {
    const at = random.between(0, Math.max(0, copy.length - 1))
    copy[at] = (copy[at] ?? 0) ^ (1 << random.between(0, 7))
  }
  return copy
}

const forbiddenTopics: readonly [string, ...string[]] = [
  '',
  '#',
  'a/+',
  '\0',
  '$SYS/x',
  'vendly/v1/main/all/feed',
  'vendly/v1/main/__proto__/up/state',
  '/'.repeat(1000),
]

/** A packet after which nothing need live on: wrong bytes, wrong lengths, what is forbidden, or the end. */
export const lethalPacket = (random: Random, deviceId: string): Buffer => {
  const good = random.isOneOf(0.5) ? message(random, deviceId) : connectPacket(deviceId)
  const { state: own } = deviceTopics(STORE, deviceId)
  const choices: readonly (() => Buffer)[] = [
    () => flip(good, random),
    () => good.subarray(0, random.between(1, good.length - 1)),
    () => Buffer.concat([good, Buffer.from(random.hex(40), 'hex')]),
    () => publishPacket(random.pick(forbiddenTopics), Buffer.from('{}'), 2, 1),
    () => publishPacket(own, Buffer.from('{}'), random.pick([1, 3, 4, 6, 7]), 1),
    () => Buffer.concat([Buffer.from([0x30]), Buffer.from([255, 255, 255, 255, 127])]),
    () => Buffer.concat([Buffer.from([0x30]), remainingLength(2 ** 21), Buffer.from('x')]),
    () => packet(random.between(0, 15) << 4, Buffer.from(random.hex(2 * random.between(0, 20)), 'hex')),
    () => packet(0x82, textField('no id')),
    () => connectPacket(deviceId),
    () => Buffer.from([0xe0, 0]),
  ]
  return choices[random.between(0, choices.length - 1)]?.() ?? PING
}
