import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Buyer } from '#core/customer/customer.ts'
import { privateHash } from '#core/journal/seal.ts'
import { lastReceipts } from '#kiosk/effects/own-receipts.ts'
import {
  alex,
  basketOf,
  makeProduct,
  stockedTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const buyer: Buyer = { name: 'Acme Ltd', taxId: 'GB999', address: ['5 Dock Road'] }
const saleId = (at: number): string => `0197a6f0-0000-7000-8000-${String(at).padStart(12, '0')}`

test('tax invoices have a series of their own without gaps, and the buyer stands beside the sale', () => {
  using folder = new TemporaryFolder()
  const sell = (at: number, to?: Buyer) => {
    using store = stockedTill(folder.path)
    const basket = basketOf(saleId(at), [makeProduct(1)])
    const sold = to === undefined ? basket : { ...basket, buyer: to }
    const sale = store.sales.complete(sold, tendersFor(basket), alex)
    if (sale instanceof Error) throw sale
    expect(store.sales.complete(sold, tendersFor(basket), alex)).toMatchObject({ saleId: sale.saleId })
    const head = store.journal.head()
    if (head === undefined) throw new Error('The sale stands in the journal.')
    const entries = [...store.journal.read(head.stream, 0, 10)]
    return { sale, entry: entries.at(-1), buyer: store.sales.buyerOf(sale.saleId) }
  }
  const first = sell(1, buyer)
  expect(first.sale.invoiceLabel).toBe('T3-INV-000001')
  expect(first.buyer).toEqual(buyer)
  expect(JSON.stringify(first.entry?.body)).not.toContain('Acme')
  const part = first.entry?.private
  if (part === undefined) throw new Error('The buyer is private.')
  expect(part.data).toEqual({ buyer })
  expect(first.entry?.body['privateHash']).toBe(privateHash(part, (text) => hash('sha256', text)))

  const plain = sell(2)
  expect([plain.sale.invoiceLabel, plain.buyer, plain.entry?.private]).toEqual([undefined, undefined, undefined])
  expect(sell(3, buyer).sale).toMatchObject({ invoiceLabel: 'T3-INV-000002', receiptLabel: 'T3-000003' })
  using store = stockedTill(folder.path)
  expect(lastReceipts(store, 3)).toMatchObject([{ buyer }, { buyer: undefined }, { buyer }])
})
