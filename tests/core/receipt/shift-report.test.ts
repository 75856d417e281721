import { expect, test } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { shiftReportDocument } from '#core/receipt/shift-report.ts'
import { makeShiftReport } from '#core/shift/shift-report.ts'
import { closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift, ShiftTotals } from '#core/shift/shift.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: ['1 High Street'],
  taxNumber: 'CHE-123',
  currency: 'CHF',
  timeZone: 'Europe/Zurich',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
  smallestCoinMinor: 5,
  tenderTypes: [
    {
      code: 'eur',
      name: 'Euros',
      kind: 'foreign_cash',
      isActive: true,
      givesChange: true,
      opensDrawer: true,
      needsReference: false,
      isRefundable: false,
      currency: 'EUR',
      ratePpm: 940_000,
    },
  ],
}

const shift: Shift = {
  shiftId: '019aa0c0-0000-7000-8000-0000000000aa',
  businessDate: '2026-03-01',
  openedAt: '2026-03-01T08:00',
  openedBy: 5,
  floatMinor: 20_000,
}

const totals: ShiftTotals = {
  ...NO_SALES,
  saleCount: 3,
  itemCount: 7,
  grossMinor: 10_782,
  taxMinor: 808,
  discountMinor: 150,
  cashMinor: 6_782,
  otherMinor: 4_000,
  firstReceipt: 'T3-000101',
  lastReceipt: 'T3-000103',
  voidedLineCount: 2,
  payments: [
    { method: 'cash', count: 2, amountMinor: 6_782 },
    { method: 'eur', count: 1, amountMinor: 4_000 },
  ],
  taxes: [{ rateId: 1, ratePpm: 81_000, name: 'MWST', netMinor: 9_974, taxMinor: 808 }],
  foreign: [{ currency: 'EUR', givenMinor: 5_000 }],
  roundingMinor: -2,
  otherChangeMinor: 700,
  refundCount: 1,
  refundMinor: 1_082,
  refundTaxMinor: 81,
  refundPayments: [{ method: 'cash', count: 1, amountMinor: 1_082 }],
  refundTaxes: [{ rateId: 1, ratePpm: 81_000, name: 'MWST', netMinor: 1_001, taxMinor: 81 }],
  refundCashMinor: 1_080,
  refundRoundingMinor: -2,
  voidCount: 1,
  voidMinor: 1_082,
  paidInCount: 1,
  paidInMinor: 5_000,
  paidOutCount: 1,
  paidOutMinor: 1_200,
  dropCount: 1,
  dropMinor: 10_000,
  noSaleCount: 4,
}

const facts = {
  reportId: '019aa0c0-0000-7000-8000-0000000000bb',
  reportNumber: 41,
  takenAt: '2026-03-01T20:00',
  operatorId: 5,
  operatorName: 'Asha',
  currency: 'CHF',
  grandTotalBefore: { salesMinor: 500_000, refundsMinor: 9_000, netMinor: 491_000 },
}
const count = {
  closedAt: facts.takenAt,
  countedCashMinor: 18_795,
  counts: [{ valueMinor: 1_000, pieces: 18 }],
  countings: 2,
}
const z = makeShiftReport(shift, totals, facts, closeShift(shift, totals, count))
const x = makeShiftReport(shift, totals, facts)
const paper = { policy, localTime: (iso: string) => iso.replace('T', ' '), tillName: 'Till 3', isCopy: false }
const linesOf = (...args: Parameters<typeof shiftReportDocument>): string[] =>
  renderText(shiftReportDocument(...args)).split('\n')

