import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PrivatePart } from '#core/journal/entry.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { SaleLine } from '#core/sale/sale.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { openTill, pieces, refundOf, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { putProduct } from '#tests/hub/sales/tea-shop.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let till: KnownTill
beforeEach(async () => {
  hub = await openTestHub()
  till = await openTill(hub, 'T1', 1)
})
afterEach(async () => closeSound(hub))

const SALE = '/api/v1/sales/1000000001'
const invoiceLabel = 'T1-INV-000001'
const buyer = { name: 'Acme & Sons', taxId: 'GB999', address: ['5 Dock Road'] }

test('what a till knows of a sale beyond v1 stands beside it, and nothing where there is nothing', async () => {
  const plain = testSale(1)
  const facts: Partial<SaleLine> = {
    priceSource: 'override',
    originalPriceMinor: 399,
    reason: 'Damaged',
    attributes: { serial: 'S-1', lot: 'L7', expiryDate: '2026-12-01' },
  }
  const authorisations = [
    { permission: 'override_prices', authorisedBy: 2, line: 1 },
    { permission: 'override_discount_limit', authorisedBy: 1 },
  ]
  const lines = plain.lines.map((line) => ({ ...line, ...facts }))
  const discounts = [
    { source: 'order' as const, id: null, name: 'Regular guest', amountMinor: 30 },
    { source: 'promotion' as const, id: 4, name: 'Evening bread', amountMinor: 20, times: 2 },
  ]
  await till.send('sale_completed', { ...plain, lines, invoiceLabel, authorisations, discounts })
  const { json } = await hub.ask('GET', SALE)
  expect(json).toMatchObject({
    invoice_number: invoiceLabel,
    discounts: [
      { source: 'order', name: 'Regular guest', amount: 0.3 },
      { source: 'promotion', name: 'Evening bread', amount: 0.2, times: 2 },
    ],
    approved_by: [
      { user_id: 2, permission: 'override_prices', sale_item_id: 1_000_000_001_001 },
      { user_id: 1, permission: 'override_discount_limit' },
    ],
    items: [{ unit_price: 2.5, original_price: 3.99, reason: 'Damaged', serial: 'S-1', lot: 'L7' }],
  })
  expect((await hub.ask('GET', '/api/v1/sales')).json).toEqual([json])
  await till.send('sale_completed', testSale(2))
  const { text } = await hub.ask('GET', '/api/v1/sales/1000000002')
  for (const name of [
    'invoice_number',
    'buyer',
    'approved_by',
    'refunds',
    'original_price',
    'reason',
    'discount_reason',
    'serial',
    'lot',
  ]) {
    expect(text).not.toContain(`"${name}"`)
  }
})

test.each([
  ['a discount alone', { discountReason: 'Short date' }, { reason: 'Short date', discount_reason: 'Short date' }],
  ['a discount of an old entry', { reason: 'Short date' }, { reason: 'Short date', discount_reason: 'Short date' }],
  [
    'a discount and a changed price',
    { reason: 'Wrong shelf label', discountReason: 'Short date', originalPriceMinor: 399 },
    { reason: 'Wrong shelf label', discount_reason: 'Short date' },
  ],
])('%s: each with its own reason', async (_what, facts, shown) => {
  const plain = testSale(1)
  const own = { source: 'line' as const, id: null, amountMinor: 0 }
  const lines = plain.lines.map((line) => ({ ...line, ...facts, discounts: [own] }))
  await till.send('sale_completed', { ...plain, lines, discounts: [{ ...own, name: '' }] })
  expect((await hub.ask<{ items: object[] }>('GET', SALE)).json.items[0]).toMatchObject(shown)
})

describe('who bought by a tax invoice', () => {
  const part = { salt: newSalt(), data: { buyer } }
  const shown = async (): Promise<unknown> => (await hub.ask<{ buyer?: unknown }>('GET', SALE)).json.buyer

  test('stands with the sale, and is null once erased', async () => {
    await saveTestCustomer(hub.journal, { name: 'Acme' })
    await till.send('sale_completed', { ...testSale(1), customerId: 1, invoiceLabel }, undefined, part)
    expect(await shown()).toEqual({ name: 'Acme & Sons', tax_id: 'GB999', address: ['5 Dock Road'] })
    expect((await hub.ask<object[]>('GET', '/api/v1/sales')).json).toMatchObject([{ buyer: { tax_id: 'GB999' } }])
    await hub.ask('POST', '/api/v1/customers/1/erase', { as: 'manager' })
    expect(await shown()).toBeNull()
  })

  test('is nobody where the till wrote nothing', async () => {
    await till.send('sale_completed', { ...testSale(1), invoiceLabel })
    expect(await shown()).toBeUndefined()
  })
})

