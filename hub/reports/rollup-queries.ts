import { defineQuery } from '#hub/db/query.ts'

/** What a fact adds to a day at a till. */
export interface DayTotalsRow {
  readonly businessDate: string
  readonly deviceNumber: number
  readonly saleCount: number
  readonly itemCount: number
  readonly discountMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly voidCount: number
  readonly voidMinor: number
  readonly refundCount: number
  readonly refundMinor: number
  readonly returnCount: number
  readonly returnMinor: number
}

/** A day to which nothing is added. */
export const NO_TOTALS: Omit<DayTotalsRow, 'businessDate' | 'deviceNumber'> = {
  saleCount: 0,
  itemCount: 0,
  discountMinor: 0,
  taxMinor: 0,
  totalMinor: 0,
  voidCount: 0,
  voidMinor: 0,
  refundCount: 0,
  refundMinor: 0,
  returnCount: 0,
  returnMinor: 0,
}

export const addToDay = defineQuery((db, p: DayTotalsRow) =>
  db
    .insertInto('day_totals')
    .values({
      business_date: p.businessDate,
      device_number: p.deviceNumber,
      sale_count: p.saleCount,
      item_count: p.itemCount,
      discount_minor: p.discountMinor,
      tax_minor: p.taxMinor,
      total_minor: p.totalMinor,
      void_count: p.voidCount,
      void_minor: p.voidMinor,
      refund_count: p.refundCount,
      refund_minor: p.refundMinor,
      return_count: p.returnCount,
      return_minor: p.returnMinor,
    })
    .onConflict((conflict) =>
      conflict.columns(['business_date', 'device_number']).doUpdateSet((sum) => ({
        sale_count: sum('day_totals.sale_count', '+', sum.ref('excluded.sale_count')),
        item_count: sum('day_totals.item_count', '+', sum.ref('excluded.item_count')),
        discount_minor: sum('day_totals.discount_minor', '+', sum.ref('excluded.discount_minor')),
        tax_minor: sum('day_totals.tax_minor', '+', sum.ref('excluded.tax_minor')),
        total_minor: sum('day_totals.total_minor', '+', sum.ref('excluded.total_minor')),
        void_count: sum('day_totals.void_count', '+', sum.ref('excluded.void_count')),
        void_minor: sum('day_totals.void_minor', '+', sum.ref('excluded.void_minor')),
        refund_count: sum('day_totals.refund_count', '+', sum.ref('excluded.refund_count')),
        refund_minor: sum('day_totals.refund_minor', '+', sum.ref('excluded.refund_minor')),
        return_count: sum('day_totals.return_count', '+', sum.ref('excluded.return_count')),
        return_minor: sum('day_totals.return_minor', '+', sum.ref('excluded.return_minor')),
      })),
    ),
)

export const addToDayTenders = defineQuery(
  (db, p: { businessDate: string; method: string; count: number; amountMinor: number }) =>
    db
      .insertInto('day_tenders')
      .values({ business_date: p.businessDate, method: p.method, tender_count: p.count, amount_minor: p.amountMinor })
      .onConflict((conflict) =>
        conflict.columns(['business_date', 'method']).doUpdateSet((sum) => ({
          tender_count: sum('day_tenders.tender_count', '+', sum.ref('excluded.tender_count')),
          amount_minor: sum('day_tenders.amount_minor', '+', sum.ref('excluded.amount_minor')),
        })),
      ),
)

/** What a fact adds to a day and a month of a product. */
export interface ProductSum {
  readonly businessDate: string
  readonly month: string
  readonly productId: number
  readonly quantity: number
  readonly weightGrams: number
  readonly grossMinor: number
}

export const addToProductDay = defineQuery((db, p: ProductSum) =>
  db
    .insertInto('product_days')
    .values({
      business_date: p.businessDate,
      product_id: p.productId,
      quantity: p.quantity,
      weight_grams: p.weightGrams,
      gross_minor: p.grossMinor,
    })
    .onConflict((conflict) =>
      conflict.columns(['business_date', 'product_id']).doUpdateSet((sum) => ({
        quantity: sum('product_days.quantity', '+', sum.ref('excluded.quantity')),
        weight_grams: sum('product_days.weight_grams', '+', sum.ref('excluded.weight_grams')),
        gross_minor: sum('product_days.gross_minor', '+', sum.ref('excluded.gross_minor')),
      })),
    ),
)

export const addToProductMonth = defineQuery((db, p: ProductSum) =>
  db
    .insertInto('product_months')
    .values({
      month: p.month,
      product_id: p.productId,
      quantity: p.quantity,
      weight_grams: p.weightGrams,
      gross_minor: p.grossMinor,
    })
    .onConflict((conflict) =>
      conflict.columns(['month', 'product_id']).doUpdateSet((sum) => ({
        quantity: sum('product_months.quantity', '+', sum.ref('excluded.quantity')),
        weight_grams: sum('product_months.weight_grams', '+', sum.ref('excluded.weight_grams')),
        gross_minor: sum('product_months.gross_minor', '+', sum.ref('excluded.gross_minor')),
      })),
    ),
)

/** What a fact adds to a day of a tax. */
export interface DayTaxRow {
  readonly businessDate: string
  readonly rateId: number
  readonly ratePpm: number
  readonly name: string
  readonly netMinor: number
  readonly taxMinor: number
}

export const addToDayTaxes = defineQuery((db, p: DayTaxRow) =>
  db
    .insertInto('day_taxes')
    .values({
      business_date: p.businessDate,
      rate_id: p.rateId,
      rate_ppm: p.ratePpm,
      name: p.name,
      net_minor: p.netMinor,
      tax_minor: p.taxMinor,
    })
    .onConflict((conflict) =>
      conflict.columns(['business_date', 'rate_id', 'rate_ppm']).doUpdateSet((sum) => ({
        net_minor: sum('day_taxes.net_minor', '+', sum.ref('excluded.net_minor')),
        tax_minor: sum('day_taxes.tax_minor', '+', sum.ref('excluded.tax_minor')),
      })),
    ),
)

/** What went back on a day for one reason, by one person. */
export interface DayRefundRow {
  readonly businessDate: string
  readonly kind: string
  readonly reason: string
  readonly operatorId: number
  readonly employeeId: string
  readonly amountMinor: number
}

export const addToDayRefunds = defineQuery((db, p: DayRefundRow) =>
  db
    .insertInto('day_refunds')
    .values({
      business_date: p.businessDate,
      kind: p.kind,
      reason: p.reason,
      operator_id: p.operatorId,
      employee_id: p.employeeId,
      refund_count: 1,
      amount_minor: p.amountMinor,
    })
    .onConflict((conflict) =>
      conflict.columns(['business_date', 'kind', 'reason', 'operator_id', 'employee_id']).doUpdateSet((sum) => ({
        refund_count: sum('day_refunds.refund_count', '+', sum.ref('excluded.refund_count')),
        amount_minor: sum('day_refunds.amount_minor', '+', sum.ref('excluded.amount_minor')),
      })),
    ),
)
