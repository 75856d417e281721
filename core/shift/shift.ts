import { Type, type Static, type TSchema } from 'typebox'
import { cashCountSchema } from '#core/cash/cash-count.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { businessDateSchema } from '#core/journal/entry.ts'
import { saleTaxSchema } from '#core/sale/sale.ts'

const count = Type.Integer({ minimum: 0 })
const sum = Type.Integer()

/** A person's turn at a till: from counting the float in to counting the drawer out. */
export const shiftSchema = Type.Object({
  shiftId: uuidSchema,
  businessDate: businessDateSchema,
  openedAt: Type.String({ maxLength: 32 }),
  openedBy: Type.Integer({ minimum: 1 }),
  floatMinor: Type.Integer({ minimum: 0 }),
})
export type Shift = Static<typeof shiftSchema>

/** More kinds of tenders and rates of tax than any till meets in a shift. */
const SUMS_MAX = 128

/** What came in, or went back, by one kind of tender: a tender type's code, or the tender's kind. */
const methodSumSchema = Type.Object({
  method: Type.String({ maxLength: 32 }),
  count,
  amountMinor: sum,
})
export type MethodSum = Static<typeof methodSumSchema>

/** Money of another country that was taken, in its own minor units. */
const foreignSumSchema = Type.Object({ currency: Type.String({ pattern: '^[A-Z]{3}$' }), givenMinor: count })
export type ForeignSum = Static<typeof foreignSumSchema>

/** Money of another country that was counted in the drawer, in its own minor units. */
export interface CountedForeign {
  readonly currency: string
  readonly countedMinor: number
}

/** The same beside what should be there; the difference is counted − expected. */
const foreignCountSchema = Type.Object({
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  expectedMinor: count,
  countedMinor: count,
})
export type ForeignCount = Static<typeof foreignCountSchema>

const listOf = <T extends TSchema>(item: T) => Type.Array(item, { maxItems: SUMS_MAX })

const receiptLabel = Type.Union([Type.String({ maxLength: 32 }), Type.Null()])

/** The sums that every version of the till has kept. */
const firstSums = {
  saleCount: count,
  itemCount: count,
  grossMinor: sum,
  taxMinor: sum,
  discountMinor: sum,
  /** What cash paid: given − change, without the rounding. */
  cashMinor: sum,
  cardMinor: sum,
  /** What all other tenders paid. */
  otherMinor: sum,
}

const laterSums = {
  /** Lines that were taken out again before their sale was paid or cancelled. */
  voidedLineCount: count,
  firstReceipt: receiptLabel,
  lastReceipt: receiptLabel,
  /** What paid the sales, by kind; these are `grossMinor` together. */
  payments: listOf(methodSumSchema),
  taxes: listOf(saleTaxSchema),
  foreign: listOf(foreignSumSchema),
  /** What the smallest coin added to cash payments, or took off them. */
  roundingMinor: sum,
  /** Change in our cash for what was not paid in our cash. */
  otherChangeMinor: count,
  /** Refunds, returns and voids of whole sales. */
  refundCount: count,
  refundMinor: count,
  refundTaxMinor: sum,
  refundPayments: listOf(methodSumSchema),
  refundTaxes: listOf(saleTaxSchema),
  /** Cash that was handed out for them, rounded. */
  refundCashMinor: count,
  refundRoundingMinor: sum,
  /** Of them, whole sales undone. */
  voidCount: count,
  voidMinor: count,
  paidInCount: count,
  paidInMinor: count,
  paidOutCount: count,
  paidOutMinor: count,
  dropCount: count,
  dropMinor: count,
  noSaleCount: count,
}

/** What a shift took so far; grows with each sale, each refund and each movement of cash. */
export const shiftTotalsSchema = Type.Object({ ...firstSums, ...laterSums })
export type ShiftTotals = Static<typeof shiftTotalsSchema>

/** A shift's end: what should be in the drawer, what was counted, and the difference (counted − expected). */
export const shiftCloseSchema = Type.Object({
  shiftId: uuidSchema,
  closedAt: Type.String({ maxLength: 32 }),
  totals: Type.Object({ ...firstSums, ...Type.Partial(Type.Object(laterSums)).properties }),
  floatMinor: Type.Integer({ minimum: 0 }),
  expectedCashMinor: sum,
  countedCashMinor: count,
  differenceMinor: sum,
  /** How many pieces of each coin and note; left out where only the sum was typed. */
  counts: Type.Optional(Type.Array(cashCountSchema, { maxItems: 24 })),
  /** Money of other countries, counted by currency. */
  foreign: Type.Optional(listOf(foreignCountSchema)),
  /** How often the drawer was counted before somebody confirmed it. */
  countings: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type ShiftClose = Static<typeof shiftCloseSchema>

/** What was counted in the drawer when a shift ended. */
export interface DrawerCount {
  readonly countedCashMinor: number
  readonly counts?: ShiftClose['counts']
  readonly foreign?: readonly CountedForeign[]
  readonly countings?: number
}
