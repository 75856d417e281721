import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTeaShop, tea } from '#tests/hub/sales/tea-shop.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTeaShop()
})
afterEach(async () => closeSound(hub))

test('what the hub sold itself goes back while a till has yet to say what it knows; what that till sold does not', async () => {
  const body = { items: [{ ...tea, quantity: 3 }], payment_method: 'cash' }
  const { json: own } = await hub.ask<{ id: number }>('POST', '/api/v1/sales', { body })
  const till = new TestStream(await enrolTestDevice(hub.journal, 'T1', 1))
  till.add('sale_completed', testSale(1))
  await till.send(hub.journal)

  // No till could have refunded what only the hub has.
  expect((await hub.ask('POST', `/api/v1/sales/${own.id}/void`)).status).toBe(200)
  expect((await hub.ask('POST', '/api/v1/sales/1000000001/void')).status).toBe(503)
})
