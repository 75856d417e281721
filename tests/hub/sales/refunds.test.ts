import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addApples, apples, cup, openTeaShop, tea } from '#tests/hub/sales/tea-shop.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTeaShop()
})
afterEach(async () => closeSound(hub))

interface RefundAnswer {
  readonly status: string
  readonly refund_amount: number
  readonly tax_amount: number
}
interface AskedItem {
  readonly sale_item_id: number
  readonly quantity: number
  readonly weight_grams?: number
}

const sell = async (body: object) => hub.ask('POST', '/api/v1/sales', { body, as: 'admin' })
const give = async (
  kind: 'refund' | 'return',
  items: readonly AskedItem[],
  {
    sale = 1,
    as = 'clerk',
    headers = {},
  }: { sale?: number; as?: 'clerk' | 'manager'; headers?: Record<string, string> } = {},
) =>
  hub.ask<RefundAnswer & { code: string; detail: string }>('POST', `/api/v1/sales/${sale}/${kind}`, {
    body: { items, employee_id: 'E-7', reason: 'broken' },
    as,
    headers,
  })
const level = async (id: number): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', `/api/v1/products/${id}`)).json.quantity
const statusOf = async (sale = 1): Promise<string> =>
  (await hub.ask<{ status: string }>('GET', `/api/v1/sales/${sale}`)).json.status
const summary = async () => (await hub.ask('GET', '/api/v1/reports/summary')).json
const openOnes = async (): Promise<unknown[]> =>
  (await hub.ask<{ items: unknown[] }>('GET', '/api/v1/approvals')).json.items

test('a return in the shape of v1: tax and discounts pro rata, goods on the shelf, only its part off the revenue', async () => {
  await sell({ items: [{ ...tea, quantity: 3, discount: 1 }, cup], discount: 10.5 })
  const { status, json } = await give('return', [
    { sale_item_id: 1001, quantity: 1 },
    { sale_item_id: 1002, quantity: 1 },
  ])
  expect(status).toBe(200)
  expect(json).toEqual({
    sale_id: 1,
    refunded_items: [
      { sale_item_id: 1001, quantity: 1 },
      { sale_item_id: 1002, quantity: 1 },
    ],
    status: 'partially_returned',
    // A third of 5.00 − 0.50, and 90.00 with 18 %.
    refund_amount: 1.5 + 106.2,
    tax_amount: 16.2,
    payments: [{ method: 'cash', amount: 107.7 }],
    refund_number: 'R-R000001',
    processed_by: 'E-7',
    message: 'Return processed successfully',
  })
  expect(await statusOf()).toBe('partially_returned')
  expect([await level(1), await level(2)]).toEqual([48, 10])
  expect(await summary()).toMatchObject({
    total_sales: 1,
    total_revenue: 3,
    total_tax: 0,
    total_discount: 1,
    items_sold: 2,
    total_refunds: 0,
    total_returns: 1,
    return_amount: 107.7,
  })
  expect((await give('return', [{ sale_item_id: 1001, quantity: 2 }])).json).toMatchObject({
    status: 'returned',
    refund_amount: 3,
    refund_number: 'R-R000002',
  })
  expect(await summary()).toMatchObject({ total_revenue: 0, total_tax: 0, total_discount: 0, items_sold: 0 })
  expect(await openOnes()).toEqual([])
})

test('a refund gives money only: the goods stay where they are', async () => {
  await sell({ items: [{ ...tea, quantity: 2 }] })
  expect((await give('refund', [{ sale_item_id: 1001, quantity: 1 }])).json).toMatchObject({
    status: 'partially_refunded',
    refund_amount: 2,
  })
  expect(await level(1)).toBe(48)
  expect(await summary()).toMatchObject({ items_sold: 2, total_revenue: 2, total_refunds: 1, refund_amount: 2 })
  await give('refund', [{ sale_item_id: 1001, quantity: 1 }])
  expect(await statusOf()).toBe('refunded')
  expect((await give('refund', [{ sale_item_id: 1001, quantity: 1 }])).json).toMatchObject({
    code: 'refund_nothing_left',
  })
})

