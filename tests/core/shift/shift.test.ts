import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { shiftReportSchema } from '#core/shift/shift-report.ts'
import { NO_SALES } from '#core/shift/shift-totals.ts'
import { shiftCloseSchema, shiftSchema, shiftTotalsSchema } from '#core/shift/shift.ts'
import { withChange } from '#tests/support/with-change.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ab'
const copies = (count: number, item: unknown): unknown[] => Array<unknown>(count).fill(item)

const shift = {
  shiftId: ID,
  businessDate: '2026-03-01',
  openedAt: 'x'.repeat(32),
  openedBy: 1,
  floatMinor: 0,
}
const tax = { rateId: 1, ratePpm: 0, netMinor: 0, taxMinor: 0, name: 'VAT' }
const totals = {
  ...NO_SALES,
  firstReceipt: 'x'.repeat(32),
  lastReceipt: 'T3-000009',
  payments: copies(128, { method: 'x'.repeat(32), count: 0, amountMinor: -5 }),
  refundPayments: [{ method: 'cash', count: 1, amountMinor: 5 }],
  taxes: [tax],
  refundTaxes: [tax],
  foreign: [{ currency: 'EUR', givenMinor: 0 }],
}
const close = {
  shiftId: ID,
  closedAt: 'x'.repeat(32),
  totals,
  floatMinor: 0,
  expectedCashMinor: -5,
  countedCashMinor: 0,
  differenceMinor: 5,
  counts: copies(24, { valueMinor: 100, pieces: 3 }),
  countings: 1,
}
const report = {
  reportId: ID,
  kind: 'z',
  reportNumber: 1,
  takenAt: 'x'.repeat(32),
  operatorId: 1,
  operatorName: 'x'.repeat(100),
  shiftId: ID,
  businessDate: '2026-03-01',
  openedAt: 'x'.repeat(32),
  floatMinor: 0,
  currency: 'USD',
  totals,
  expectedCashMinor: -5,
  grandTotal: { salesMinor: -1, refundsMinor: 0, netMinor: -1 },
  count: { countedCashMinor: 0, differenceMinor: 5, counts: [{ valueMinor: 100, pieces: 3 }], countings: 1 },
}

describe('the journal takes a shift', () => {
  it('as it begins, stands, ends and is reported', () => {
    expect(Check(shiftSchema, shift)).toBe(true)
    expect(Check(shiftTotalsSchema, totals)).toBe(true)
    expect(Check(shiftTotalsSchema, NO_SALES)).toBe(true)
    expect(Check(shiftCloseSchema, close)).toBe(true)
    expect(Check(shiftReportSchema, report)).toBe(true)
  })

  it.each([
    ['shiftId', 'morning'],
    ['businessDate', undefined],
    ['openedAt', 'x'.repeat(33)],
    ['openedBy', 0],
    ['floatMinor', -1],
  ])('not one that begins with another %s', (path, value) => {
    expect(Check(shiftSchema, withChange(shift, path, value))).toBe(false)
  })

  const counts = Object.keys(NO_SALES).filter((key) => key.endsWith('Count'))
  const sums = Object.keys(NO_SALES).filter((key) => key.endsWith('Minor'))

  it.each(counts)('counts nothing below 0: %s', (key) => {
    expect(Check(shiftTotalsSchema, withChange(totals, key, 7))).toBe(true)
    expect(Check(shiftTotalsSchema, withChange(totals, key, -1))).toBe(false)
    expect(Check(shiftTotalsSchema, withChange(totals, key, 0.5))).toBe(false)
    expect(Check(shiftTotalsSchema, withChange(totals, key, undefined))).toBe(false)
  })

  // Empties that came back and rounding may take a shift below nothing; what is handed out or moved may not.
  const signed = 'gross tax discount cash card other rounding refundTax refundRounding'.split(' ')

  it.each(sums)('has whole minor units in %s', (key) => {
    expect(Check(shiftTotalsSchema, withChange(totals, key, 1_234))).toBe(true)
    expect(Check(shiftTotalsSchema, withChange(totals, key, -1_234))).toBe(signed.includes(key.replace('Minor', '')))
    expect(Check(shiftTotalsSchema, withChange(totals, key, 0.5))).toBe(false)
    expect(Check(shiftTotalsSchema, withChange(totals, key, undefined))).toBe(false)
  })

  it.each([
    ['firstReceipt', 'x'.repeat(33)],
    ['lastReceipt', 'x'.repeat(33)],
    ['lastReceipt', undefined],
    ['payments', copies(129, { method: 'cash', count: 0, amountMinor: 0 })],
    ['payments.0.method', 'x'.repeat(33)],
    ['payments.0.count', -1],
    ['payments.0.amountMinor', 0.5],
    ['payments.0', {}],
    ['refundPayments.0', {}],
    ['taxes.0', {}],
    ['refundTaxes.0', {}],
    ['foreign.0.currency', 'euro'],
    ['foreign.0.givenMinor', -1],
    ['foreign.0', {}],
  ])('not one with another %s (case %#)', (path, value) => {
    expect(Check(shiftTotalsSchema, withChange(totals, path, value))).toBe(false)
  })

  it.each([
    ['shiftId', 'morning'],
    ['closedAt', 'x'.repeat(33)],
    ['totals', {}],
    ['totals.saleCount', undefined],
    ['totals.grossMinor', undefined],
    ['totals.refundCount', -1],
    ['floatMinor', -1],
    ['expectedCashMinor', 0.5],
    ['countedCashMinor', -1],
    ['differenceMinor', undefined],
    ['counts', copies(25, { valueMinor: 100, pieces: 3 })],
    ['counts', [{}]],
    ['countings', 0],
  ])('not one that ends with another %s (case %#)', (path, value) => {
    expect(Check(shiftCloseSchema, withChange(close, path, value))).toBe(false)
  })

  it.each(['counts', 'countings', 'totals.voidMinor', 'totals.payments', 'totals.firstReceipt'])(
    'also one that ends without %s, which earlier tills did not write',
    (path) => {
      expect(Check(shiftCloseSchema, withChange(close, path, undefined))).toBe(true)
    },
  )

  it.each([
    ['kind', 'x'],
    ['reportNumber', 999_999_999],
    ['count', undefined],
    ['count.counts', undefined],
    ['count.countings', undefined],
    ['grandTotal.salesMinor', 10],
  ])('reported with another %s', (path, value) => {
    expect(Check(shiftReportSchema, withChange(report, path, value))).toBe(true)
  })

  it.each([
    ['reportId', 'x'],
    ['kind', 'y'],
    ['kind', ''],
    ['reportNumber', 0],
    ['reportNumber', 1_000_000_000],
    ['takenAt', 'x'.repeat(33)],
    ['operatorId', 0],
    ['operatorName', 'x'.repeat(101)],
    ['shiftId', 'x'],
    ['businessDate', 'today'],
    ['openedAt', 'x'.repeat(33)],
    ['floatMinor', -1],
    ['currency', 'dollars'],
    ['totals', {}],
    ['expectedCashMinor', undefined],
    ['grandTotal.salesMinor', undefined],
    ['grandTotal.refundsMinor', -1],
    ['grandTotal.netMinor', undefined],
    ['count.countedCashMinor', undefined],
    ['count.differenceMinor', undefined],
    ['count.counts', [{}]],
    ['count.countings', 0],
  ])('not reported with a %s that cannot be (case %#)', (path, value) => {
    expect(Check(shiftReportSchema, withChange(report, path, value))).toBe(false)
  })
})
