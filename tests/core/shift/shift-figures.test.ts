import { describe, expect, it } from 'vitest'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { makeShiftReport, NOTHING_SOLD } from '#core/shift/shift-report.ts'
import {
  addCashMovement,
  addRefund,
  addSale,
  closeShift,
  expectedCashMinor,
  NO_SALES,
  tenderSums,
} from '#core/shift/shift-totals.ts'
import type { Shift, ShiftTotals } from '#core/shift/shift.ts'
import { addForeign, addMethods, addTaxes } from '#core/shift/sum-lists.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ab'

const shift: Shift = {
  shiftId: ID,
  businessDate: '2026-03-01',
  openedAt: '2026-03-01T08:00:00.000Z',
  openedBy: 5,
  floatMinor: 10_000,
}

const [wine] = discountedSale.lines as [Sale['lines'][number]]

/** Each sale comes to 20.90 with 1.90 of tax and 1.00 off. */
const paid = (receiptLabel: string, ...tenders: Tender[]): Sale => ({ ...discountedSale, receiptLabel, tenders })

const cash = (amountMinor: number, givenMinor: number, changeMinor: number, roundingMinor?: number): Tender => ({
  kind: 'cash',
  amountMinor,
  givenMinor,
  changeMinor,
  ...(roundingMinor === undefined ? {} : { roundingMinor }),
})
const voucher: Tender = { kind: 'other', method: 'voucher', amountMinor: 1_000, reference: '7', changeMinor: 35 }
const francs: Tender = {
  kind: 'other',
  method: 'chf',
  amountMinor: 1_090,
  reference: null,
  changeMinor: 10,
  foreign: { currency: 'CHF', givenMinor: 1_000, ratePpm: 1_100_000 },
}

const sales = [
  paid('T3-000001', cash(2_090, 5_000, 2_910)),
  paid('T3-000002', voucher, cash(1_090, 1_100, 5, 5)),
  Object.assign(paid('T3-000003', cardTender(1_000), francs), {
    voidedLines: [{ line: 2, productId: 7, code: '7', name: 'Wine', quantity: wine.quantity, unitPriceMinor: 1_000 }],
  }),
]

const refunded = (kind: Refund['kind'], tenders: RefundTender[]): Refund => ({
  refundId: ID,
  kind,
  originalSaleId: discountedSale.saleId,
  originalReceiptLabel: 'T3-000001',
  reservationId: null,
  customerId: null,
  currency: 'USD',
  lines: [],
  taxes: [{ rateId: 1, ratePpm: 100_000, name: 'VAT', netMinor: 950, taxMinor: 95 }],
  totals: { netMinor: 950, taxMinor: 95, discountMinor: 50, totalMinor: 1_045, itemCount: 1 },
  refundNumber: 1,
  refundLabel: 'T3-R000001',
  shiftId: ID,
  operatorId: 5,
  operatorName: 'Asha',
  completedAt: '2026-03-01T10:00:00.000Z',
  tenders,
})
const refunds = [
  refunded('return', [{ kind: 'cash', amountMinor: 1_042, roundingMinor: -2 }, { ...cardTender(3) } as RefundTender]),
  refunded('void', [{ kind: 'cash', amountMinor: 1_045 }]),
]

const moved = (kind: 'paid_in' | 'paid_out' | 'drop' | 'no_sale', amountMinor: number) => ({
  movementId: ID,
  kind,
  amountMinor,
  reason: 'Other',
  operatorId: 5,
  shiftId: ID,
})
const movements = [
  moved('paid_in', 500),
  moved('paid_in', 1),
  moved('paid_out', 300),
  moved('drop', 2_000),
  moved('no_sale', 0),
]

const sold = sales.reduce(addSale, NO_SALES)
const totals: ShiftTotals = movements.reduce(addCashMovement, refunds.reduce(addRefund, sold))

