import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
  for (const [name, quantity, minimum] of [
    ['Plenty', 100, 10],
    ['Low', 3, 5],
    ['Out', 0, 1],
  ] as const) {
    await hub.ask('POST', '/api/v1/products', { body: { name, price: 1.5, quantity, min_quantity: minimum } })
  }
})
afterAll(() => hub.close())

test('the summary counts', async () => {
  expect((await hub.ask('GET', '/api/v1/inventory/summary')).json).toEqual({
    total_products: 3,
    in_stock: 2,
    out_of_stock: 1,
    low_stock: 1,
    total_quantity: 103,
    total_value: 154.5,
    timestamp: '2026-11-20T12:00:00.000Z',
  })
})

test('low and out of stock', async () => {
  expect((await hub.ask('GET', '/api/v1/inventory/low-stock')).json).toMatchObject({
    count: 2,
    items: [
      { id: 2, name: 'Low', current_qty: 3, min_qty: 5, shortage: 2 },
      { id: 3, name: 'Out', current_qty: 0, min_qty: 1, shortage: 1 },
    ],
  })
  expect((await hub.ask('GET', '/api/v1/inventory/low-stock?threshold=0')).json).toMatchObject({ count: 1 })
  expect((await hub.ask('GET', '/api/v1/inventory/out-of-stock')).json).toMatchObject({ count: 1, items: [{ id: 3 }] })
})

test('adjust, set, and the history of both', async () => {
  const adjusted = await hub.ask('POST', '/api/v1/inventory/adjust/1?quantity_change=-5&reason=broken')
  expect(adjusted.json).toEqual({
    id: 1,
    name: 'Plenty',
    quantity: 95,
    min_quantity: 10,
    change: -5,
    reason: 'broken',
    timestamp: '2026-11-20T12:00:00.000Z',
  })
  const set = await hub.ask('POST', '/api/v1/inventory/set/1?quantity=90')
  expect(set.json).toMatchObject({ previous_quantity: 95, new_quantity: 90, change: -5, reason: 'stock_count' })
  const { json } = await hub.ask<{ items: { change: number; reason: string }[] }>('GET', '/api/v1/inventory/history/1')
  expect(json.items.map(({ change, reason }) => [change, reason])).toEqual([
    [-5, 'stock_count'],
    [-5, 'broken'],
    [100, 'product saved'],
  ])
})

test('adjustments at once all count', async () => {
  await Promise.all(Array.from({ length: 20 }, () => hub.ask('POST', '/api/v1/inventory/adjust/3?quantity_change=1')))
  expect((await hub.ask('POST', '/api/v1/inventory/alert-check/3')).json).toMatchObject({
    quantity: 20,
    status: 'normal',
  })
})

test.each([
  ['POST', '/api/v1/inventory/adjust/1', 422],
  ['POST', '/api/v1/inventory/adjust/1?quantity_change=10001', 422],
  ['POST', '/api/v1/inventory/adjust/1?quantity_change=1&reason=', 422],
  ['POST', '/api/v1/inventory/set/1?quantity=-1', 422],
  ['POST', '/api/v1/inventory/set/99?quantity=1', 404],
  ['POST', '/api/v1/inventory/alert-check/99', 404],
  ['GET', '/api/v1/inventory/history/1?days=91', 422],
  ['GET', '/api/v1/inventory/low-stock?threshold=-1', 422],
])('%s %s is %i', async (method, url, status) => {
  expect((await hub.ask(method, url)).status).toBe(status)
})
