import { generateKeyPairSync } from 'node:crypto'
import type { MqttClient } from 'mqtt'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { privateHash } from '#core/journal/seal.ts'
import type { Reply } from '#core/protocol/messages.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import { deviceTopics, type RequestOperation } from '#core/protocol/topics.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { connectMqtt } from '#tests/hub/broker/broker-fixture.ts'
import { pieces, refundClaim, refundOf } from '#tests/hub/claims/claims-fixture.ts'
import { newCode, newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { testSale, TestStream } from '#tests/support/test-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** A till on the wire. */
interface WiredTill {
  readonly client: MqttClient
  readonly stream: TestStream
  readonly report: () => Promise<void>
  readonly send: (from?: number) => Promise<void>
  readonly ask: (operation: RequestOperation, fields: object) => Promise<Reply>
  readonly reserve: (claim: Claim, reservationId?: string) => Promise<Reply>
}

let folder: ReturnType<typeof newFolder>
let hub: RunningHub
let tills: WiredTill[]

const openWired = async (name: string): Promise<WiredTill> => {
  const identity = deviceIdentity(generateKeyPairSync('ed25519').privateKey)
  const record = await enrol(await newCode(hub, name), identity)
  const client = await connectMqtt({ identity, device: { id: record.deviceId } }, record.mqttPort)
  const topics = deviceTopics('main', record.deviceId)
  const replies = new Map<string, Reply>()
  client.on('message', (topic, payload) => {
    if (topic !== topics.reply) return
    const reply = JSON.parse(payload.toString()) as Reply
    replies.set(reply.requestId, reply)
  })
  await client.subscribeAsync(topics.everyDown, { qos: 1 })
  const stream = new TestStream({ id: record.deviceId, name, deviceNumber: record.deviceNumber })
  const publish = async (topic: string, message: object): Promise<void> => {
    await client.publishAsync(topic, JSON.stringify(message), { qos: 1 })
  }
  const ask: WiredTill['ask'] = async (operation, fields) => {
    const requestId = newUuid()
    await publish(topics.request(operation), { requestId, ...fields })
    await waitUntil(
      () => replies.has(requestId),
      () => `no reply to ${operation}`,
    )
    const reply = replies.get(requestId)
    if (reply === undefined) throw new Error('It was there.')
    return reply
  }
  return {
    client,
    stream,
    ask,
    report: async () =>
      publish(topics.state, {
        isOnline: true,
        at: new Date().toISOString(),
        softwareVersion: 'test',
        catalogueRevision: 0,
        unsentCount: 0,
        heads: [{ stream: stream.id, head: stream.place.seq }],
        devices: [],
      }),
    send: async (from) => publish(topics.journal, stream.batch(from)),
    reserve: async (claim, reservationId = newUuid()) => {
      const { stream: head, seq } = stream.place
      return ask('reserve', { reservationId, claim, operatorId: 3, head: { stream: head, seq } })
    },
  }
}

const saveCoupon = async (usesMax: number): Promise<void> => {
  const coupon = {
    id: 1,
    code: 'TEN',
    off: { kind: 'percent' as const, ratePpm: 100_000 },
    isActive: true,
    isStackable: true,
    usesMax,
  }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'coupon_saved', body: { coupon } }))
}

beforeEach(async () => {
  folder = newFolder()
  hub = await startHub({ folder: folder.path })
  tills = [await openWired('T1'), await openWired('T2')]
})

afterEach(async () => {
  for (const { client } of tills) client.end(true)
  await hub.stop()
  folder.remove()
})

const both = (): [WiredTill, WiredTill] => {
  const [first, second] = tills
  if (first === undefined || second === undefined) throw new Error('There are two tills.')
  return [first, second]
}
const codeOf = (reply: Reply): string | undefined => ('problem' in reply ? reply.problem.code : undefined)

it('gives the last use of a coupon to one of two tills that ask at once', async () => {
  const [one, other] = both()
  await saveCoupon(1)
  for (const till of tills) await till.send()
  const claim = { kind: 'coupon', couponId: 1, saleId: newUuid() } as const
  const replies = await Promise.all([one.reserve(claim), other.reserve({ ...claim, saleId: newUuid() })])
  expect(replies.map(codeOf).filter((code) => code === 'coupon_used_up')).toHaveLength(1)
  expect(replies.filter((reply) => 'result' in reply)).toHaveLength(1)
})

