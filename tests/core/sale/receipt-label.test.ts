import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invoiceLabel, receiptLabel, refundLabel, saleLineNumber, saleNumber } from '#core/sale/receipt-label.ts'
import { BASKET_LINES_MAX } from '#core/sale/sale.ts'

const anyDevice = fc.integer({ min: 0, max: 9000 })
const anyReceipt = fc.integer({ min: 1, max: 999_999_999 })
const anyLine = fc.integer({ min: 1, max: BASKET_LINES_MAX })

describe('the number of a receipt', () => {
  it('has a prefix and at least six digits', () => {
    expect(receiptLabel('T3', 123)).toBe('T3-000123')
    expect(receiptLabel('T3B', 1)).toBe('T3B-000001')
    expect(receiptLabel('T3', 1_234_567)).toBe('T3-1234567')
  })

  it('of a refund and of a tax invoice stands in a series of its own', () => {
    expect(refundLabel('T3', 12)).toBe('T3-R000012')
    expect(invoiceLabel('T3B', 1)).toBe('T3B-INV-000001')
  })

  it('reads back', () => {
    fc.assert(
      fc.property(anyReceipt, (receiptNumber) => {
        expect(receiptLabel('T3', receiptNumber)).toMatch(/^T3-\d{6,9}$/u)
        expect(Number(receiptLabel('T3', receiptNumber).slice(3))).toBe(receiptNumber)
      }),
    )
  })
})

describe('the integer id of a sale and of its line', () => {
  it('is exact and takes apart into what made it', () => {
    expect(saleNumber(8999, 999_999_999)).toBe(8_999_999_999_999)
    fc.assert(
      fc.property(anyDevice, anyReceipt, anyLine, (device, receipt, line) => {
        const sale = saleNumber(device, receipt)
        const id = saleLineNumber(sale, line)
        expect(Number.isSafeInteger(id)).toBe(true)
        expect([id % 1000, Math.floor(id / 1000) % 1e9, Math.floor(id / 1e12)]).toEqual([line, receipt, device])
      }),
    )
  })
})
