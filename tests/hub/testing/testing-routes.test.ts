import { expect, test } from 'vitest'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { openTill } from '#tests/hub/claims/claims-fixture.ts'
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

test('nothing of what a shop sells by, and of its drawers, is left', async () => {
  const hub = await openTestHub()
  const till = await openTill(hub, 'T1', 1)
  const offer = { kind: 'percent_off', items: { kind: 'all' }, ratePpm: 100_000 } as const
  const off = { kind: 'amount', amountMinor: 100 } as const
  const coupon = { id: 1, code: 'SAVE', name: '1.00 off', off, isActive: true, isStackable: true }
  await hub.journal.write(async ({ record }) => {
    const named = { id: 1, name: 'Tea', isActive: true }
    await record(programActor, { type: 'promotion_saved', body: { promotion: { ...named, offer } } })
    await record(programActor, { type: 'coupon_saved', body: { coupon } })
    await record(programActor, { type: 'customer_group_saved', body: { customerGroup: named } })
  })
  const [movementId, shiftId] = [newUuid(), newUuid()]
  const reason = 'no change'
  await till.send('cash_moved', { movementId, shiftId, kind: 'no_sale', amountMinor: 0, reason, operatorId: 3 })
  const tables = ['promotions', 'coupons', 'customer_groups', 'cash_movements'] as const
  const counts = async (): Promise<number[]> =>
    Promise.all(
      tables.map(
        async (table) => (await hub.database.read.all({ build: (db) => db.selectFrom(table).selectAll() }, {})).length,
      ),
    )
  expect(await counts()).toEqual([1, 1, 1, 1])
  await hub.ask('POST', '/api/v1/testing/reset', { as: 'nobody' })
  expect(await counts()).toEqual([0, 0, 0, 0])
  await hub.close()
})

test('outside the test mode there is no such route', async () => {
  const hub = await openTestHub({ NODE_ENV: 'production' })
  expect((await hub.ask('POST', '/api/v1/testing/reset', { as: 'nobody' })).status).toBe(404)
  await hub.close()
})