test('a Z says what was taken, how it was paid, what should be in the drawer, and what was', () => {
  expect(linesOf(z, paper)).toMatchInlineSnapshot(`
    [
      "              Corner Shop",
      "             1 High Street",
      "            Tax no. CHE-123",
      "              Z REPORT 41",
      "----------------------------------------",
      "Till                              Till 3",
      "Business date                 2026-03-01",
      "Shift from              2026-03-01 08:00",
      "Closed                  2026-03-01 20:00",
      "By                                  Asha",
      "Receipts          T3-000101 to T3-000103",
      "----------------------------------------",
      "Takings CHF",
      "Sales (3)                         107.82",
      "Refunds (1)                       -10.82",
      "Net                                97.00",
      "Tax in it                           7.27",
      "Discounts given                     1.50",
      "Items                                  7",
      "----------------------------------------",
      "Paid by",
      "Cash (2)                           67.82",
      "Euros (1)                          40.00",
      "----------------------------------------",
      "Given back by",
      "Cash (1)                           10.82",
      "----------------------------------------",
      "Tax of sales",
      "MWST 8.1% on 99.74                  8.08",
      "----------------------------------------",
      "Tax of refunds",
      "MWST 8.1% on 10.01                  0.81",
      "----------------------------------------",
      "Drawer",
      "Float                             200.00",
      "Cash sales                         67.82",
      "Rounding to coins                  -0.02",
      "Change for other tenders           -7.00",
      "Refunds in cash                   -10.80",
      "Paid in (1)                        50.00",
      "Paid out (1)                      -12.00",
      "Drops (1)                        -100.00",
      "Expected in the drawer            188.00",
      "  18 x 10.00                      180.00",
      "Counted                           187.95",
      "SHORT                               0.05",
      "Times counted                          2",
      "Foreign cash EUR                   50.00",
      "----------------------------------------",
      "Watched",
      "Sales voided (1)                   10.82",
      "Lines voided                           2",
      "Drawer opened, no sale                 4",
      "----------------------------------------",
      "Since this till was enrolled",
      "Sales                            5107.82",
      "Refunds                          -100.82",
      "Net                              5007.00",
      "",
      "",
      "",
    ]
  `)
})

test('an X counts nothing; a copy says so; a right drawer has no difference', () => {
  const text = linesOf(x, { ...paper, isCopy: true }).join('\n')
  expect(text).toContain('X REPORT 41')
  expect(text).toContain('*** COPY ***')
  expect(text).not.toContain('Counted')
  expect(text).toContain('Taken                   2026-03-01 20:00')
  const exact = closeShift(shift, totals, { closedAt: facts.takenAt, countedCashMinor: x.expectedCashMinor })
  expect(linesOf(makeShiftReport(shift, totals, facts, exact), paper).join('\n')).toMatch(/Difference +0\.00/u)
  const over = closeShift(shift, totals, { closedAt: facts.takenAt, countedCashMinor: x.expectedCashMinor + 5 })
  expect(linesOf(makeShiftReport(shift, totals, facts, over), paper).join('\n')).toMatch(/OVER +0\.05/u)
})

test('a shift in which nothing happened has a report all the same', () => {
  const empty = linesOf(makeShiftReport(shift, NO_SALES, facts), paper).join('\n')
  expect(empty).not.toContain('Paid by')
  expect(empty).not.toContain('Receipts')
  expect(empty).toMatch(/Expected in the drawer +200\.00/u)
})

test('a Z says of each foreign currency what was counted, and by how much that is off', () => {
  const counted = (countedMinor: number): string[] =>
    linesOf(
      makeShiftReport(
        shift,
        totals,
        facts,
        closeShift(shift, totals, { ...count, foreign: [{ currency: 'EUR', countedMinor }] }),
      ),
      paper,
    ).filter((line) => line.includes('EUR '))
  expect(counted(5_000)).toEqual([
    'Foreign cash EUR                   50.00',
    'Counted EUR                    EUR 50.00',
    'Difference                      EUR 0.00',
  ])
  expect(counted(4_000).at(-1)).toBe('SHORT                          EUR 10.00')
  expect(counted(6_000).at(-1)).toBe('OVER                           EUR 10.00')
})

test('a Z vouches for the journal with the hash of its own entry, short enough to compare', () => {
  const journalHash = '3f2a9c1107be44d0'.padEnd(64, '5')
  expect(linesOf(z, { ...paper, journalHash })).toContain('Journal              3F2A-9C11-07BE-44D0')
  expect(linesOf(z, paper).some((line) => line.startsWith('Journal'))).toBe(false)
})
