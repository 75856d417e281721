import { expect, it } from 'vitest'
import { foreignCounts } from '#core/shift/foreign-count.ts'
import { makeShiftReport } from '#core/shift/shift-report.ts'
import { closeShift, NO_SALES } from '#core/shift/shift-totals.ts'

const shift = {
  shiftId: '019aa0c0-0000-7000-8000-000000000001',
  businessDate: '2026-03-01',
  openedAt: '2026-03-01T08:00:00.000Z',
  openedBy: 7,
  floatMinor: 0,
}
const totals = { ...NO_SALES, foreign: [{ currency: 'USD', givenMinor: 2_000 }] }
const count = { countedCashMinor: 0, closedAt: '2026-03-01T20:00:00.000Z' }

it('stands beside what was taken, by currency', () => {
  const taken = [
    { currency: 'USD', givenMinor: 2_000 },
    { currency: 'EUR', givenMinor: 500 },
  ]
  const counted = [
    { currency: 'USD', countedMinor: 1_500 },
    { currency: 'CHF', countedMinor: 100 },
    { currency: 'SEK', countedMinor: 0 },
  ]
  expect(foreignCounts(taken, counted)).toEqual([
    { currency: 'CHF', expectedMinor: 0, countedMinor: 100 },
    { currency: 'EUR', expectedMinor: 500, countedMinor: 0 },
    { currency: 'USD', expectedMinor: 2_000, countedMinor: 1_500 },
  ])
})

it('goes with the end of the shift and its Z, and is left out where nobody was asked', () => {
  const close = closeShift(shift, totals, { ...count, foreign: [{ currency: 'USD', countedMinor: 1_999 }] })
  const foreign = [{ currency: 'USD', expectedMinor: 2_000, countedMinor: 1_999 }]
  expect(close.foreign).toEqual(foreign)
  const facts = {
    reportId: shift.shiftId,
    reportNumber: 1,
    takenAt: count.closedAt,
    operatorId: 7,
    operatorName: 'Asha',
    currency: 'INR',
    grandTotalBefore: { salesMinor: 0, refundsMinor: 0, netMinor: 0 },
  }
  expect(makeShiftReport(shift, totals, facts, close).count?.foreign).toEqual(foreign)
  expect(closeShift(shift, totals, count)).not.toHaveProperty('foreign')
  expect(makeShiftReport(shift, totals, facts, closeShift(shift, totals, count)).count).not.toHaveProperty('foreign')
})
