import { afterEach, beforeEach, expect, test } from 'vitest'
import { requireApplied } from '#hub/claims/head-applied.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { openTwoTills, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let till: KnownTill
let other: KnownTill
beforeEach(async () => {
  ;({ hub, till, other } = await openTwoTills(testSale(1)))
})
afterEach(async () => closeSound(hub))

const asks = async ({ device }: KnownTill, head: { stream: string; seq: number }): Promise<string> =>
  requireApplied(hub.database.read, head, device.id).then(
    () => 'decided',
    (error: unknown) => (error as { code: string }).code,
  )

test('the hub decides for a till whose every entry it has, up to the last', async () => {
  const { stream, seq } = till.stream.place
  expect(await asks(till, { stream, seq })).toBe('decided')
  expect(await asks(till, { stream, seq: seq - 1 })).toBe('decided')
  expect(await asks(till, { stream, seq: seq + 1 })).toBe('till_not_caught_up')
})

test('what the hub has of one till says nothing of another that names its entries', async () => {
  const { stream, seq } = till.stream.place
  // The other till may have written a refund that is still under way: nothing that it asks for is decided.
  expect(await asks(other, { stream, seq })).toBe('till_not_caught_up')
  expect(await asks(other, { stream, seq: 0 })).toBe('till_not_caught_up')
})

test('a till that wrote nothing yet has nothing to wait for', async () => {
  expect(await asks(till, { stream: newUuid(), seq: 0 })).toBe('decided')
  expect(await asks(till, { stream: newUuid(), seq: 1 })).toBe('till_not_caught_up')
})
