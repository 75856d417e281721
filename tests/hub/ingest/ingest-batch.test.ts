import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JournalEntry } from '#core/journal/entry.ts'
import { hashedText } from '#core/journal/seal.ts'
import type { Sale } from '#core/sale/sale.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

let hub: TestHub
let device: TestDevice
beforeEach(async () => {
  hub = await openTestHub()
  device = await enrolTestDevice(hub.journal, 'T1', 1)
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5, quantity: 100 } })
})
afterEach(async () => closeSound(hub))

const level = async (): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', '/api/v1/products/1')).json.quantity
const revenue = async (): Promise<unknown> =>
  (await hub.ask('GET', '/api/v1/reports/summary?start_date=2026-11-20&end_date=2026-11-20')).json
const exceptions = async (): Promise<string[]> =>
  (await hub.ask<{ items: { kind: string }[] }>('GET', '/api/v1/audit/exceptions')).json.items.map(({ kind }) => kind)

/** Changes an entry and gives it the hash that fits. */
const rehashed = (entry: JournalEntry, change: Partial<JournalEntry>): JournalEntry => {
  const changed = { ...entry, ...change }
  return { ...changed, hash: sha256(hashedText(changed)) }
}

test('a batch is stored, applied and acknowledged; again it changes nothing', async () => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1, { count: 3 }))
  stream.add('sale_completed', testSale(2))
  const first = await stream.send(hub.journal)
  const second = await stream.send(hub.journal)
  expect(first.positions).toEqual([{ stream: stream.id, last: 3 }])
  expect(second.positions).toEqual(first.positions)
  expect(second.counter).toBeGreaterThan(first.counter)
  expect(second.hubBoot).toBe(first.hubBoot)
  expect(await level()).toBe(96)
  expect(await revenue()).toMatchObject({ total_sales: 2, total_revenue: 10, items_sold: 4 })
  const { json } = await hub.ask<{ id: number }[]>('GET', '/api/v1/sales')
  expect(new Set(json.map(({ id }) => id))).toEqual(new Set([1_000_000_001, 1_000_000_002]))
})

test('a gap stops there, and the rest is taken when it is closed', async () => {
  const stream = new TestStream(device)
  for (let n = 1; n <= 4; n += 1) stream.add('sale_completed', testSale(n))
  expect((await stream.send(hub.journal, 1, 2)).positions).toEqual([{ stream: stream.id, last: 2 }])
  expect((await stream.send(hub.journal, 4, 5)).positions).toEqual([{ stream: stream.id, last: 2 }])
  expect((await stream.send(hub.journal, 3, 5)).positions).toEqual([{ stream: stream.id, last: 5 }])
  expect(await level()).toBe(96)
})

test('many batches at once are one another’s equals', async () => {
  const streams = await Promise.all(
    [2, 3, 4, 5].map(async (number) => new TestStream(await enrolTestDevice(hub.journal, `T${number}`, number))),
  )
  for (const stream of streams) for (let n = 1; n <= 10; n += 1) stream.add('sale_completed', testSale(n))
  await Promise.all(streams.flatMap((stream) => [stream.send(hub.journal), stream.send(hub.journal)]))
  expect(await level()).toBe(60)
  expect(await revenue()).toMatchObject({ total_sales: 40, total_revenue: 100 })
})

test('a card that was charged without a sale is something to look at, and in the audit; given back, it is in the audit', async () => {
  const stream = new TestStream(device)
  const payment = { saleId: crypto.randomUUID(), intentId: crypto.randomUUID(), amountMinor: 999 }
  const card = { approvalCode: '7', scheme: 'VISA', last4: '4242' }
  stream.add('payment_unclaimed', { ...payment, ...card })
  stream.add('payment_given_back', { ...payment, operatorId: 3 })
  await stream.send(hub.journal)
  expect((await stream.send(hub.journal)).positions).toEqual([{ stream: stream.id, last: 3 }])
  expect(await exceptions()).toEqual(['payment_unclaimed'])
  const { json } = await hub.ask<{ items: { type: string }[] }>('GET', `/api/v1/audit?device_number=1`)
  expect(json.items).toMatchObject([
    { type: 'payment_given_back', body: { ...payment, operatorId: 3 } },
    { type: 'payment_unclaimed', body: { ...payment, ...card } },
    { type: 'stream_opened' },
  ])
})

test('a forked entry is kept apart with an alarm, and nothing of it counts', async () => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  await stream.send(hub.journal)
  const [opened, sold] = stream.entries
  if (!opened || !sold) throw new Error('There are two entries.')
  const other = rehashed(sold, { body: testSale(1, { count: 9 }) })
  const position = await hub.journal.receive(device, { ...stream.batch(), entries: [opened, other] })
  expect(position.quarantined).toEqual([{ stream: stream.id, why: 'fork' }])
  expect(await level()).toBe(99)
  expect(await exceptions()).toEqual(['fork'])
})

