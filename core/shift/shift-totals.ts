import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { foreignCounts } from '#core/shift/foreign-count.ts'
import type { DrawerCount, ForeignSum, Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import { addForeign, addMethods, addTaxes } from '#core/shift/sum-lists.ts'
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
  voidedLineCount: 0,
  firstReceipt: null,
  lastReceipt: null,
  payments: [],
  taxes: [],
  foreign: [],
  roundingMinor: 0,
  otherChangeMinor: 0,
  refundCount: 0,
  refundMinor: 0,
  refundTaxMinor: 0,
  refundPayments: [],
  refundTaxes: [],
  refundCashMinor: 0,
  refundRoundingMinor: 0,
  voidCount: 0,
  voidMinor: 0,
  paidInCount: 0,
  paidInMinor: 0,
  paidOutCount: 0,
  paidOutMinor: 0,
  dropCount: 0,
  dropMinor: 0,
  noSaleCount: 0,
}

/** What a sale's tenders come to, by what they do to the drawer. */
export interface TenderSums {
  readonly cashMinor: number
  readonly cardMinor: number
  readonly otherMinor: number
  readonly roundingMinor: number
  readonly otherChangeMinor: number
}

const sumOf = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amountOf(item), 0)

/** Adds tenders up: what cash, cards and all others paid, what coins rounded, what change went out for others than cash. */
export function tenderSums(tenders: readonly Tender[]): TenderSums {
  const cashMinor = sumOf(tenders, (tender) => (tender.kind === 'cash' ? tender.amountMinor : 0))
  const cardMinor = sumOf(tenders, (tender) => (tender.kind === 'card' ? tender.amountMinor : 0))
  return {
    cashMinor,
    cardMinor,
    otherMinor: sumOf(tenders, ({ amountMinor }) => amountMinor) - cashMinor - cardMinor,
    roundingMinor: sumOf(tenders, (tender) => (tender.kind === 'cash' ? (tender.roundingMinor ?? 0) : 0)),
    otherChangeMinor: sumOf(tenders, (tender) => (tender.kind === 'other' ? (tender.changeMinor ?? 0) : 0)),
  }
}

const foreignOf = (tenders: readonly Tender[]): ForeignSum[] =>
  tenders.flatMap((tender) =>
    tender.kind === 'other' && tender.foreign !== undefined
      ? [{ currency: tender.foreign.currency, givenMinor: tender.foreign.givenMinor }]
      : [],
  )

/** A shift's totals after one more sale. */
export function addSale(totals: ShiftTotals, sale: Sale): ShiftTotals {
  const sums = tenderSums(sale.tenders)
  return {
    ...totals,
    saleCount: totals.saleCount + 1,
    itemCount: totals.itemCount + sale.totals.itemCount,
    grossMinor: totals.grossMinor + sale.totals.totalMinor,
    taxMinor: totals.taxMinor + sale.totals.taxMinor,
    discountMinor: totals.discountMinor + sale.totals.discountMinor,
    cashMinor: totals.cashMinor + sums.cashMinor,
    cardMinor: totals.cardMinor + sums.cardMinor,
    otherMinor: totals.otherMinor + sums.otherMinor,
    voidedLineCount: totals.voidedLineCount + sale.voidedLines.length,
    firstReceipt: totals.firstReceipt ?? sale.receiptLabel,
    lastReceipt: sale.receiptLabel,
    payments: addMethods(totals.payments, sale.tenders),
    taxes: addTaxes(totals.taxes, sale.taxes),
    foreign: addForeign(totals.foreign, foreignOf(sale.tenders)),
    roundingMinor: totals.roundingMinor + sums.roundingMinor,
    otherChangeMinor: totals.otherChangeMinor + sums.otherChangeMinor,
  }
}

/** A shift's totals after a sale was cancelled: what was taken out of it line by line was still taken out. */
export const addCancelled = (
  totals: ShiftTotals,
  { voidedLineCount = 0 }: { readonly voidedLineCount?: number | undefined },
): ShiftTotals => ({ ...totals, voidedLineCount: totals.voidedLineCount + voidedLineCount })

const handedMinor = (tender: RefundTender): number =>
  tender.kind === 'cash' ? tender.amountMinor + (tender.roundingMinor ?? 0) : 0

const backRounding = (tender: RefundTender): number => (tender.kind === 'cash' ? (tender.roundingMinor ?? 0) : 0)

/** A shift's totals after one more refund, return or void. */
export function addRefund(totals: ShiftTotals, refund: Refund): ShiftTotals {
  const isVoid = refund.kind === 'void'
  return {
    ...totals,
    refundCount: totals.refundCount + 1,
    refundMinor: totals.refundMinor + refund.totals.totalMinor,
    refundTaxMinor: totals.refundTaxMinor + refund.totals.taxMinor,
    refundPayments: addMethods(totals.refundPayments, refund.tenders),
    refundTaxes: addTaxes(totals.refundTaxes, refund.taxes),
    refundCashMinor: totals.refundCashMinor + sumOf(refund.tenders, handedMinor),
    refundRoundingMinor: totals.refundRoundingMinor + sumOf(refund.tenders, backRounding),
    voidCount: totals.voidCount + (isVoid ? 1 : 0),
    voidMinor: totals.voidMinor + (isVoid ? refund.totals.totalMinor : 0),
  }
}

/** A shift's totals after the drawer was opened beside sales. */
export function addCashMovement(totals: ShiftTotals, { kind, amountMinor }: CashMovement): ShiftTotals {
  switch (kind) {
    case 'paid_in':
      return { ...totals, paidInCount: totals.paidInCount + 1, paidInMinor: totals.paidInMinor + amountMinor }
    case 'paid_out':
      return { ...totals, paidOutCount: totals.paidOutCount + 1, paidOutMinor: totals.paidOutMinor + amountMinor }
    case 'drop':
      return { ...totals, dropCount: totals.dropCount + 1, dropMinor: totals.dropMinor + amountMinor }
    case 'no_sale':
      return { ...totals, noSaleCount: totals.noSaleCount + 1 }
  }
}

/** What should lie in the drawer of our own money, minor units. */
export const expectedCashMinor = (shift: Shift, totals: ShiftTotals): number =>
  shift.floatMinor +
  totals.cashMinor +
  totals.roundingMinor -
  totals.otherChangeMinor -
  totals.refundCashMinor +
  totals.paidInMinor -
  totals.paidOutMinor -
  totals.dropMinor

/** Ends a shift with what was counted in the drawer. */
export function closeShift(
  shift: Shift,
  totals: ShiftTotals,
  count: DrawerCount & { readonly closedAt: string },
): ShiftClose {
  const expectedMinor = expectedCashMinor(shift, totals)
  const { closedAt, countedCashMinor, counts, foreign, countings } = count
  return {
    shiftId: shift.shiftId,
    closedAt,
    totals,
    floatMinor: shift.floatMinor,
    expectedCashMinor: expectedMinor,
    countedCashMinor,
    differenceMinor: countedCashMinor - expectedMinor,
    ...(counts === undefined ? {} : { counts }),
    ...(foreign === undefined ? {} : { foreign: foreignCounts(totals.foreign, foreign) }),
    ...(countings === undefined ? {} : { countings }),
  }
}