describe('what went back of a sale, and why,', () => {
  test('at a till: by whom, allowed by whom, in which way', async () => {
    const sale = testSale(1, { count: 3 })
    await till.send('sale_completed', sale)
    const authorisations = [{ permission: 'refund_beyond_policy' as const, authorisedBy: 2 }]
    const first = refundOf(sale, [pieces(1, 1)], { reason: 'Damaged', authorisations })
    await till.send('refund_completed', first)
    const refunded = addRefund(sale, NOTHING_REFUNDED, first)
    const second = refundOf(sale, [pieces(1, 2)], { reason: 'Wrong item', refunded })
    await till.send('refund_completed', { ...second, refundNumber: 2, refundLabel: 'T1-R000002' })
    const { json } = await hub.ask<{ status: string; refunds: object[] }>('GET', SALE)
    const refund = {
      kind: 'return',
      tax_amount: 0,
      user_id: 3,
      processed_by: null,
      created_at: '2026-11-20T11:00:00.000Z',
    }
    expect([json.status, json.refunds]).toEqual([
      'returned',
      [
        {
          ...refund,
          refund_number: 'T1-R000001',
          reason: 'Damaged',
          refund_amount: 2.5,
          refunded_items: [{ sale_item_id: 1_000_000_001_001, quantity: 1, refund_amount: 2.5 }],
          payments: [{ method: 'cash', amount: 2.5 }],
          approved_by: [{ user_id: 2, permission: 'refund_beyond_policy' }],
        },
        {
          ...refund,
          refund_number: 'T1-R000002',
          reason: 'Wrong item',
          refund_amount: 5,
          refunded_items: [{ sale_item_id: 1_000_000_001_001, quantity: 2, refund_amount: 5 }],
          payments: [{ method: 'cash', amount: 5 }],
        },
      ],
    ])
  })

  test('at the API: in the client’s own words until they are erased, and for a void too', async () => {
    await saveTestCustomer(hub.journal, { name: 'Ann Quux' })
    await hub.ask('POST', '/api/v1/products', { body: { name: 'Tea', price: 2 } })
    await putProduct(hub, 2, { name: 'Apples', priceMinor: 400, priceUnit: 'kilogram' }, { onShelf: 9_000 })
    const sale = { items: [{ product_id: 2, quantity: 1, unit_price: 4, weight_grams: 500 }], customer_id: 1 }
    await hub.ask('POST', '/api/v1/sales', { body: sale })
    await hub.ask('POST', '/api/v1/sales', { body: sale })
    await hub.ask('POST', '/api/v1/sales/1/refund', {
      body: {
        items: [{ sale_item_id: 1001, quantity: 1, weight_grams: 250 }],
        employee_id: 'Änne',
        reason: 'Ann Quux did not like it',
      },
    })
    await hub.ask('POST', '/api/v1/sales/2/void')
    const refunds = async (id: number): Promise<object[]> =>
      (await hub.ask<{ refunds: object[] }>('GET', `/api/v1/sales/${id}`)).json.refunds
    expect(await refunds(1)).toMatchObject([
      {
        kind: 'refund',
        reason: 'Ann Quux did not like it',
        processed_by: 'Änne',
        refunded_items: [{ quantity: 1, weight_grams: 250, refund_amount: 1 }],
      },
    ])
    expect(await refunds(2)).toMatchObject([{ kind: 'void', reason: 'voided at the API', processed_by: null }])
    await hub.ask('POST', '/api/v1/customers/1/erase', { as: 'manager' })
    expect(await refunds(1)).toMatchObject([{ kind: 'refund', reason: 'Other' }])
  })
})

describe('the receipt of a tax invoice', () => {
  const paper = async (format = 'text'): Promise<string> =>
    (await hub.ask('GET', `${SALE}/receipt?format=${format}`)).text
  const sellTo = async (part?: PrivatePart): Promise<void> =>
    till.send('sale_completed', { ...testSale(1), invoiceLabel }, undefined, part)

  test('says who bought', async () => {
    await sellTo({ salt: newSalt(), data: { buyer } })
    for (const words of [invoiceLabel, 'Acme & Sons', '5 Dock Road', 'Tax id GB999']) {
      expect(await paper()).toContain(words)
    }
    expect(await paper('html')).toContain('Acme &amp; Sons')
  })

  test('says that the buyer was erased', async () => {
    await sellTo({ salt: newSalt(), data: { buyer } })
    await hub.database.write(async (tx) =>
      tx.run(
        { build: (db) => db.updateTable('entries').set({ private: null }).where('type', '=', 'sale_completed') },
        {},
      ),
    )
    expect(await paper()).toContain('Buyer: erased')
    expect(await paper()).not.toContain('Acme')
  })

  test.each([
    ['something that is no buyer', { salt: newSalt(), data: { buyer: { name: 7 } } }],
    ['nothing', undefined],
  ])('names nobody where the till wrote %s', async (_what, part) => {
    await sellTo(part)
    expect(await paper()).toContain(invoiceLabel)
    expect(await paper()).not.toMatch(/Buyer|Tax id/u)
  })
})

test('the receipt of a sale that went back in part says so', async () => {
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Tea', price: 2, quantity: 50 } })
  await hub.ask('POST', '/api/v1/sales', { body: { items: [{ product_id: 1, quantity: 2, unit_price: 2 }] } })
  const items = [{ sale_item_id: 1001, quantity: 1 }]
  await hub.ask('POST', '/api/v1/sales/1/return', { body: { items, employee_id: 'E-7' } })
  expect((await hub.ask('GET', '/api/v1/sales/1/receipt?format=text')).text).toContain('*** PARTLY REFUNDED ***')
})