test.each([
  ['hash_wrong', (entry: JournalEntry) => ({ ...entry, body: { ...entry.body, operatorName: 'Somebody' } })],
  ['chain_broken', (entry: JournalEntry) => rehashed(entry, { prevHash: 'f'.repeat(64) })],
  ['body_invalid', (entry: JournalEntry) => rehashed(entry, { body: { ...entry.body, operatorId: 'three' } })],
  ['type_forbidden', (entry: JournalEntry) => rehashed(entry, { type: 'product_saved' })],
  ['private_wrong', (entry: JournalEntry) => ({ ...entry, private: { salt: '0'.repeat(32), data: { a: 1 } } })],
  ['hash_wrong', (entry: JournalEntry) => ({ ...entry, stream: '0'.repeat(36) })],
])('%s: the stream stops before the entry, and the entry is kept', async (why, forge) => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  const entries = stream.entries.map((entry, index) => (index === 1 ? forge(entry) : entry))
  const position = await hub.journal.receive(device, { ...stream.batch(), entries })
  expect(position.positions).toEqual([{ stream: stream.id, last: 1 }])
  expect(position.quarantined).toEqual([{ stream: stream.id, why }])
  expect(await level()).toBe(100)
  expect(await exceptions()).toEqual([why])
  // What was right is kept apart too, from now on, until somebody has looked at it.
  expect((await stream.send(hub.journal)).positions).toEqual([{ stream: stream.id, last: 1 }])
})

test.each([
  ['two lines of one number', ({ lines }: Sale) => ({ lines: [...lines, ...lines] })],
  ['a currency that there is not', () => ({ currency: 'ZZZ' })],
  ['a time that is none', () => ({ completedAt: 'yesterday' })],
])('a sale with %s is kept apart, and holds up nothing that was right', async (_what, change) => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  const odd = testSale(2)
  stream.add('sale_completed', { ...odd, ...change(odd) })
  const position = await stream.send(hub.journal)
  expect(position.positions).toEqual([{ stream: stream.id, last: 2 }])
  expect(position.quarantined).toEqual([{ stream: stream.id, why: 'body_invalid' }])
  expect(await level()).toBe(99)
  expect(await exceptions()).toEqual(['body_invalid'])
})

test('a device cannot write under another’s name, nor into its stream', async () => {
  const other = await enrolTestDevice(hub.journal, 'T2', 2)
  const pretended = new TestStream(other)
  expect((await hub.journal.receive(device, pretended.batch())).quarantined).toEqual([
    { stream: pretended.id, why: 'device_wrong' },
  ])
  const stream = new TestStream(other)
  await stream.send(hub.journal)
  stream.add('sale_completed', testSale(1))
  expect((await hub.journal.receive(device, stream.batch())).quarantined).toEqual([
    { stream: stream.id, why: 'stream_of_another' },
  ])
  // The stream's owner is not harmed by it.
  expect((await stream.send(hub.journal)).positions).toEqual([{ stream: stream.id, last: 2 }])
})

test('entries of types that are not known yet are kept and change nothing', async () => {
  const stream = new TestStream(device)
  stream.add('loyalty_card_shown', { anything: ['at', 'all'] })
  stream.add('sale_completed', testSale(1))
  expect((await stream.send(hub.journal)).positions).toEqual([{ stream: stream.id, last: 3 }])
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
})

test('a receipt number that a till used twice is kept, flagged and numbered under 9000', async () => {
  const first = new TestStream(device)
  first.add('sale_completed', testSale(1))
  await first.send(hub.journal)
  const resumed = new TestStream(device)
  resumed.add('sale_completed', testSale(1, { count: 2 }))
  await resumed.send(hub.journal)
  const { json } = await hub.ask<{ id: number }[]>('GET', '/api/v1/sales')
  expect(new Set(json.map(({ id }) => id))).toEqual(new Set([1_000_000_001, 9_000_000_000_001]))
  expect(await exceptions()).toEqual(['receipt_number_twice', 'journal_forked'])
  expect(await level()).toBe(97)
  const { json: audit } = await hub.ask<{ items: unknown[] }>('GET', '/api/v1/audit?type=sale_renumbered')
  expect(audit.items).toHaveLength(1)
})

test('one sale in two entries counts once', async () => {
  const sale = testSale(1)
  const first = new TestStream(device)
  first.add('sale_completed', sale)
  await first.send(hub.journal)
  const second = new TestStream(device, first.place)
  second.add('sale_completed', sale)
  await second.send(hub.journal)
  expect(await level()).toBe(99)
  expect(await exceptions()).toEqual(['sale_twice'])
})

test('a sale whose sums are wrong is kept as it is, and somebody gets to know', async () => {
  const sale = testSale(1)
  const stream = new TestStream(device)
  stream.add('sale_completed', { ...sale, totals: { ...sale.totals, totalMinor: 1 } })
  await stream.send(hub.journal)
  expect(await level()).toBe(99)
  expect(new Set(await exceptions())).toEqual(new Set(['sums_wrong']))
})

test('a till sells what is not on the shelf; the level says so', async () => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1, { count: 130 }))
  await stream.send(hub.journal)
  expect(await level()).toBe(-30)
})

test('positions of a status: what is held, 0 for what was never met, and nothing of others', async () => {
  const stream = new TestStream(device)
  await stream.send(hub.journal)
  const other = await enrolTestDevice(hub.journal, 'T2', 2)
  const unknown = new TestStream(other).id
  expect((await hub.journal.positionsOf(device.id, [stream.id, unknown])).positions).toEqual([
    { stream: stream.id, last: 1 },
    { stream: unknown, last: 0 },
  ])
  expect((await hub.journal.positionsOf(other.id, [stream.id])).positions).toEqual([{ stream: stream.id, last: 0 }])
})

test('levels and sales of a batch are told after its commit', async () => {
  hub.changes.length = 0
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  await stream.send(hub.journal)
  expect(hub.changes).toHaveLength(1)
  expect([...(hub.changes[0]?.stockProductIds ?? [])]).toEqual([1])
  expect(hub.changes[0]?.saleIds).toEqual([1_000_000_001])
})
