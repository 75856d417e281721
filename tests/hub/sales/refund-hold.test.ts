import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endReleaseOf, saveDeviceState, setDeviceOffline } from '#hub/devices/device-queries.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { tillsThatHold } from '#hub/sales/refund-hold.ts'
import { pieces, refundOf, startAgain } from '#tests/hub/claims/claims-fixture.ts'
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
}

/** What a till's `up/state` leaves behind. */
const report = async (device: TestDevice, { heads = [] }: Report = {}): Promise<void> => {
  const row = {
    deviceId: device.id,
    isOnline: 1,
    seenAt: new Date(hub.clock.nowMs()).toISOString(),
    softwareVersion: 'test',
    catalogueRevision: 0,
    unsentCount: 0,
    state: JSON.stringify({ heads }),
  } as const
  await hub.database.write(async (tx) => {
    await tx.run(endReleaseOf, { deviceId: device.id })
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

test('a till that was last heard of by an earlier start holds refunds', async () => {
  await report(seller, { heads: [headOf(sold)] })
  await startAgain(hub)
  await report(neighbour)
  expect(await voidIt()).toBe(503)
  await report(seller, { heads: [headOf(sold)] })
  expect(await voidIt()).toBe(200)
})

test('that a link broke is no report', async () => {
  await report(seller, { heads: [headOf(sold)] })
  await startAgain(hub)
  await report(neighbour)
  await loseLink(seller)
  expect(await voidIt()).toBe(503)
})

test('a till that was revoked holds nothing', async () => {
  await report(seller, { heads: [headOf(sold)] })
  const body = { deviceId: neighbour.id, reason: 'retired' }
  await hub.journal.write(({ record }) => record(programActor, { type: 'device_revoked', body }))
  expect(await voidIt()).toBe(200)
})

describe('a till that is gone', () => {
  interface Hold {
    readonly id: string
    readonly name: string
    readonly seen_at: string | null
  }

  const holds = async (): Promise<readonly Hold[]> =>
    (await hub.ask<{ items: Hold[] }>('GET', '/api/v1/approvals/holds')).json.items
  const release = async ({ id }: TestDevice, as: 'manager' | 'clerk' = 'manager'): Promise<number> =>
    (await hub.ask('POST', `/api/v1/approvals/holds/${id}/release`, { as })).status
  const exceptions = async (): Promise<string[]> =>
    (await hub.ask<{ items: { kind: string }[] }>('GET', '/api/v1/audit/exceptions')).json.items.map(({ kind }) => kind)

  test('is named, and a manager lets refunds wait for it no longer; that is audited', async () => {
    await report(seller, { heads: [headOf(sold)] })
    expect(await holds()).toEqual([{ id: neighbour.id, name: 'T2', seen_at: null }])
    expect(await release(neighbour, 'clerk')).toBe(403)
    expect(await voidIt()).toBe(503)
    expect(await release(neighbour)).toBe(200)
    expect(await holds()).toEqual([])
    expect(await voidIt()).toBe(200)
    expect(await release(neighbour)).toBe(404)
    const { json } = await hub.ask<{ items: { body: { detail: string } }[] }>(
      'GET',
      '/api/v1/audit?type=security_event',
    )
    const details = json.items.map(({ body }) => body.detail)
    expect(details).toContain('refunds wait no longer for T2, which has not reported')
  })

  test('holds again when it reports with more than is here, until that is applied', async () => {
    await report(seller, { heads: [headOf(sold)] })
    await release(neighbour)
    const stream = new TestStream(neighbour)
    hub.clock.move(1000)
    await report(neighbour, { heads: [headOf(stream)] })
    expect(await voidIt()).toBe(503)
    await stream.send(hub.journal)
    expect(await voidIt()).toBe(200)
  })

  test('is not believed after the next start: it has to report, or be released anew', async () => {
    await report(seller, { heads: [headOf(sold)] })
    await release(neighbour)
    expect(await tillsThatHold(hub.database.read)).toEqual([])
    await startAgain(hub)
    expect(await tillsThatHold(hub.database.read)).toEqual(['T1', 'T2'])
  })

  test.each([
    ['back', -365],
    ['ahead', 365],
  ])('holds from the next start on, though the hub’s clock is set %s meanwhile', async (_where, days) => {
    await report(seller, { heads: [headOf(sold)] })
    await report(neighbour)
    expect(await tillsThatHold(hub.database.read)).toEqual([])
    hub.clock.move(days * 86_400_000)
    await startAgain(hub)
    expect(await tillsThatHold(hub.database.read)).toEqual(['T1', 'T2'])
    hub.clock.move(-days * 86_400_000)
    await report(seller, { heads: [headOf(sold)] })
    await report(neighbour)
    expect(await tillsThatHold(hub.database.read)).toEqual([])
  })

  test('comes back with a refund that nobody knew of: it is booked, and somebody gets to know', async () => {
    await report(seller, { heads: [headOf(sold)] })
    await release(neighbour)
    const stream = new TestStream(neighbour)
    const sale = testSale(1)
    const nowMs = hub.clock.nowMs()
    // Set aside by the hub that this one was before it was put back.
    const leave = (): { readonly reservationId: string } => ({ reservationId: newUuid() })
    const early = { ...refundOf(sale, [pieces(1, 1)], leave()), completedAt: new Date(nowMs - 60_000).toISOString() }
    const late = {
      ...refundOf(testSale(2), [pieces(1, 1)], leave()),
      completedAt: new Date(nowMs + 60_000).toISOString(),
    }
    stream.add('refund_completed', early)
    await stream.send(hub.journal)
    expect(await exceptions()).toEqual(expect.arrayContaining(['reservation_unknown', 'refund_of_released_till']))
    stream.add('refund_completed', { ...late, refundNumber: 2 })
    await stream.send(hub.journal)
    expect((await exceptions()).filter((kind) => kind === 'refund_of_released_till')).toHaveLength(1)
  })
})

test('a refund that a till gave without the hub is booked, and somebody gets to know', async () => {
  const refund = { ...refundOf(testSale(1), [pieces(1, 1)]), isAtRisk: true }
  sold.add('refund_completed', refund)
  await sold.send(hub.journal)
  const { json } = await hub.ask<{ items: { kind: string; detail: string }[] }>('GET', '/api/v1/audit/exceptions')
  expect(json.items).toContainEqual(expect.objectContaining({ kind: 'refund_at_risk' }))
})

test('a sale that came with less than its till had written is undone once the rest is here: it may hold a refund', async () => {
  await report(neighbour)
  await report(seller, { heads: [headOf(sold)] })
  const next = new TestStream(seller, sold.place)
  next.add('sale_completed', testSale(2))
  next.add('signed_in', { operatorId: 3 })
  await next.send(hub.journal, 1, 2)
  expect(await voidIt()).toBe(503)
  await next.send(hub.journal, 3, 3)
  expect(await voidIt()).toBe(200)
})

test('what is kept apart is never applied, and holds nobody up', async () => {
  await report(neighbour)
  const next = new TestStream(seller, sold.place)
  next.add('signed_in', { operatorId: 'nobody' })
  await next.send(hub.journal)
  await report(seller, { heads: [headOf(sold), headOf(next)] })
  expect(await voidIt()).toBe(200)
})
