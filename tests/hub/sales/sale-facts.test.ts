import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PrivatePart } from '#core/journal/entry.ts'
import type { SaleLine } from '#core/sale/sale.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { openTill, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
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
  await till.send('sale_completed', { ...plain, lines, invoiceLabel, authorisations })
  const { json } = await hub.ask('GET', SALE)
  expect(json).toMatchObject({
    invoice_number: invoiceLabel,
    approved_by: [
      { user_id: 2, permission: 'override_prices', sale_item_id: 1_000_000_001_001 },
      { user_id: 1, permission: 'override_discount_limit' },
    ],
    items: [{ unit_price: 2.5, original_price: 3.99, reason: 'Damaged', serial: 'S-1', lot: 'L7' }],
  })
  expect((await hub.ask('GET', '/api/v1/sales')).json).toEqual([json])
  await till.send('sale_completed', testSale(2))
  const { text } = await hub.ask('GET', '/api/v1/sales/1000000002')
  for (const name of ['invoice_number', 'approved_by', 'original_price', 'reason', 'serial', 'lot']) {
    expect(text).not.toContain(`"${name}"`)
  }
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