describe('a day with everything in it', () => {
  it('comes to these sums', () => {
    const vat = (netMinor: number, taxMinor: number) => [
      { rateId: 1, ratePpm: 100_000, name: 'VAT', netMinor, taxMinor },
    ]
    expect(totals).toEqual({
      saleCount: 3,
      itemCount: 6,
      grossMinor: 6_270,
      taxMinor: 570,
      discountMinor: 300,
      cashMinor: 3_180,
      cardMinor: 1_000,
      otherMinor: 2_090,
      voidedLineCount: 1,
      firstReceipt: 'T3-000001',
      lastReceipt: 'T3-000003',
      payments: [
        { method: 'card', count: 1, amountMinor: 1_000 },
        { method: 'cash', count: 2, amountMinor: 3_180 },
        { method: 'chf', count: 1, amountMinor: 1_090 },
        { method: 'voucher', count: 1, amountMinor: 1_000 },
      ],
      taxes: vat(5_700, 570),
      foreign: [{ currency: 'CHF', givenMinor: 1_000 }],
      roundingMinor: 5,
      otherChangeMinor: 45,
      refundCount: 2,
      refundMinor: 2_090,
      refundTaxMinor: 190,
      refundPayments: [
        { method: 'card', count: 1, amountMinor: 3 },
        { method: 'cash', count: 2, amountMinor: 2_087 },
      ],
      refundTaxes: vat(1_900, 190),
      refundCashMinor: 2_085,
      refundRoundingMinor: -2,
      voidCount: 1,
      voidMinor: 1_045,
      paidInCount: 2,
      paidInMinor: 501,
      paidOutCount: 1,
      paidOutMinor: 300,
      dropCount: 1,
      dropMinor: 2_000,
      noSaleCount: 1,
    })
  })

  it('leaves this much in the drawer, and a blind count that is one coin short says so', () => {
    // 100.00 float + 50.00 + 11.00 taken − 29.10 − 0.05 − 0.35 − 0.10 change − 20.85 back + 5.01 in − 3.00 out − 20.00.
    expect(expectedCashMinor(shift, totals)).toBe(9_256)
    const counts = [{ valueMinor: 100, pieces: 92 }]
    const closed = closeShift(shift, totals, { closedAt: 'then', countedCashMinor: 9_251, counts, countings: 2 })
    expect(closed).toEqual({
      shiftId: ID,
      closedAt: 'then',
      totals,
      floatMinor: 10_000,
      expectedCashMinor: 9_256,
      countedCashMinor: 9_251,
      differenceMinor: -5,
      counts,
      countings: 2,
    })
  })

  it('adds to what the till ever sold, in an X as in the Z', () => {
    const facts = {
      reportId: ID,
      reportNumber: 4,
      takenAt: 'now',
      operatorId: 5,
      operatorName: 'Asha',
      currency: 'USD',
      grandTotalBefore: { salesMinor: 10_000, refundsMinor: 1_000, netMinor: 9_000 },
    }
    const { grandTotalBefore: _before, ...shown } = facts
    const grandTotal = { salesMinor: 16_270, refundsMinor: 3_090, netMinor: 13_180 }
    const { openedBy: _by, ...shiftShown } = shift
    const x = { ...shown, ...shiftShown, kind: 'x', totals, expectedCashMinor: 9_256, grandTotal }
    expect(makeShiftReport(shift, totals, facts)).toEqual(x)
    // What was not counted piece by piece is left out; undefined could stand in no journal entry.
    const closed = closeShift(shift, totals, { closedAt: 'then', countedCashMinor: 9_256 })
    expect(Object.values(closed)).not.toContain(undefined)
    expect(makeShiftReport(shift, totals, facts, closed)).toStrictEqual({
      ...x,
      kind: 'z',
      count: { countedCashMinor: 9_256, differenceMinor: 0 },
    })
  })
})

describe('a till before its first sale', () => {
  it('has sold nothing', () => {
    expect(NOTHING_SOLD).toEqual({ salesMinor: 0, refundsMinor: 0, netMinor: 0 })
    const filled = Object.entries(NO_SALES).filter(([, value]) => value !== 0)
    expect(Object.fromEntries(filled)).toEqual({
      firstReceipt: null,
      lastReceipt: null,
      payments: [],
      taxes: [],
      foreign: [],
      refundPayments: [],
      refundTaxes: [],
    })
    expect(expectedCashMinor(shift, NO_SALES)).toBe(10_000)
  })
})

describe('tenders add up', () => {
  it('by what they do to the drawer', () => {
    expect(tenderSums([...sales.flatMap((sale) => sale.tenders), cash(-250, 0, 250)])).toEqual({
      cashMinor: 2_930,
      cardMinor: 1_000,
      otherMinor: 2_090,
      roundingMinor: 5,
      otherChangeMinor: 45,
    })
    // What an other tender's change was rounded by is in its change already.
    expect(tenderSums([{ ...voucher, roundingMinor: 2 }])).toMatchObject({ roundingMinor: 0 })
  })
})

describe('sums by kind', () => {
  it('stand in the order of their names, whatever order they came in', () => {
    const one = (kind: string, amountMinor: number) => ({ kind, amountMinor })
    const sums = addMethods([], [one('upi', 1), one('cash', 2), one('card', 3), one('cash', 4)])
    expect(sums).toEqual([
      { method: 'card', count: 1, amountMinor: 3 },
      { method: 'cash', count: 2, amountMinor: 6 },
      { method: 'upi', count: 1, amountMinor: 1 },
    ])
    expect(addMethods(sums, [])).toEqual(sums)
  })

  it('of taxes stand in the order of their ids, each rate by itself', () => {
    const tax = (rateId: number, ratePpm: number, name: string) => ({
      rateId,
      ratePpm,
      name,
      netMinor: 100,
      taxMinor: 7,
    })
    const sums = addTaxes([tax(10, 70_000, 'City')], [tax(9, 70_000, 'State'), tax(10, 80_000, 'City')])
    expect(sums.map(({ rateId, ratePpm }) => [rateId, ratePpm])).toEqual([
      [9, 70_000],
      [10, 70_000],
      [10, 80_000],
    ])
    const renamed = { ...tax(10, 70_000, 'City'), netMinor: 200, taxMinor: 14 }
    expect(addTaxes([tax(10, 70_000, 'City')], [tax(10, 70_000, 'County')])).toEqual([renamed])
    expect(addTaxes([tax(10, 70_000, 'County')], [tax(10, 70_000, 'City')])).toEqual([renamed])
  })

  it('of foreign money are in that money', () => {
    const sums = addForeign(
      [{ currency: 'EUR', givenMinor: 5 }],
      [
        { currency: 'CHF', givenMinor: 1 },
        { currency: 'EUR', givenMinor: 2 },
      ],
    )
    expect(sums).toEqual([
      { currency: 'CHF', givenMinor: 1 },
      { currency: 'EUR', givenMinor: 7 },
    ])
  })
})
