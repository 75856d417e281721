import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reserve } from '#hub/claims/reserve.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { addApples, apples, cup, openTeaShop, tea } from '#tests/hub/sales/tea-shop.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTeaShop()
})
afterEach(async () => closeSound(hub))

interface Sale {
  readonly id: number
  readonly total: number
  readonly items: readonly { readonly total: number; readonly discount: number }[]
}

const sell = async (body: object, as: 'admin' | 'manager' | 'clerk' = 'clerk') =>
  hub.ask<Sale>('POST', '/api/v1/sales', { body, as })
const level = async (id: number): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', `/api/v1/products/${id}`)).json.quantity
const summary = async () =>
  (await hub.ask<{ total_revenue: number; total_sales: number }>('GET', '/api/v1/reports/summary')).json

test('a sale in the shape of v1', async () => {
  const { status, json } = await sell({
    items: [{ ...tea, quantity: 2 }, cup],
    notes: 'for Ann',
    payment_method: 'card',
  })
  expect(status).toBe(201)
  expect(json).toEqual({
    id: 1,
    user_id: 3,
    customer_id: null,
    receipt_number: 'R-000001',
    subtotal: 104,
    tax: 18,
    discount: 0,
    order_discount: 0,
    coupon_discount: 0,
    coupon_code: null,
    total: 122,
    payment_method: 'card',
    payment_reference: null,
    payments: [{ method: 'card', amount: 122, reference: null }],
    status: 'completed',
    notes: 'for Ann',
    created_at: '2026-11-20T12:00:00.000Z',
    items: [
      { id: 1001, sale_id: 1, product_id: 1, product_name: 'Tea', quantity: 2, unit_price: 2, discount: 0, total: 4 },
      {
        id: 1002,
        sale_id: 1,
        product_id: 2,
        product_name: 'Cup',
        quantity: 1,
        unit_price: 100,
        discount: 0,
        total: 100,
      },
    ],
  })
  expect((await hub.ask('GET', '/api/v1/sales/1')).json).toEqual(json)
  expect((await hub.ask('GET', '/api/v1/sales')).json).toEqual([json])
  expect(await level(1)).toBe(48)
})

test('free text stands beside the journal, not in it', async () => {
  await sell({ items: [tea], notes: 'for Ann Smith' })
  expect((await hub.ask('GET', '/api/v1/audit')).text).not.toContain('Ann Smith')
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
})

test('what a client calls a payment stands beside the journal, in the sale, and is erased with who bought', async () => {
  await saveTestCustomer(hub.journal, { name: 'Ann Quux' })
  const paid = [
    { items: [tea], payment_method: 'upi', payment_reference: 'ann.quux@bank', customer_id: 1 },
    {
      items: [tea],
      notes: 'Mrs Quux will fetch it',
      payments: [
        { method: 'cash', amount: 1 },
        { method: 'upi', amount: 1, reference: 'for Ann Quux, who pays later' },
      ],
      customer_id: 1,
    },
  ]
  interface Shown {
    readonly id: number
    readonly payment_reference: string | null
    readonly payments: readonly { readonly reference: string | null }[]
  }
  const referencesOf = ({ payment_reference: first, payments }: Shown) => [first, payments.map((one) => one.reference)]
  const told = async (index: number): Promise<Shown> => {
    const headers = { 'idempotency-key': `key-${index}` }
    return (await hub.ask<Shown>('POST', '/api/v1/sales', { body: paid[index], as: 'clerk', headers })).json
  }
  const first = [await told(0), await told(1)]
  expect(first.map(referencesOf)).toEqual([
    ['ann.quux@bank', ['ann.quux@bank']],
    [null, [null, 'for Ann Quux, who pays later']],
  ])
  const shown = async () => (await hub.ask<Shown[]>('GET', '/api/v1/sales')).json.toReversed()
  expect(await shown()).toEqual(first)
  expect((await hub.ask('GET', '/api/v1/audit')).text).not.toMatch(/quux/iu)
  await hub.ask('POST', '/api/v1/customers/1/erase', { as: 'manager' })
  const nobody = [
    [null, [null]],
    [null, [null, null]],
  ]
  expect((await shown()).map(referencesOf)).toEqual(nobody)
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
  // The same key is the same sale, and its answer forgets too.
  const again = [await told(0), await told(1)]
  expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id))
  expect(again.map(referencesOf)).toEqual(nobody)
  expect(JSON.stringify(again)).not.toMatch(/quux/iu)
})