describe('refused:', () => {
  beforeEach(async () => {
    await sell({ items: [{ ...tea, quantity: 2 }, cup] })
  })

  test.each([
    ['more than was sold', [{ sale_item_id: 1001, quantity: 3 }], 400, 'refund_too_much'],
    [
      'more than was sold, in two parts',
      [
        { sale_item_id: 1001, quantity: 2 },
        { sale_item_id: 1001, quantity: 1 },
      ],
      400,
      'refund_too_much',
    ],
    ['an item of another sale', [{ sale_item_id: 2001, quantity: 1 }], 400, 'line_not_found'],
    ['a negative quantity', [{ sale_item_id: 1001, quantity: -1 }], 422, 'validation_failed'],
    ['no quantity', [{ sale_item_id: 1001, quantity: 0 }], 422, 'validation_failed'],
    ['100,000 pieces', [{ sale_item_id: 1001, quantity: 100_000 }], 422, 'validation_failed'],
    ['nothing', [], 422, 'validation_failed'],
    [
      'a weight of what is sold by the piece',
      [{ sale_item_id: 1001, quantity: 1, weight_grams: 5 }],
      400,
      'weight_unexpected',
    ],
  ])('%s', async (_what, items, status, code) => {
    const answer = await give('return', items)
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(await statusOf()).toBe('completed')
    expect(await openOnes()).toEqual([])
  })

  test('a sale that is not here, or is void', async () => {
    expect(await give('refund', [{ sale_item_id: 9001, quantity: 1 }], { sale: 9 })).toMatchObject({
      status: 404,
      json: { detail: 'Sale not found' },
    })
    await hub.ask('POST', '/api/v1/sales/1/void', { as: 'manager' })
    expect(await give('refund', [{ sale_item_id: 1001, quantity: 1 }])).toMatchObject({
      status: 400,
      json: { code: 'sale_already_void' },
    })
  })

  test('a void after a refund', async () => {
    await give('return', [{ sale_item_id: 1001, quantity: 1 }])
    const answer = await hub.ask('POST', '/api/v1/sales/1/void', { as: 'manager' })
    expect(answer).toMatchObject({ status: 400, json: { code: 'sale_has_refunds' } })
  })

  test('to a clerk what is too old', async () => {
    hub.clock.move(31 * 86_400_000)
    const items = [{ sale_item_id: 1001, quantity: 1 }]
    expect((await give('return', items)).json).toMatchObject({ code: 'refund_too_old', daysMax: 30 })
    expect((await give('return', items, { as: 'manager' })).status).toBe(200)
  })

  test('to a clerk what is too much in cash', async () => {
    await sell({ items: Array.from({ length: 6 }, () => cup) })
    const all = Array.from({ length: 6 }, (_, index) => ({ sale_item_id: 2001 + index, quantity: 1 }))
    expect(await give('return', all, { sale: 2 })).toMatchObject({ status: 403, json: { code: 'permission_missing' } })
    expect((await give('return', all, { sale: 2, as: 'manager' })).json).toMatchObject({ refund_amount: 708 })
  })
})

test('a weighed item goes back in parts of its weight, or whole', async () => {
  await addApples(hub)
  await sell({ items: [{ ...apples, weight_grams: 1_250 }] })
  expect((await give('return', [{ sale_item_id: 1001, quantity: 1, weight_grams: 250 }])).json).toMatchObject({
    refund_amount: 1,
    status: 'partially_returned',
  })
  expect(await level(3)).toBe(4_000)
  expect((await give('return', [{ sale_item_id: 1001, quantity: 2 }])).json.code).toBe('weight_quantity')
  expect((await give('return', [{ sale_item_id: 1001, quantity: 1 }])).json).toMatchObject({
    refund_amount: 3.99,
    status: 'returned',
  })
  expect(await level(3)).toBe(5_000)
})

test('the same key refunds once', async () => {
  await sell({ items: [{ ...tea, quantity: 2 }] })
  const headers = { 'idempotency-key': 'once' }
  const first = await give('return', [{ sale_item_id: 1001, quantity: 1 }], { headers })
  const again = await give('return', [{ sale_item_id: 1001, quantity: 1 }], { headers })
  expect(again.json).toEqual(first.json)
  expect(await level(1)).toBe(49)
})

test('two that want the last piece at once: one has it', async () => {
  await sell({ items: [tea] })
  const answers = await Promise.all([1, 2].map(async () => give('return', [{ sale_item_id: 1001, quantity: 1 }])))
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 400])
})

