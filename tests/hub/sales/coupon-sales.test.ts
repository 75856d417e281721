import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Offer } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { cup, openTeaShop, tea } from '#tests/hub/sales/tea-shop.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTeaShop()
})
afterEach(async () => closeSound(hub))

const sell = async (body: object) =>
  hub.ask<{ id: number; code: string; detail: string }>('POST', '/api/v1/sales', { body, as: 'clerk' })
const save = async (more: Partial<Coupon> = {}): Promise<void> => {
  const off = { kind: 'percent', ratePpm: 100_000 } as const
  const coupon: Coupon = { id: 1, code: 'SAVE10', off, isActive: true, isStackable: true, ...more }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'coupon_saved', body: { coupon } }))
}

test('a coupon takes its part before tax, beside the order’s discount', async () => {
  await save()
  const { status, json } = await sell({
    items: [{ ...tea, quantity: 5, discount: 1 }, cup],
    discount: 9.81,
    coupon_code: ' save10 ',
  })
  expect(status).toBe(201)
  // 109.00 less 10 % is 98.10; a tenth of it more is the order's own.
  expect(json).toMatchObject({
    subtotal: 109,
    discount: 20.71,
    order_discount: 9.81,
    coupon_discount: 10.9,
    coupon_code: 'SAVE10',
    tax: 14.58,
    total: 102.87,
    items: [
      { discount: 1, total: 9 },
      { discount: 0, total: 100 },
    ],
  })
  const back = await hub.ask('POST', `/api/v1/sales/${json.id}/return`, {
    body: { items: [{ sale_item_id: json.id * 1000 + 2, quantity: 1 }], employee_id: 'E-1' },
  })
  expect(back.json).toMatchObject({ refund_amount: 95.58, tax_amount: 14.58 })
})

test('its last use goes to one of two sales at once, and a void gives it back', async () => {
  await save({ usesMax: 1 })
  const answers = await Promise.all([1, 2].map(async () => sell({ items: [tea], coupon_code: 'SAVE10' })))
  const [sold, refused] = answers.toSorted((one, other) => one.status - other.status)
  expect([sold?.status, refused?.status, refused?.json.code]).toEqual([201, 400, 'coupon_used_up'])
  expect((await hub.ask('GET', '/api/v1/approvals')).json).toEqual({ items: [] })
  await hub.ask('POST', `/api/v1/sales/${sold?.json.id}/void`)
  expect((await sell({ items: [tea], coupon_code: 'SAVE10' })).status).toBe(201)
})

test.each([
  ['unknown', { code: 'OTHER' }, 'coupon_unknown', 'Invalid or expired coupon code'],
  ['switched off', { isActive: false }, 'coupon_inactive', 'Invalid or expired coupon code'],
  ['expired', { expiresAt: '2026-11-20T12:00:00.000Z' }, 'coupon_expired', 'Invalid or expired coupon code'],
  ['of a larger sale', { minimumMinor: 10_000 }, 'coupon_minimum', 'This sale is below what the coupon asks for.'],
  ['of other customers', { customerGroupIds: [4] }, 'coupon_not_for_customer', 'This coupon is for other customers.'],
])('one that is %s is refused, and reserves nothing', async (_what, more, code, detail) => {
  await save(more)
  const answer = await sell({ items: [tea], coupon_code: 'SAVE10' })
  expect(answer).toMatchObject({ status: 400, json: { code, detail } })
  expect((await hub.ask('GET', '/api/v1/approvals')).json).toEqual({ items: [] })
})

test('promotions and the prices of groups are those of the tills', async () => {
  const items: Selector = { kind: 'products', ids: [1] }
  const rule: Offer = { kind: 'buy_x_get_y', buy: items, buyCount: 2, get: items, getCount: 1, ratePpm: 1_000_000 }
  const promotion = { id: 1, name: 'Three for two', isActive: true, offer: rule }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'promotion_saved', body: { promotion } }))
  expect((await sell({ items: [{ ...tea, quantity: 3 }] })).json).toMatchObject({
    total: 4,
    items: [{ discount: 2, total: 4 }],
  })
  const row = await hub.database.read.one(
    { build: (db) => db.selectFrom('products').select('row').where('id', '=', 2) },
    {},
  )
  const plain = JSON.parse(row?.row ?? '{}') as Product
  const product = { ...plain, rules: { groupPrices: [{ customerGroupId: 4, priceMinor: 9_000 }] } }
  const body = { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'product_saved', body }))
  await saveTestCustomer(hub.journal, { groupIds: [4] })
  const member = { items: [{ ...cup, unit_price: 90 }] }
  expect((await sell(member)).status).toBe(403)
  expect((await sell({ ...member, customer_id: 1 })).json).toMatchObject({ total: 106.2 })
})

test('on account: with a customer, up to the limit', async () => {
  const account = {
    code: 'account',
    name: 'On account',
    kind: 'account',
    isActive: true,
    givesChange: false,
    opensDrawer: false,
    needsReference: false,
    isRefundable: true,
  } as const
  const policy = { ...(await readPolicy(hub.database.read)), tenderTypes: [account] }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'policy_saved', body: { policy } }))
  const onAccount = { items: [{ ...tea, quantity: 3 }], payment_method: 'account' }
  expect((await sell(onAccount)).json).toMatchObject({ code: 'account_none' })
  await saveTestCustomer(hub.journal, { accountLimitMinor: 1_000 })
  expect((await sell({ ...onAccount, customer_id: 1 })).status).toBe(201)
  expect((await sell({ ...onAccount, customer_id: 1 })).json).toMatchObject({ code: 'account_limit', maxMinor: 400 })
  await hub.ask('POST', '/api/v1/sales/1/void')
  expect((await sell({ ...onAccount, customer_id: 1 })).status).toBe(201)
  expect((await hub.ask<{ items: unknown[] }>('GET', '/api/v1/audit/exceptions')).json.items).toEqual([])
})