test('discounts: of a line, and of the order spread over the lines; tax is due on what is asked', async () => {
  const { json } = await sell(
    {
      items: [
        { ...tea, quantity: 5, discount: 1 },
        { ...cup, discount: 10 },
      ],
      discount: 9.9,
    },
    'manager',
  )
  expect(json).toMatchObject({
    subtotal: 99,
    discount: 9.9,
    order_discount: 9.9,
    // 18 % of 90 − 9.00, the order's part.
    tax: 14.58,
    total: 103.68,
    items: [
      { discount: 1, total: 9 },
      { discount: 10, total: 90 },
    ],
  })
})

test('a discount beyond the shop’s limit needs the permission, on a line, on the whole, or both together', async () => {
  const asked = [
    { items: [{ ...cup, discount: 10.01 }] },
    { items: [cup], discount: 10.01 },
    { items: [{ ...cup, discount: 10 }], discount: 0.5 },
    { items: [cup], discount: 100 },
  ]
  for (const body of asked) {
    expect(await sell(body)).toMatchObject({ status: 403, json: { code: 'permission_missing' } })
    expect((await sell(body, 'manager')).status).toBe(201)
  }
  expect((await sell({ items: [{ ...cup, discount: 10 }] })).status).toBe(201)
})

test('whatever is sold, the sums are those of the lines, to the cent', async () => {
  const item = fc.record({
    product_id: fc.constantFrom(1, 2),
    quantity: fc.integer({ min: 1, max: 9 }),
    unit_price: fc.integer({ min: 0, max: 99_999 }).map((minor) => minor / 100),
  })
  await hub.ask('POST', '/api/v1/inventory/set/1?quantity=1000000')
  await hub.ask('POST', '/api/v1/inventory/set/2?quantity=1000000')
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 500 }),
      async (items, off) => {
        const { status, json } = await sell({ items, discount: off / 100 }, 'admin')
        const cents = (amount: number): number => Math.round(amount * 100)
        const asked = items.reduce((sum, { quantity, unit_price: price }) => sum + quantity * cents(price), 0)
        // Whether it is too much is another test's.
        fc.pre(off <= asked)
        expect(status).toBe(201)
        const { subtotal, discount, tax, total } = json as Sale & { subtotal: number; discount: number; tax: number }
        expect(cents(subtotal)).toBe(asked)
        expect(cents(subtotal) - cents(discount) + cents(tax)).toBe(cents(total))
        expect(json.items.reduce((sum, line) => sum + cents(line.total), 0)).toBe(asked)
      },
    ),
    { numRuns: 60 },
  )
  const { json: exceptions } = await hub.ask<{ items: unknown[] }>('GET', '/api/v1/audit/exceptions')
  expect(exceptions.items).toEqual([])
})

test('a split payment has to add up', async () => {
  const payments = [
    { method: 'cash', amount: 1.5 },
    { method: 'upi', amount: 0.5, reference: 'u-1' },
  ]
  const { json } = await sell({ items: [tea], payments })
  expect(json).toMatchObject({
    payment_method: 'split',
    payments: [
      { method: 'cash', amount: 1.5, reference: null },
      { method: 'upi', amount: 0.5, reference: 'u-1' },
    ],
  })
  expect((await sell({ items: [tea], payments: payments.slice(0, 1) })).status).toBe(400)
  const byPayment = await hub.ask('GET', '/api/v1/reports/sales-by-payment')
  expect(byPayment.json).toEqual({
    data: [
      { method: 'cash', count: 1, revenue: 1.5 },
      { method: 'upi', count: 1, revenue: 0.5 },
    ],
  })
})