test('whatever is sold and given back in parts: the sale, its taxes and the shelf end at nothing', async () => {
  await hub.ask('POST', '/api/v1/inventory/set/1?quantity=100000')
  await hub.ask('POST', '/api/v1/inventory/set/2?quantity=100000')
  let sale = 0
  const item = fc.record({
    product_id: fc.constantFrom(1, 2),
    quantity: fc.integer({ min: 1, max: 4 }),
    unit_price: fc.integer({ min: 1, max: 9_999 }).map((minor) => minor / 100),
  })
  const anySale = fc.tuple(fc.array(item, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 99 }))
  await fc.assert(
    fc.asyncProperty(anySale, fc.infiniteStream(fc.integer({ min: 1, max: 4 })), async ([items, off], picks) => {
      const asked = items.reduce((sum, { quantity, unit_price: price }) => sum + quantity * Math.round(price * 100), 0)
      const { json } = await sell({ items, discount: Math.min(off, asked) / 100 })
      sale += 1
      const { total, tax } = json as { total: number; tax: number }
      const left = items.map(({ quantity }) => quantity)
      let backMinor = 0
      let taxMinor = 0
      while (left.some((count) => count > 0)) {
        const parts = left.flatMap((count, index) => {
          const quantity = Math.min(count, picks.next().value ?? 1)
          left[index] = count - quantity
          return quantity === 0 ? [] : [{ sale_item_id: sale * 1000 + index + 1, quantity }]
        })
        const answer = await give('return', parts, { sale, as: 'manager' })
        expect(answer.status).toBe(200)
        backMinor += Math.round(answer.json.refund_amount * 100)
        taxMinor += Math.round(answer.json.tax_amount * 100)
      }
      expect([backMinor, taxMinor]).toEqual([Math.round(total * 100), Math.round(tax * 100)])
      expect(await statusOf(sale)).toBe('returned')
    }),
    { numRuns: 25 },
  )
  expect(await summary()).toMatchObject({ total_revenue: 0, total_tax: 0, total_discount: 0, items_sold: 0 })
  expect([await level(1), await level(2)]).toEqual([100_000, 100_000])
  expect((await hub.ask<{ items: unknown[] }>('GET', '/api/v1/audit/exceptions')).json.items).toEqual([])
})

const listRefundEntries = async () =>
  hub.database.read.all(
    {
      build: (db) =>
        db.selectFrom('entries').select(['text', 'private']).where('type', '=', 'refund_completed').orderBy('number'),
    },
    {},
  )

test('who refunds, in whatever words, stands beside the hashed body', async () => {
  await sell({ items: [{ ...tea, quantity: 5 }] })
  const by = async (employeeId: string) =>
    hub.ask('POST', '/api/v1/sales/1/refund', {
      body: { items: [{ sale_item_id: 1001, quantity: 1 }], employee_id: employeeId },
      as: 'clerk',
    })
  for (const refused of ['', 'E'.repeat(65)]) {
    expect(await by(refused)).toMatchObject({ status: 422, json: { code: 'validation_failed' } })
  }
  const names = ['till-3:E_7/a.b 2', 'Änne Quux (called at 5)', 'ann@example.com']
  for (const name of names) expect((await by(name)).json).toMatchObject({ processed_by: name })
  const entries = await listRefundEntries()
  expect(entries.map(({ text, private: part }) => [names.some((name) => text.includes(name)), part])).toEqual(
    names.map((name) => [false, expect.stringContaining(name) as unknown]),
  )
  const { json } = await hub.ask<{ items: object[] }>('GET', '/api/v1/reports/refunds')
  expect(JSON.stringify(json)).toContain('Änne Quux')
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
})

test('a reason in the client’s own words stands beside the hashed body, one of the list in it', async () => {
  await sell({ items: [{ ...tea, quantity: 2 }] })
  const ask = async (reason: string) =>
    hub.ask('POST', '/api/v1/sales/1/refund', {
      body: { items: [{ sale_item_id: 1001, quantity: 1 }], employee_id: 'E-7', reason },
      as: 'clerk',
    })
  await ask('Mrs Rao’s cup was broken')
  await ask('wrong item')
  const entries = await listRefundEntries()
  const reasons = entries.map(
    ({ text }) => (JSON.parse(text) as { body: { lines: { reason: string }[] } }).body.lines[0]?.reason,
  )
  expect(reasons).toEqual(['Other', 'Wrong item'])
  expect(entries[0]?.text).not.toContain('Rao')
  expect(entries.map(({ private: part }) => (JSON.parse(part ?? '{}') as { data: object }).data)).toEqual([
    { reason: 'Mrs Rao’s cup was broken', employeeId: 'E-7' },
    { employeeId: 'E-7' },
  ])
})
