import { afterEach, beforeEach, expect, test } from 'vitest'
import { journalForks } from '#hub/devices/device-queries.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

let hub: TestHub
let device: TestDevice
beforeEach(async () => {
  hub = await openTestHub()
  device = await enrolTestDevice(hub.journal, 'T1', 1)
})
afterEach(async () => closeSound(hub))

interface Exception {
  readonly kind: string
  readonly detail: string
}

const exceptions = async (): Promise<Exception[]> =>
  (await hub.ask<{ items: Exception[] }>('GET', '/api/v1/audit/exceptions')).json.items

const forks = async (): Promise<unknown[]> => hub.database.read.all(journalForks, {})

/** A boot that sold so often, sent to the hub. */
const boot = async (sales: number, parent?: TestStream['place']): Promise<TestStream> => {
  const stream = new TestStream(device, parent)
  for (let n = 1; n <= sales; n++) stream.add('sale_completed', testSale(n))
  await stream.send(hub.journal)
  return stream
}

test('a boot that goes on from the newest entry is no fork', async () => {
  const first = await boot(2)
  const second = await boot(0, first.place)
  await boot(1, second.place)
  expect(await forks()).toEqual([])
  expect((await exceptions()).filter(({ kind }) => kind.startsWith('journal'))).toEqual([])
})

test('a card that went back in time is seen: the hub has 8, the device goes on from 5', async () => {
  const first = await boot(7)
  const fifth = first.entries[4]
  const { stream, seq, hash } = fifth ?? first.place
  const second = await boot(1, { stream, seq, hash })
  expect(await forks()).toEqual([
    {
      stream: second.id,
      device_id: device.id,
      found_at: new Date(hub.clock.nowMs()).toISOString(),
      resumed_stream: first.id,
      resumed_seq: 5,
      held_stream: first.id,
      held_seq: 8,
      lost_count: 3,
    },
  ])
  expect(await exceptions()).toContainEqual(
    expect.objectContaining({
      kind: 'journal_forked',
      detail: expect.stringContaining('the device no longer has 3 of its entries') as string,
    }),
  )
  // What it writes now is kept all the same, and what it lost is still here.
  const { positions } = await hub.journal.positionsOf(device.id, [first.id, second.id])
  expect(positions.map(({ last }) => last)).toEqual([8, 2])
  await boot(0, second.place)
  expect((await exceptions()).filter(({ kind }) => kind === 'journal_forked')).toHaveLength(1)
})

test('whole boots that are gone count, and so does a card that starts from nothing', async () => {
  const first = await boot(2)
  const second = await boot(3, first.place)
  await boot(0, first.place)
  expect(await forks()).toMatchObject([{ lost_count: second.entries.length }])
  hub.clock.move(1)
  await boot(0)
  expect((await forks()).at(-1)).toMatchObject({ resumed_stream: null, lost_count: 3 + 4 + 1 })
})

test('streams that a hub which was put back hears of in another order are no fork', async () => {
  const first = await boot(2)
  const middle = new TestStream(device, first.place)
  const last = await boot(1, middle.place)
  await middle.send(hub.journal)
  await boot(1, last.place)
  expect(await forks()).toEqual([])
  expect((await exceptions()).filter(({ kind }) => kind === 'journal_forked')).toEqual([])
})

test('nor where one between them is still to come', async () => {
  const first = await boot(2)
  const second = new TestStream(device, first.place)
  const third = new TestStream(device, second.place)
  await boot(1, third.place)
  await second.send(hub.journal)
  await third.send(hub.journal)
  expect(await forks()).toEqual([])
  await boot(0, second.place)
  expect(await forks()).toMatchObject([{ held_stream: third.id, lost_count: third.entries.length }])
})

test('nor are those that a boot goes on from, where they came last', async () => {
  const oldest = new TestStream(device)
  const middle = await boot(1, oldest.place)
  await oldest.send(hub.journal)
  await boot(1, middle.place)
  expect(await forks()).toEqual([])
})

test('a batch that comes again makes no second alarm', async () => {
  const first = await boot(2)
  const { stream, seq, hash } = first.entries[0] ?? first.place
  const second = await boot(1, { stream, seq, hash })
  await second.send(hub.journal)
  expect((await exceptions()).filter(({ kind }) => kind === 'journal_forked')).toHaveLength(1)
})

test('a parent that never came is noted, and the boot is taken', async () => {
  const gone = new TestStream(device)
  const next = await boot(1, gone.place)
  expect((await exceptions()).map(({ kind }) => kind)).toContain('journal_parent_missing')
  expect(await forks()).toEqual([])
  expect((await hub.journal.positionsOf(device.id, [next.id])).positions).toEqual([{ stream: next.id, last: 2 }])
})

test('a parent that is kept apart was told of already', async () => {
  const first = new TestStream(device)
  const wrong = first.add('signed_in', { operatorId: 'nobody' })
  await first.send(hub.journal)
  await boot(1, { stream: first.id, seq: wrong.seq, hash: wrong.hash })
  expect((await exceptions()).map(({ kind }) => kind)).toEqual(['body_invalid'])
})

test('entries that the till no longer keeps are missed, and what comes after them is taken', async () => {
  const stream = new TestStream(device)
  for (let n = 1; n <= 6; n++) stream.add('sale_completed', testSale(n))
  await stream.send(hub.journal, 1, 2)
  const fourth = stream.entries[3]
  const prunedTo = { stream: stream.id, seq: 4, hash: fourth?.hash ?? '' }
  const wrong = { ...prunedTo, hash: '0'.repeat(64) }
  const isLast = async (last: number, batch: Parameters<typeof hub.journal.receive>[1]): Promise<void> => {
    expect((await hub.journal.receive(device, batch)).positions).toEqual([{ stream: stream.id, last }])
  }
  await isLast(2, { ...stream.batch(5, 7), prunedTo: wrong })
  await isLast(7, { ...stream.batch(5, 7), prunedTo })
  await isLast(7, { ...stream.batch(5, 7), prunedTo })
  expect(await exceptions()).toEqual([
    expect.objectContaining({
      kind: 'journal_entries_missing',
      detail: expect.stringContaining('entries 3 to 4') as string,
    }),
  ])
})