test.each([
  [422, { items: [] }],
  [422, {}],
  [422, { items: [{ ...tea, quantity: 0 }] }],
  [422, { items: [{ ...tea, quantity: -1 }] }],
  [422, { items: [{ ...tea, quantity: 100_000 }] }],
  [422, { items: [{ ...tea, unit_price: -2 }] }],
  [422, { items: [{ ...tea, unit_price: 2.001 }] }],
  [422, { items: [{ ...tea, discount: -1 }] }],
  [422, { items: [tea], discount: -1 }],
  [422, { items: Array.from({ length: 501 }, () => tea) }],
  [422, { items: [tea], payment_reference: '4111111111111111' }],
  [422, { items: [tea], notes: 'card 4111-1111-1111-1111' }],
  [422, { items: [tea], payment_reference: 'r'.repeat(129) }],
  [400, { items: [{ ...tea, discount: 3 }] }],
  [400, { items: [tea], discount: 3 }],
  [400, { items: [{ ...tea, product_id: 77 }] }],
  [400, { items: [tea], coupon_code: 'SAVE10' }],
  [404, { items: [tea], customer_id: 5 }],
])('%i: %j', async (status, body) => {
  const answer = await sell(body)
  expect(answer.status).toBe(status)
  expect(await level(1)).toBe(50)
  expect(await summary()).toMatchObject({ total_sales: 0 })
})

test('stock is strict at the API, over all lines of a sale and all sales at once', async () => {
  const over = await sell({
    items: [
      { ...tea, quantity: 30 },
      { ...tea, quantity: 21 },
    ],
  })
  expect(over.status).toBe(400)
  expect(over.json).toMatchObject({ detail: 'Insufficient stock for Tea' })
  const answers = await Promise.all(Array.from({ length: 60 }, () => sell({ items: [tea] })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(50)
  expect(await level(1)).toBe(0)
})

test('40 sales at once are served, each with its own receipt', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => sell({ items: [tea] })))
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(40)
})

test('another price than the catalogue’s needs a permission, and stands as such in the journal', async () => {
  const cheap = { items: [{ ...tea, unit_price: 1 }] }
  expect((await sell(cheap, 'clerk')).json).toMatchObject({
    detail: 'Access denied. Required permission: override_prices',
  })
  expect((await sell(cheap, 'manager')).status).toBe(201)
  const { json } = await hub.ask<{ items: { body: { lines: unknown[] } }[] }>(
    'GET',
    '/api/v1/audit?type=sale_completed',
  )
  expect(json.items[0]?.body.lines).toEqual([
    expect.objectContaining({ priceSource: 'override', unitPriceMinor: 100, originalPriceMinor: 200 }),
  ])
})

test('a sale that comes again under its client’s id is the same sale', async () => {
  const body = { items: [tea], client_sale_id: '01a21208-6302-7243-89de-e5c095bb8a7a' }
  const first = await sell(body)
  const second = await sell(body)
  expect(second.json).toEqual(first.json)
  expect(await level(1)).toBe(49)
})

test('a void takes the sale out of the day, puts the goods back, and cannot be had twice', async () => {
  await sell({ items: [{ ...tea, quantity: 3 }, cup] })
  await sell({ items: [tea] })
  const voidIt = async () => hub.ask('POST', '/api/v1/sales/1/void', { as: 'manager' })
  const answers = await Promise.all([voidIt(), voidIt()])
  const [done, refused] = answers.toSorted((one, other) => one.status - other.status)
  expect([done?.status, refused?.status]).toEqual([200, 400])
  expect(refused?.json).toMatchObject({ detail: 'Can only void completed sales' })
  expect((await hub.ask('GET', '/api/v1/sales/1')).json).toMatchObject({ status: 'voided', total: 124 })
  expect([await level(1), await level(2)]).toEqual([49, 10])
  expect(await summary()).toMatchObject({ total_sales: 1, total_revenue: 2, total_tax: 0, items_sold: 1 })
  expect((await hub.ask('GET', '/api/v1/sales/1/receipt?format=text')).text).toContain('*** VOIDED ***')
  expect((await hub.ask<unknown[]>('GET', '/api/v1/sales?status=voided')).json).toHaveLength(1)
  expect((await hub.ask('POST', '/api/v1/sales/99/void')).status).toBe(404)
})

