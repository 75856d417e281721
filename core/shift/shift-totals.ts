import type { Sale } from '#core/sale/sale.ts'
import type { Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import type { Tender } from '#core/tender/tender.ts'

/** A shift before its first sale. */
export const NO_SALES: ShiftTotals = {
  saleCount: 0,
  itemCount: 0,
  grossMinor: 0,
  taxMinor: 0,
  discountMinor: 0,
  cashMinor: 0,
  cardMinor: 0,
  otherMinor: 0,
}

const paidBy = (tenders: readonly Tender[], kind: Tender['kind']): number =>
  tenders.reduce((sum, tender) => sum + (tender.kind === kind ? tender.amountMinor : 0), 0)

/** A shift's totals after one more sale. */
export const addSale = (totals: ShiftTotals, sale: Sale): ShiftTotals => ({
  saleCount: totals.saleCount + 1,
  itemCount: totals.itemCount + sale.totals.itemCount,
  grossMinor: totals.grossMinor + sale.totals.totalMinor,
  taxMinor: totals.taxMinor + sale.totals.taxMinor,
  discountMinor: totals.discountMinor + sale.totals.discountMinor,
  cashMinor: totals.cashMinor + paidBy(sale.tenders, 'cash'),
  cardMinor: totals.cardMinor + paidBy(sale.tenders, 'card'),
  otherMinor: totals.otherMinor + paidBy(sale.tenders, 'other'),
})

/** What should lie in the drawer, minor units. */
export const expectedCashMinor = (shift: Shift, totals: ShiftTotals): number => shift.floatMinor + totals.cashMinor

/** Ends a shift with what was counted in the drawer. */
export function closeShift(
  shift: Shift,
  totals: ShiftTotals,
  count: { readonly closedAt: string; readonly countedCashMinor: number },
): ShiftClose {
  const expectedMinor = expectedCashMinor(shift, totals)
  return {
    shiftId: shift.shiftId,
    closedAt: count.closedAt,
    totals,
    floatMinor: shift.floatMinor,
    expectedCashMinor: expectedMinor,
    countedCashMinor: count.countedCashMinor,
    differenceMinor: count.countedCashMinor - expectedMinor,
  }
}
