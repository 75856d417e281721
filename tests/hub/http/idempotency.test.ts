import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const DAY_MS = 86_400_000
const post = async (key: string, name: string, as: 'admin' | 'manager' = 'admin') =>
  hub.ask<{ id: number }>('POST', '/api/v1/products', {
    body: { name, price: 1 },
    as,
    headers: { 'idempotency-key': key },
  })

test('the same key and body answer the same and write once', async () => {
  const first = await post('k1', 'Once')
  const second = await post('k1', 'Once')
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.json).toEqual(first.json)
  const found = await hub.ask<unknown[]>('GET', '/api/v1/products?q=Once')
  expect(found.json).toHaveLength(1)
})

test('at the same moment too', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('k2', 'Together')))
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1)
})

test('the same key with another body is 422', async () => {
  await post('k3', 'One')
  const other = await post('k3', 'Two')
  expect(other.status).toBe(422)
  expect(other.json).toMatchObject({ code: 'idempotency_key_reused' })
})

test('keys belong to their caller', async () => {
  const first = await post('k4', 'Mine')
  const other = await post('k4', 'Mine', 'manager')
  expect(other.json.id).not.toBe(first.json.id)
})

test('a refusal is not kept: the retry is looked at anew', async () => {
  const body = { items: [{ product_id: 987_654, quantity: 1, unit_price: 1 }] }
  const headers = { 'idempotency-key': 'k5' }
  expect((await hub.ask('POST', '/api/v1/sales', { body, headers })).status).toBe(400)
  expect((await hub.ask('POST', '/api/v1/sales', { body, headers })).status).toBe(400)
})

test('for seven days a key answers the same, and then it is free again', async () => {
  const askLater = async () => {
    // The tokens are over by then, too.
    const { json } = await hub.login('admin@vendly.com', 'admin123')
    return hub.ask<{ id: number }>('POST', '/api/v1/products', {
      body: { name: 'Weekly', price: 1 },
      as: 'nobody',
      headers: { 'idempotency-key': 'k6', authorization: `Bearer ${json.access_token}` },
    })
  }
  const first = await post('k6', 'Weekly')
  hub.clock.move(7 * DAY_MS - 1)
  expect((await askLater()).json).toEqual(first.json)
  hub.clock.move(2)
  expect((await askLater()).json.id).not.toBe(first.json.id)
})

test.each(['', ' ', 'ä', 'x'.repeat(256)])('the key %j is refused', async (key) => {
  hub.clock.move(0)
  const { json } = await hub.login('admin@vendly.com', 'admin123')
  const { status } = await hub.ask('POST', '/api/v1/products', {
    body: { name: 'Key', price: 1 },
    as: 'nobody',
    headers: { 'idempotency-key': key, authorization: `Bearer ${json.access_token}` },
  })
  expect(status).toBe(422)
})
