import fc from 'fast-check'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { entryBodies } from '#core/journal/entry-bodies.ts'
import { addToGrandTotal, makeShiftReport, NOTHING_SOLD, shiftReportSchema } from '#core/shift/shift-report.ts'
import {
  addCashMovement,
  addRefund,
  addSale,
  closeShift,
  expectedCashMinor,
  NO_SALES,
} from '#core/shift/shift-totals.ts'
import { shiftTotalsSchema, type MethodSum, type Shift, type ShiftTotals } from '#core/shift/shift.ts'
import { anyShiftFact, SHIFT_ID, type ShiftFact } from '#tests/core/shift/any-shift.ts'

const shift: Shift = {
  shiftId: SHIFT_ID,
  businessDate: '2026-03-01',
  openedAt: '2026-03-01T08:00:00.000Z',
  openedBy: 5,
  floatMinor: 15_000,
}

const add = (totals: ShiftTotals, fact: ShiftFact): ShiftTotals => {
  switch (fact.type) {
    case 'sale':
      return addSale(totals, fact.sale)
    case 'refund':
      return addRefund(totals, fact.refund)
    case 'movement':
      return addCashMovement(totals, fact.movement)
  }
}

const anyFacts = fc.array(anyShiftFact, { maxLength: 12 })
const sumOf = (sums: readonly MethodSum[]): number => sums.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
const taxOf = (taxes: ShiftTotals['taxes']): number => taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)

test('whatever happens in a shift, in whatever order: the drawer is right, and each sum is that of its parts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const totals = facts.reduce(add, NO_SALES)
      expect(facts.toReversed().reduce(add, NO_SALES)).toEqual(totals)
      const moved = facts.reduce((sum, { drawerMinor }) => sum + drawerMinor, 0)
      expect(expectedCashMinor(shift, totals)).toBe(shift.floatMinor + moved)
      expect(sumOf(totals.payments)).toBe(totals.grossMinor)
      expect(totals.cashMinor + totals.cardMinor + totals.otherMinor).toBe(totals.grossMinor)
      expect(sumOf(totals.refundPayments)).toBe(totals.refundMinor)
      expect(taxOf(totals.taxes)).toBe(totals.taxMinor)
      expect(taxOf(totals.refundTaxes)).toBe(totals.refundTaxMinor)
      const cashBack = totals.refundPayments.find(({ method }) => method === 'cash')?.amountMinor ?? 0
      expect(totals.refundCashMinor).toBe(cashBack + totals.refundRoundingMinor)
      expect(totals.voidMinor).toBeLessThanOrEqual(totals.refundMinor)
      expect(Check(shiftTotalsSchema, totals)).toBe(true)
    }),
  )
})

test('one shift after another makes the perpetual total of all of them at once', () => {
  fc.assert(
    fc.property(fc.array(anyFacts, { maxLength: 4 }), (shifts) => {
      const each = shifts.map((facts) => facts.reduce(add, NO_SALES))
      const grand = each.reduce(addToGrandTotal, NOTHING_SOLD)
      const all = shifts.flat().reduce(add, NO_SALES)
      expect(grand).toEqual({
        salesMinor: all.grossMinor,
        refundsMinor: all.refundMinor,
        netMinor: all.grossMinor - all.refundMinor,
      })
    }),
  )
})

const reportFacts = {
  reportId: '019aa0c0-0000-7000-8000-0000000000bb',
  reportNumber: 7,
  takenAt: '2026-03-01T20:00:00.000Z',
  operatorId: 5,
  operatorName: 'Asha',
  currency: 'USD',
  grandTotalBefore: { salesMinor: 900, refundsMinor: 100, netMinor: 800 },
}

test('an X says how a shift stands; a Z what was counted as well; both fit the journal', () => {
  fc.assert(
    fc.property(anyFacts, fc.nat(1_000_000), (facts, countedCashMinor) => {
      const totals = facts.reduce(add, NO_SALES)
      const x = makeShiftReport(shift, totals, reportFacts)
      const counts = [{ valueMinor: 100, pieces: 3 }]
      const count = { countedCashMinor, counts, countings: 2, closedAt: reportFacts.takenAt }
      const close = closeShift(shift, totals, count)
      const z = makeShiftReport(shift, totals, reportFacts, close)
      expect(x.count).toBeUndefined()
      expect({ ...z, kind: 'x', count: undefined }).toEqual({ ...x, count: undefined })
      expect(z.count).toEqual({ countedCashMinor, counts, countings: 2, differenceMinor: close.differenceMinor })
      expect(z.grandTotal.netMinor).toBe(800 + totals.grossMinor - totals.refundMinor)
      expect([x, z].every((report) => Check(shiftReportSchema, report))).toBe(true)
      expect(Check(entryBodies.shift_closed, close)).toBe(true)
    }),
  )
})

test('the journal still takes what earlier tills closed a shift with', () => {
  const { saleCount, itemCount, grossMinor, taxMinor, discountMinor, cashMinor, cardMinor, otherMinor } = NO_SALES
  const first = { saleCount, itemCount, grossMinor, taxMinor, discountMinor, cashMinor, cardMinor, otherMinor }
  const close = closeShift(shift, NO_SALES, { countedCashMinor: 0, closedAt: reportFacts.takenAt })
  expect(Check(entryBodies.shift_closed, { ...close, totals: first })).toBe(true)
})
