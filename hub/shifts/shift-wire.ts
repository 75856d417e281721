import { Type, type Static } from 'typebox'
import { currencyOf } from '#core/money/currency.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { NO_SALES } from '#core/shift/shift-totals.ts'
import type { ForeignCount, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import { numberOfMinor, type SayMoney } from '#hub/http/money.ts'
import { nullable } from '#hub/http/wire.ts'

const methodOut = Type.Object({ method: Type.String(), count: Type.Integer(), amount: Type.Number() })
const taxOut = Type.Object({ name: Type.String(), rate_ppm: Type.Integer(), net: Type.Number(), tax: Type.Number() })

const totalsOut = Type.Object({
  sale_count: Type.Integer(),
  item_count: Type.Integer(),
  gross: Type.Number(),
  tax: Type.Number(),
  discount: Type.Number(),
  cash: Type.Number(),
  card: Type.Number(),
  other: Type.Number(),
  rounding: Type.Number(),
  refund_count: Type.Integer(),
  refunds: Type.Number(),
  refund_tax: Type.Number(),
  void_count: Type.Integer(),
  voids: Type.Number(),
  voided_line_count: Type.Integer(),
  no_sale_count: Type.Integer(),
  paid_in: Type.Number(),
  paid_out: Type.Number(),
  drops: Type.Number(),
  payments: Type.Array(methodOut),
  refund_payments: Type.Array(methodOut),
  taxes: Type.Array(taxOut),
  refund_taxes: Type.Array(taxOut),
})

/** Money of another country in the drawer, in its own currency. */
const foreignOut = Type.Object({ currency: Type.String(), expected: Type.Number(), counted: Type.Number() })

const zOut = Type.Object({
  number: Type.Integer(),
  taken_at: Type.String(),
  operator_id: Type.Integer(),
  first_receipt: nullable(Type.String()),
  last_receipt: nullable(Type.String()),
  grand_total_sales: Type.Number(),
  grand_total_refunds: Type.Number(),
  grand_total_net: Type.Number(),
  counts: Type.Array(Type.Object({ value: Type.Number(), pieces: Type.Integer() })),
  foreign: Type.Array(foreignOut),
  countings: Type.Integer(),
})

/** A shift as the API shows it; sums are there once it is closed. */
export const shiftOut = Type.Object({
  shift_id: Type.String(),
  device_number: Type.Integer(),
  business_date: Type.String(),
  opened_at: Type.String(),
  opened_by: Type.Integer(),
  float: Type.Number(),
  closed_at: nullable(Type.String()),
  expected_cash: nullable(Type.Number()),
  counted_cash: nullable(Type.Number()),
  difference: nullable(Type.Number()),
  totals: nullable(totalsOut),
  z_report: nullable(zOut),
})

const methods = (sums: ShiftTotals['payments'], money: SayMoney): Static<typeof methodOut>[] =>
  sums.map(({ method, count, amountMinor }) => ({ method, count, amount: money(amountMinor) }))

const taxes = (sums: ShiftTotals['taxes'], money: SayMoney): Static<typeof taxOut>[] =>
  sums.map(({ name, ratePpm, netMinor, taxMinor }) => {
    return { name, rate_ppm: ratePpm, net: money(netMinor), tax: money(taxMinor) }
  })

/** What an earlier version of the till did not add up is zero. */
const totalsToWire = (closed: ShiftClose['totals'], money: SayMoney): Static<typeof totalsOut> => {
  const totals = { ...NO_SALES, ...closed }
  return {
    sale_count: totals.saleCount,
    item_count: totals.itemCount,
    gross: money(totals.grossMinor),
    tax: money(totals.taxMinor),
    discount: money(totals.discountMinor),
    cash: money(totals.cashMinor),
    card: money(totals.cardMinor),
    other: money(totals.otherMinor),
    rounding: money(totals.roundingMinor),
    refund_count: totals.refundCount,
    refunds: money(totals.refundMinor),
    refund_tax: money(totals.refundTaxMinor),
    void_count: totals.voidCount,
    voids: money(totals.voidMinor),
    voided_line_count: totals.voidedLineCount,
    no_sale_count: totals.noSaleCount,
    paid_in: money(totals.paidInMinor),
    paid_out: money(totals.paidOutMinor),
    drops: money(totals.dropMinor),
    payments: methods(totals.payments, money),
    refund_payments: methods(totals.refundPayments, money),
    taxes: taxes(totals.taxes, money),
    refund_taxes: taxes(totals.refundTaxes, money),
  }
}

const foreignToWire = ({ currency, expectedMinor, countedMinor }: ForeignCount): Static<typeof foreignOut> => {
  const { exponent } = currencyOf(currency)
  return {
    currency,
    expected: numberOfMinor(expectedMinor, exponent),
    counted: numberOfMinor(countedMinor, exponent),
  }
}

const zToWire = (report: ShiftReport, money: SayMoney): Static<typeof zOut> => ({
  number: report.reportNumber,
  taken_at: report.takenAt,
  operator_id: report.operatorId,
  first_receipt: report.totals.firstReceipt,
  last_receipt: report.totals.lastReceipt,
  grand_total_sales: money(report.grandTotal.salesMinor),
  grand_total_refunds: money(report.grandTotal.refundsMinor),
  grand_total_net: money(report.grandTotal.netMinor),
  counts: (report.count?.counts ?? []).map(({ valueMinor, pieces }) => ({ value: money(valueMinor), pieces })),
  foreign: (report.count?.foreign ?? []).map(foreignToWire),
  countings: report.count?.countings ?? 1,
})

interface ShiftRow {
  readonly shift_id: string
  readonly device_number: number
  readonly business_date: string
  readonly opened_at: string
  readonly opened_by: number
  readonly float_minor: number
  readonly closed_at: string | null
  readonly expected_cash_minor: number | null
  readonly counted_cash_minor: number | null
  readonly difference_minor: number | null
  readonly totals: string | null
  readonly report: string | null
}

/** A row as the API shows it. */
export function shiftToWire(row: ShiftRow, money: SayMoney): Static<typeof shiftOut> {
  const maybeMoney = (amountMinor: number | null): number | null => (amountMinor === null ? null : money(amountMinor))
  return {
    shift_id: row.shift_id,
    device_number: row.device_number,
    business_date: row.business_date,
    opened_at: row.opened_at,
    opened_by: row.opened_by,
    float: money(row.float_minor),
    closed_at: row.closed_at,
    expected_cash: maybeMoney(row.expected_cash_minor),
    counted_cash: maybeMoney(row.counted_cash_minor),
    difference: maybeMoney(row.difference_minor),
    // Both were checked against their schemas when the entry came in.
    totals: row.totals === null ? null : totalsToWire(JSON.parse(row.totals) as ShiftClose['totals'], money),
    z_report: row.report === null ? null : zToWire(JSON.parse(row.report) as ShiftReport, money),
  }
}