it('decides about a sale once all that the till wrote is applied, and every till has reported', async () => {
  const [one, other] = both()
  const sale = testSale(1, { count: 2 })
  one.stream.add('sale_completed', sale)
  const claim = refundClaim(sale.saleId, [pieces(1, 1)])
  expect(codeOf(await one.reserve(claim))).toBe('till_not_caught_up')
  await one.send()
  expect(codeOf(await one.reserve(claim))).toBe('refunds_held')
  await other.send()
  for (const till of tills) await till.report()
  const reservationId = newUuid()
  const granted = await other.reserve(claim, reservationId)
  expect(granted).toMatchObject({ result: { reservationId, refunded: { lines: [] } } })
  const tooMuch = await one.reserve(refundClaim(sale.saleId, [pieces(1, 3)]))
  expect(tooMuch).toMatchObject({ problem: { code: 'refund_too_much', details: { line: 1, left: 1 } } })

  // The other till refunds; whoever looks the sale up sees what is left.
  const { seq } = other.stream.add('refund_completed', refundOf(sale, [pieces(1, 1)], { reservationId }))
  await other.send(seq)
  const looked = await one.ask('sale_lookup', { receiptLabel: sale.receiptLabel })
  expect(looked).toMatchObject({
    result: {
      sale: { saleId: sale.saleId },
      status: 'partially_returned',
      refunded: { lines: [{ line: 1, amount: 1 }] },
    },
  })
  expect(codeOf(await one.ask('sale_lookup', { receiptLabel: 'K7-000001' }))).toBe('refund_other_shop')
})

it('waits no longer for a till that a manager has released at another till', async () => {
  const [one] = both()
  const sale = testSale(1, { count: 2 })
  one.stream.add('sale_completed', sale)
  await one.send()
  await one.report()
  const claim = refundClaim(sale.saleId, [pieces(1, 1)])
  expect(await one.reserve(claim)).toMatchObject({ problem: { code: 'refunds_held', details: { tills: 'T2' } } })
  const saveOperator = async (id: number, role: 'manager' | 'clerk'): Promise<void> => {
    const part = { salt: '00'.repeat(16), data: {} }
    const operator = { id, number: id, name: role, role, pinVerifier: null, isActive: true }
    const body = { operator, privateHash: privateHash(part, sha256) }
    await hub.journal.write(({ record }) => record(programActor, { type: 'operator_saved', body, private: part }))
  }
  await saveOperator(20, 'manager')
  await saveOperator(21, 'clerk')
  const ask = async (authorisedBy: number): Promise<Reply> => one.ask('release_tills', { tills: ['T2'], authorisedBy })
  expect(codeOf(await ask(21))).toBe('permission_missing')
  expect(codeOf(await ask(99))).toBe('permission_missing')
  expect(await ask(20)).toMatchObject({ result: { released: ['T2'] } })
  expect(await ask(20)).toMatchObject({ result: { released: [] } })
  expect(await one.reserve(claim)).toMatchObject({ result: { refunded: { lines: [] } } })
})

it('closes a reservation that is released, for good and by its own till only', async () => {
  const [one, other] = both()
  await saveCoupon(1)
  for (const till of tills) await till.send()
  const claim = { kind: 'coupon', couponId: 1, saleId: newUuid() } as const
  const reservationId = newUuid()
  await one.reserve(claim, reservationId)
  expect(codeOf(await other.ask('release', { reservationId }))).toBe('not_found')
  expect(await one.ask('release', { reservationId })).toMatchObject({ result: { reservationId } })
  expect(codeOf(await one.reserve(claim, reservationId))).toBe('reservation_ended')
  expect(await other.reserve(claim)).toMatchObject({ result: {} })
})

it('finds sales by the card, the customer’s name and phone', async () => {
  const [one] = both()
  const byCard = testSale(1)
  const card = { kind: 'card', amountMinor: 250, intentId: newUuid(), approvalCode: '1', scheme: 'visa', last4: '4242' }
  one.stream.add('sale_completed', { ...byCard, tenders: [card] })
  one.stream.add('sale_completed', { ...testSale(2), customerId: 1 })
  await one.send()
  await saveTestCustomer(hub.journal, { phone: '212-555-0142' })
  const labels = async (by: 'card' | 'customer', text: string): Promise<unknown> => {
    const reply = await one.ask('sale_search', { by, text })
    if ('problem' in reply) return reply.problem.code
    return (reply.result as { sales: { receiptLabel: string }[] }).sales.map(({ receiptLabel }) => receiptLabel)
  }
  expect(await labels('card', '4242')).toEqual(['T1-000001'])
  expect(await labels('card', '1111')).toEqual([])
  expect(await labels('card', '42')).toBe('text_invalid')
  expect(await labels('customer', 'diaz')).toEqual(['T1-000002'])
  expect(await labels('customer', '555 0142')).toEqual(['T1-000002'])
  expect(await labels('customer', '0143')).toEqual([])
})
