import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveDeviceState, setDeviceOffline } from '#hub/devices/device-queries.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

let hub: TestHub
let seller: TestDevice
let neighbour: TestDevice
let sold: TestStream
beforeEach(async () => {
  hub = await openTestHub()
  seller = await enrolTestDevice(hub.journal, 'T1', 1)
  neighbour = await enrolTestDevice(hub.journal, 'T2', 2)
  sold = new TestStream(seller)
  sold.add('sale_completed', testSale(1))
  await sold.send(hub.journal)
})
afterEach(async () => closeSound(hub))

interface Report {
  readonly heads?: readonly { readonly stream: string; readonly head: number }[]
  readonly isOnline?: 0 | 1
  readonly seenAtMs?: number
}

/** What a till's `up/state` leaves behind. */
const report = async (device: TestDevice, { heads = [], isOnline = 1, seenAtMs }: Report = {}): Promise<void> => {
  const row = {
    deviceId: device.id,
    isOnline,
    seenAt: new Date(seenAtMs ?? hub.clock.nowMs()).toISOString(),
    softwareVersion: 'test',
    catalogueRevision: 0,
    unsentCount: 0,
    state: JSON.stringify({ heads }),
  } as const
  await hub.database.write(async (tx) => {
    await tx.run(saveDeviceState, row)
  })
}
const loseLink = async ({ id: deviceId }: TestDevice): Promise<void> => {
  const seenAt = new Date(hub.clock.nowMs()).toISOString()
  await hub.database.write(async (tx) => {
    await tx.run(setDeviceOffline, { deviceId, seenAt })
  })
}
const headOf = (stream: TestStream, ahead = 0) => ({ stream: stream.id, head: stream.place.seq + ahead })
const voidIt = async (): Promise<number> => (await hub.ask('POST', '/api/v1/sales/1000000001/void')).status

test('what a till sold is undone once every till has reported and is applied up to its head', async () => {
  await report(seller, { heads: [headOf(sold)] })
  expect(await voidIt()).toBe(503)
  await report(neighbour)
  expect(await voidIt()).toBe(200)
})

test.each([
  ['has entries that are not here yet', () => ({ heads: [headOf(sold, 1)] })],
  ['has a stream that is not here yet', () => ({ heads: [headOf(new TestStream(seller))] })],
  ['was last heard of by an earlier start', () => ({ seenAtMs: hub.clock.nowMs() - 60_000 })],
])('a till that %s holds refunds', async (_what, reported) => {
  await report(neighbour)
  await report(seller, reported())
  expect(await voidIt()).toBe(503)
})

test('a till that reported and was switched off since holds nothing', async () => {
  await report(neighbour)
  await report(seller, { heads: [headOf(sold)] })
  await loseLink(seller)
  expect(await voidIt()).toBe(200)
})

test('that a link broke is no report', async () => {
  await report(neighbour)
  await report(seller, { heads: [headOf(sold)], isOnline: 0, seenAtMs: hub.clock.nowMs() - 60_000 })
  await loseLink(seller)
  expect(await voidIt()).toBe(503)
})

test('a till that was revoked holds nothing', async () => {
  await report(seller, { heads: [headOf(sold)] })
  const body = { deviceId: neighbour.id, reason: 'retired' }
  await hub.journal.write(({ record }) => record(programActor, { type: 'device_revoked', body }))
  expect(await voidIt()).toBe(200)
})