test('a sale that somebody else is undoing is not undone beside it', async () => {
  await sell({ items: [tea] })
  const [{ sale_uuid: saleId } = { sale_uuid: '' }] = await hub.database.read.all(
    { build: (db) => db.selectFrom('sales').select('sale_uuid') },
    {},
  )
  const nowIso = new Date(hub.clock.nowMs()).toISOString()
  const lines = [{ line: 1, quantity: { unit: 'piece' as const, count: 1 } }]
  const claim = { kind: 'refund' as const, refundKind: 'refund' as const, saleId, refundId: newUuid(), lines }
  await hub.journal.write(({ tx }) =>
    reserve(tx, { reservationId: newUuid(), claim, deviceId: null, madeBy: 2 }, { nowIso }),
  )
  const refused = await hub.ask('POST', '/api/v1/sales/1/void', { as: 'manager' })
  expect([refused.status, refused.json]).toMatchObject([409, { code: 'conflict' }])
  expect((await hub.ask('GET', '/api/v1/sales/1')).json).toMatchObject({ status: 'completed' })
  expect(await level(1)).toBe(49)
})

test('what a till sold is not undone before every till has reported to this start', async () => {
  const device = await enrolTestDevice(hub.journal, 'T1', 1)
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  await stream.send(hub.journal)
  const early = await hub.ask('POST', '/api/v1/sales/1000000001/void')
  expect(early.status).toBe(503)
  expect(early.headers['retry-after']).toBe('30')
})

test('the receipt as text of 40 columns and as a page that runs nothing', async () => {
  await sell({ items: [tea] })
  const text = await hub.ask('GET', '/api/v1/sales/1/receipt?format=text')
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(text.text).toContain('R-000001')
  for (const line of text.text.split('\n')) expect(line.length).toBeLessThanOrEqual(40)
  const page = await hub.ask('GET', '/api/v1/sales/1/receipt')
  expect(page.headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'")
  expect(page.text).toMatch(/^<!doctype html>/u)
  expect((await hub.ask('GET', '/api/v1/sales/1/receipt?format=pdf')).status).toBe(422)
  expect((await hub.ask('GET', '/api/v1/sales/9/receipt')).status).toBe(404)
})

test('CGST 9 % and SGST 9 % on 100 are 18.00: tax is not taxed', async () => {
  expect((await sell({ items: [cup] })).json).toMatchObject({ tax: 18, total: 118 })
})

test('what is weighed sells by the gram: one piece at the line’s price, weight and price per kilogram beside it', async () => {
  await addApples(hub)
  expect((await sell({ items: [apples] })).json).toMatchObject({ code: 'weight_missing' })
  const twice = { ...apples, quantity: 2, weight_grams: 850 }
  expect((await sell({ items: [twice] })).json).toMatchObject({ status: 400, code: 'weight_quantity' })
  expect((await sell({ items: [{ ...tea, weight_grams: 850 }] })).json).toMatchObject({ code: 'weight_unexpected' })
  const { json } = await sell({ items: [{ ...apples, weight_grams: 850 }] })
  expect(json).toMatchObject({
    total: 3.39,
    items: [{ quantity: 1, unit_price: 3.39, total: 3.39, weight_grams: 850, price_per_kg: 3.99 }],
  })
  expect((await hub.ask('GET', '/api/v1/products/3')).json).toMatchObject({ quantity: 4150, price_unit: 'kilogram' })
})
