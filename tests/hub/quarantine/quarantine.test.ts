import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JournalEntry } from '#core/journal/entry.ts'
import { hashedText } from '#core/journal/seal.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { judgeAtStart } from '#hub/quarantine/judge-at-start.ts'
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

interface Item {
  readonly number: number
  readonly why: string
}
const listed = async (what: 'entries' | 'streams'): Promise<Item[]> =>
  (await hub.ask<{ items: Item[] }>('GET', `/api/v1/quarantine/${what}`)).json.items
const release = async (what: 'entries' | 'streams', number: number, body: object | undefined = bodies[what]) =>
  hub.ask<{ status: string }>('POST', `/api/v1/quarantine/${what}/${number}/release`, { body })
const bodies = { entries: undefined, streams: {} } as const
const level = async (): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', '/api/v1/products/1')).json.quantity
const salesCount = async (): Promise<number> => (await hub.ask<unknown[]>('GET', '/api/v1/sales')).json.length
const audited = async (): Promise<string[]> => {
  const { json } = await hub.ask<{ items: { body: { detail: string } }[] }>('GET', '/api/v1/audit?type=security_event')
  return json.items.map(({ body }) => body.detail)
}

const onDatabase = (sql: string): void => {
  const connection = new Sqlite(join(hub.folder, 'hub', 'hub.sqlite'))
  connection.exec(sql)
  connection.close()
}
/** This version of the hub cannot apply that sale: its table refuses the row. */
const poison = (label: string): void =>
  onDatabase(`CREATE TRIGGER poison BEFORE INSERT ON sale_tenders
    WHEN (SELECT receipt_label FROM sales WHERE id = NEW.sale_id) = '${label}'
    BEGIN SELECT RAISE(ABORT, 'poisoned'); END`)
const mend = (): void => onDatabase('DROP TRIGGER poison')

const sendThree = async (): Promise<TestStream> => {
  poison('T1-000002')
  const stream = new TestStream(device)
  for (let n = 1; n <= 3; n += 1) stream.add('sale_completed', testSale(n, { count: n }))
  expect(await stream.send(hub.journal)).toMatchObject({ positions: [{ stream: stream.id, last: 4 }] })
  return stream
}

test('an entry that cannot be applied stops no other, and leaves no half of itself behind', async () => {
  const stream = await sendThree()
  expect(await salesCount()).toBe(2)
  expect(await level()).toBe(96)
  expect(await listed('entries')).toMatchObject([
    { stream: stream.id, seq: 3, type: 'sale_completed', receipt_number: 'T1-000002', device_number: 1 },
  ])
  expect((await listed('entries'))[0]?.why).toContain('poisoned')
  const { json } = await hub.ask<{ items: { kind: string }[] }>('GET', '/api/v1/audit/exceptions')
  expect(json.items.map(({ kind }) => kind)).toEqual(['entry_not_applied'])
  expect((await hub.ask('GET', '/health')).json).toMatchObject({
    status: 'degraded',
    message: '1 entry is kept that changes nothing yet: see /api/v1/quarantine.',
  })
  // It is in the journal, and its chain holds.
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
})

test('judged again by a manager it counts, once, and the audit says who', async () => {
  await sendThree()
  const [item] = await listed('entries')
  const number = item?.number ?? 0
  expect((await release('entries', number)).json).toMatchObject({ status: 'kept' })
  mend()
  const clerk = await hub.ask('POST', `/api/v1/quarantine/entries/${number}/release`, { as: 'clerk' })
  expect(clerk.status).toBe(403)
  const key = { 'idempotency-key': 'once' }
  const url = `/api/v1/quarantine/entries/${number}/release`
  expect((await hub.ask('POST', url, { as: 'manager', headers: key })).json).toMatchObject({ status: 'released' })
  expect((await hub.ask('POST', url, { as: 'manager', headers: key })).json).toMatchObject({ status: 'released' })
  expect((await release('entries', number)).status).toBe(404)
  expect(await listed('entries')).toEqual([])
  expect(await salesCount()).toBe(3)
  expect(await level()).toBe(94)
  expect((await hub.ask('GET', '/health')).json).toMatchObject({ status: 'healthy' })
  expect((await audited()).filter((detail) => detail.startsWith('judged'))).toEqual([
    `judged the entry ${number} again: applied`,
    `judged the entry ${number} again: kept`,
  ])
})

test('another version judges again at its start, the same one does not', async () => {
  await sendThree()
  const parts = { read: hub.database.read, journal: hub.journal, sha256, nowMs: hub.clock.nowMs }
  await judgeAtStart({ ...parts, version: '1' })
  expect(await listed('entries')).toMatchObject([{ tried_by: '1' }])
  mend()
  await judgeAtStart({ ...parts, version: '1' })
  expect(await salesCount()).toBe(2)
  await judgeAtStart({ ...parts, version: '2' })
  expect(await salesCount()).toBe(3)
  expect(await level()).toBe(94)
})

const forged = (entry: JournalEntry, body: object): JournalEntry => {
  const changed = { ...entry, body: { ...entry.body, ...body } }
  return { ...changed, hash: sha256(hashedText(changed)) }
}

test('a forged entry stops its stream; judged again with the right ones there, these are taken', async () => {
  const stream = new TestStream(device)
  for (let n = 1; n <= 2; n += 1) stream.add('sale_completed', testSale(n))
  const [opened, first] = stream.entries
  if (!opened || !first) throw new Error('There are three entries.')
  await hub.journal.receive(device, { ...stream.batch(), entries: [opened, forged(first, { operatorId: 'three' })] })
  await stream.send(hub.journal)
  expect(await salesCount()).toBe(0)
  const [item] = await listed('streams')
  expect(item).toMatchObject({ stream: stream.id, device_name: 'T1', why: 'body_invalid', last_seq: 1, kept_count: 3 })
  expect((await hub.ask('GET', '/health')).json).toMatchObject({ status: 'degraded' })
  const released = await release('streams', item?.number ?? 0)
  expect(released.json).toMatchObject({ status: 'released', stored_count: 2 })
  expect(await salesCount()).toBe(2)
  expect(await listed('streams')).toEqual([])
  const told = await stream.send(hub.journal)
  expect(told.positions).toEqual([{ stream: stream.id, last: 3 }])
  expect(told.quarantined).toBeUndefined()
})

test('with nothing right to take it stays stopped, until it is put aside and the till sends again', async () => {
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  const [opened, first] = stream.entries
  if (!opened || !first) throw new Error('There are two entries.')
  await hub.journal.receive(device, { ...stream.batch(), entries: [opened, forged(first, { operatorId: 'three' })] })
  const number = (await listed('streams'))[0]?.number ?? 0
  expect((await release('streams', number)).json).toMatchObject({ status: 'kept', why: 'body_invalid' })
  expect((await release('streams', number, { dismiss: true })).json).toMatchObject({ status: 'released' })
  expect((await release('streams', number)).status).toBe(404)
  expect((await stream.send(hub.journal)).positions).toEqual([{ stream: stream.id, last: 2 }])
  expect(await salesCount()).toBe(1)
  expect((await audited()).filter((detail) => detail.startsWith('stream'))).toHaveLength(2)
})
