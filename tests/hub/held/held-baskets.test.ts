import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { listHeld, putHeld, takeHeld } from '#hub/held/held-baskets.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub()
})
afterEach(async () => closeSound(hub))

const device = (number: number): EnrolledDevice => ({
  id: `00000000-0000-7000-8000-00000000000${number}`,
  name: `T${number}`,
  generation: 1,
  deviceNumber: number,
  pin: String(number).repeat(64),
})
const one = device(1)
const two = device(2)
const heldBasketId = '019aa0c0-0000-7000-8000-0000000000aa'
const held = {
  requestId: '019aa0c0-0000-7000-8000-0000000000ab',
  heldBasketId,
  operatorName: 'Maya Chen',
  heldAt: '2026-03-01T10:00:00.000Z',
  lineCount: 2,
  totalMinor: 538,
  basket: '{"lines":[]}',
}

const put = async (more: Partial<typeof held> = {}): Promise<void> =>
  hub.database.write(async (tx) => putHeld(tx, one, { ...held, ...more }))
const take = async (by: EnrolledDevice): Promise<string | undefined> =>
  hub.database.write(async (tx) => takeHeld(tx, by, heldBasketId))

test('a basket waits for any till, with who held it where', async () => {
  await put()
  expect(await listHeld(hub.database.read)).toEqual([
    {
      heldBasketId,
      tillName: 'T1',
      operatorName: 'Maya Chen',
      heldAt: '2026-03-01T10:00:00.000Z',
      lineCount: 2,
      totalMinor: 538,
    },
  ])
})

test('the longest held comes first', async () => {
  await put()
  const earlier = '019aa0c0-0000-7000-8000-0000000000ac'
  await put({ heldBasketId: earlier, heldAt: '2026-03-01T09:00:00.000Z' })
  expect((await listHeld(hub.database.read)).map((basket) => basket.heldBasketId)).toEqual([earlier, heldBasketId])
})

test('put twice, it waits once, as it was put first', async () => {
  await put()
  await put({ basket: '{"lines":[1]}' })
  expect(await listHeld(hub.database.read)).toHaveLength(1)
  expect(await take(two)).toBe('{"lines":[]}')
})

test('it is recalled once: the till that took it may ask again, another is told that it is gone', async () => {
  await put()
  expect(await take(two)).toBe('{"lines":[]}')
  expect(await take(one)).toBeUndefined()
  expect(await take(two)).toBe('{"lines":[]}')
  expect(await listHeld(hub.database.read)).toEqual([])
  await put()
  expect(await listHeld(hub.database.read)).toEqual([])
})

test('two tills that ask at once: one gets it', async () => {
  await put()
  const answers = await Promise.all([take(one), take(two)])
  expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
})

test('one that nobody put is not there', async () => {
  expect(await take(one)).toBeUndefined()
})

test('its text is forgotten once the till that took it asks for something else', async () => {
  await put()
  expect(await take(two)).toBe('{"lines":[]}')
  const other = '019aa0c0-0000-7000-8000-0000000000ad'
  await put({ heldBasketId: other })
  expect(await hub.database.write(async (tx) => takeHeld(tx, two, other))).toBe('{"lines":[]}')
  const texts = await hub.database.read.all(
    { build: (db) => db.selectFrom('held_baskets').select('basket').orderBy('held_basket_id') },
    {},
  )
  expect(texts).toEqual([{ basket: '' }, { basket: '{"lines":[]}' }])
  expect(await take(two)).toBeUndefined()
})
