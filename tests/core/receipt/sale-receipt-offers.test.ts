import { expect, it } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { saleReceipt, type ReceiptFacts } from '#core/receipt/sale-receipt.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: [],
  taxNumber: null,
  currency: 'USD',
  timeZone: 'Europe/London',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
}

const [wine] = discountedSale.lines
if (wine === undefined) throw new Error('The sale has a line.')

const rows = (line: Partial<SaleLine>, sale: Partial<Sale> = {}, facts: Partial<ReceiptFacts> = {}): string[] =>
  renderText(
    saleReceipt(
      { ...discountedSale, lines: [{ ...wine, ...line }], ...sale },
      { policy, localTime: '2026-03-01 09:05', isCopy: false, ...facts },
    ),
  )
    .split('\n')
    .map((row) => row.replaceAll(/ {2,}(?=\S+$)/gu, ' … '))

it('each line says what took what off it, by name', () => {
  const text = rows(
    {
      reason: 'Short date',
      discountMinor: 100,
      discounts: [
        { source: 'line', id: null, amountMinor: 10 },
        { source: 'promotion', id: 3, amountMinor: 20 },
        { source: 'coupon', id: 3, amountMinor: 30 },
        { source: 'coupon', id: 4, amountMinor: 1 },
        { source: 'order', id: null, amountMinor: 39 },
      ],
    },
    {
      discounts: [
        { source: 'line', id: null, name: '', amountMinor: 10 },
        { source: 'promotion', id: 3, name: 'Wine 2 for 19', amountMinor: 20 },
        { source: 'coupon', id: 3, name: 'SPRING', amountMinor: 30 },
        { source: 'order', id: null, name: 'Staff discount', amountMinor: 39 },
      ],
    },
  )
  expect(text).toEqual(
    expect.arrayContaining([
      '  Discount Short date … -0.10',
      '  Wine 2 for 19 … -0.20',
      'Coupon SPRING … -0.30',
      'Coupon … -0.01',
      'Discount on sale Staff discount … -0.39',
      'You saved … 1.00',
    ]),
  )
})

it('a discount is printed with its own reason, not with that of a changed price', () => {
  const facts = {
    originalPriceMinor: 2_200,
    reason: 'Wrong shelf label',
    discountReason: 'Short date',
    discountMinor: 10,
    discounts: [{ source: 'line' as const, id: null, amountMinor: 10 }],
  }
  expect(rows(facts)).toContain('  Discount Short date … -0.10')
})

it('a price that a person changed is said with the first one, and what the code said of the item', () => {
  const attributes = { serial: 'A1', lot: 'L7', expiryDate: '2026-04-01' }
  expect(rows({ originalPriceMinor: 1_200, attributes })).toEqual(
    expect.arrayContaining(['  Price was 12.00', '  Serial no. A1', '  Lot L7', '  Use by 2026-04-01']),
  )
})

it('an exempt buyer reads what tax was taken off, and by what certificate', () => {
  const text = rows(
    { discountMinor: 0, netMinor: 1_818, grossMinor: 1_818, exemptMinor: 182, taxes: [] },
    {
      taxes: [],
      totals: { subtotalMinor: 1_818, discountMinor: 0, taxMinor: 0, totalMinor: 1_818, itemCount: 2 },
      exemption: { kind: 'certificate', reference: 'C-77' },
    },
  )
  expect(text).toEqual(
    expect.arrayContaining(['Subtotal … 20.00', 'Tax exempt … -1.82', 'TOTAL USD … 18.18', 'Tax exempt by C-77']),
  )
  expect(text.join('\n')).not.toContain('You saved')
})

it('points are told where there are any', () => {
  const earned = rows({}, { loyalty: { pointsEarned: 20, pointsBurned: 0 } })
  expect(earned).toContain('Points earned … 20')
  expect(earned.join('\n')).not.toContain('Points used')
  expect(rows({}, { loyalty: { pointsEarned: 0, pointsBurned: 5 } })).toContain('Points used … 5')
})

it('a tax invoice bears its own number and who buys', () => {
  const buyer = { name: 'Acme Ltd', taxId: 'GB999', address: ['5 Dock Road'] }
  const text = rows({}, { invoiceLabel: 'T3-INV-000001' }, { buyer }).map((row) => row.trim())
  const at = text.indexOf('TAX INVOICE')
  expect(text.slice(at, at + 5)).toEqual(['TAX INVOICE', '… T3-INV-000001', 'Acme Ltd', '5 Dock Road', 'Tax id GB999'])
  expect(rows({}, { invoiceLabel: 'T3-INV-000001' }).join('\n')).not.toContain('Acme')
  expect(rows({}, { invoiceLabel: 'T3-INV-000001' }, { buyer: 'erased' })).toContain('Buyer: erased')
  expect(rows({}, {}, { buyer: 'erased' })).not.toContain('Buyer: erased')
})

it('a tax that comes on top and that the buyer does not pay says so, and is in no price', () => {
  const sales = { rateId: 1, ratePpm: 88_750, taxMinor: 0 }
  const text = rows(
    { discountMinor: 0, netMinor: 2_000, grossMinor: 2_000, taxes: [sales] },
    {
      taxes: [{ ...sales, name: 'Sales tax', netMinor: 2_000 }],
      totals: { subtotalMinor: 2_000, discountMinor: 0, taxMinor: 0, totalMinor: 2_000, itemCount: 2 },
      exemption: { kind: 'certificate', reference: 'C-77', rateIds: [1] },
    },
  )
  expect(text).toContain('Sales tax 8.875% on 20.00 … exempt')
  expect(text.join('\n')).not.toContain('incl.')
})

it('a tax that the certificate does not name is charged beside one that it does', () => {
  const text = rows(
    {
      discountMinor: 0,
      netMinor: 2_000,
      grossMinor: 2_100,
      taxes: [
        { rateId: 1, ratePpm: 88_750, taxMinor: 0 },
        { rateId: 2, ratePpm: 50_000, taxMinor: 100 },
      ],
    },
    {
      taxes: [
        { rateId: 1, name: 'State', ratePpm: 88_750, netMinor: 2_000, taxMinor: 0 },
        { rateId: 2, name: 'City', ratePpm: 50_000, netMinor: 2_000, taxMinor: 100 },
      ],
      exemption: { kind: 'customer', reference: '4', rateIds: [1] },
    },
  )
  const at = text.indexOf('City 5% on 20.00 … 1.00')
  expect(text.slice(at, at + 2)).toEqual(['City 5% on 20.00 … 1.00', 'State 8.875% on 20.00 … exempt'])
})
