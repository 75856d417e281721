import { Type, type Static } from 'typebox'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { businessDateSchema } from '#core/journal/entry.ts'
import { expectedCashMinor } from '#core/shift/shift-totals.ts'
import {
  shiftCloseSchema,
  shiftTotalsSchema,
  type Shift,
  type ShiftClose,
  type ShiftTotals,
} from '#core/shift/shift.ts'

/** `x`: how a shift stands; `z`: how it ended, once and for all. */
const reportKindSchema = Type.Union([Type.Literal('x'), Type.Literal('z')])
export type ReportKind = Static<typeof reportKindSchema>

/** All that a till ever sold since its enrolment, and what of it went back; never set to zero. */
export const grandTotalSchema = Type.Object({
  salesMinor: Type.Integer(),
  refundsMinor: Type.Integer({ minimum: 0 }),
  /** Sales − refunds. */
  netMinor: Type.Integer(),
})
export type GrandTotal = Static<typeof grandTotalSchema>

const reportCountSchema = Type.Pick(shiftCloseSchema, [
  'countedCashMinor',
  'differenceMinor',
  'counts',
  'foreign',
  'countings',
])
type ReportCount = Static<typeof reportCountSchema>

/** A report of a shift: the body of `shift_report`. */
export const shiftReportSchema = Type.Object({
  reportId: uuidSchema,
  kind: reportKindSchema,
  /** Counts from 1 for each enrolment, without gaps, X and Z each in a series of their own. */
  reportNumber: Type.Integer({ minimum: 1, maximum: 999_999_999 }),
  takenAt: Type.String({ maxLength: 32 }),
  operatorId: Type.Integer({ minimum: 1 }),
  operatorName: Type.String({ maxLength: 100 }),
  shiftId: uuidSchema,
  businessDate: businessDateSchema,
  openedAt: Type.String({ maxLength: 32 }),
  floatMinor: Type.Integer({ minimum: 0 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  totals: shiftTotalsSchema,
  expectedCashMinor: Type.Integer(),
  grandTotal: grandTotalSchema,
  /** Of a Z: what was counted. */
  count: Type.Optional(reportCountSchema),
})
export type ShiftReport = Static<typeof shiftReportSchema>

/** A till before its first sale. */
export const NOTHING_SOLD: GrandTotal = { salesMinor: 0, refundsMinor: 0, netMinor: 0 }

/** The perpetual total after another shift, or after what it took so far. */
export function addToGrandTotal(before: GrandTotal, totals: ShiftTotals): GrandTotal {
  const salesMinor = before.salesMinor + totals.grossMinor
  const refundsMinor = before.refundsMinor + totals.refundMinor
  return { salesMinor, refundsMinor, netMinor: salesMinor - refundsMinor }
}

/** What a report takes from the till that makes it. */
export interface ReportFacts {
  readonly reportId: string
  readonly reportNumber: number
  readonly takenAt: string
  readonly operatorId: number
  readonly operatorName: string
  readonly currency: string
  /** The perpetual total before this shift. */
  readonly grandTotalBefore: GrandTotal
}

const countOf = ({ countedCashMinor, differenceMinor, counts, foreign, countings }: ShiftClose): ReportCount => ({
  countedCashMinor,
  differenceMinor,
  ...(counts === undefined ? {} : { counts }),
  ...(foreign === undefined ? {} : { foreign }),
  ...(countings === undefined ? {} : { countings }),
})

/** The report of a shift: a Z where the shift was closed, else an X. */
export function makeShiftReport(
  shift: Shift,
  totals: ShiftTotals,
  { grandTotalBefore, ...facts }: ReportFacts,
  close?: ShiftClose,
): ShiftReport {
  const { shiftId, businessDate, openedAt, floatMinor } = shift
  return {
    ...facts,
    kind: close === undefined ? 'x' : 'z',
    shiftId,
    businessDate,
    openedAt,
    floatMinor,
    totals,
    expectedCashMinor: expectedCashMinor(shift, totals),
    grandTotal: addToGrandTotal(grandTotalBefore, totals),
    ...(close === undefined ? {} : { count: countOf(close) }),
  }
}
