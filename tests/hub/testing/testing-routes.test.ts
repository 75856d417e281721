import { expect, test } from 'vitest'
import { openTestHub } from '#tests/support/test-hub.ts'

test('reset empties the shop and makes user 1 anew', async () => {
  const hub = await openTestHub()
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 1, quantity: 5 } })
  await hub.ask('POST', '/api/v1/sales', { body: { items: [{ product_id: 1, quantity: 1, unit_price: 1 }] } })
  expect((await hub.ask('POST', '/api/v1/testing/reset', { as: 'nobody' })).status).toBe(200)
  expect((await hub.ask('GET', '/api/v1/products')).json).toEqual([])
  expect((await hub.ask('GET', '/api/v1/sales')).json).toEqual([])
  expect((await hub.ask('GET', '/api/v1/reports/summary')).json).toMatchObject({ total_sales: 0, total_revenue: 0 })
  expect((await hub.login('admin@vendly.com', 'admin123')).json).toMatchObject({ user_id: 1 })
  expect((await hub.login('mo@example.com', 'manager-pass')).status).toBe(401)
  const again = await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 1 } })
  expect(again.json).toMatchObject({ id: 1 })
  await hub.close()
})

test('outside the test mode there is no such route', async () => {
  const hub = await openTestHub({ NODE_ENV: 'production' })
  expect((await hub.ask('POST', '/api/v1/testing/reset', { as: 'nobody' })).status).toBe(404)
  await hub.close()
})
