import type { Sale } from '#core/sale/sale.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

interface DayTotalsRow {
  readonly businessDate: string
  readonly deviceNumber: number
  readonly saleCount: number
  readonly itemCount: number
  readonly discountMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly voidCount: number
  readonly voidMinor: number
}

const addToDay = defineQuery((db, p: DayTotalsRow) =>
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
      })),
    ),
)

const addToDayTenders = defineQuery(
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

interface ProductSum {
  readonly businessDate: string
  readonly month: string
  readonly productId: number
  readonly quantity: number
  readonly weightGrams: number
  readonly grossMinor: number
}

const addToProductDay = defineQuery((db, p: ProductSum) =>
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

const addToProductMonth = defineQuery((db, p: ProductSum) =>
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

const NOTHING = { quantity: 0, weightGrams: 0, grossMinor: 0 }

const productSums = (sale: Pick<Sale, 'lines'>, sign: 1 | -1, businessDate: string): ProductSum[] => {
  const month = businessDate.slice(0, 'YYYY-MM'.length)
  const sums = new Map<number, ProductSum>()
  for (const { productId, quantity, grossMinor } of sale.lines) {
    if (productId === null) continue
    const before = sums.get(productId) ?? NOTHING
    const isWeighed = quantity.unit === 'gram'
    sums.set(productId, {
      businessDate,
      month,
      productId,
      quantity: before.quantity + sign * (isWeighed ? 1 : quantity.count),
      weightGrams: before.weightGrams + (isWeighed ? sign * quantity.weightGrams : 0),
      grossMinor: before.grossMinor + sign * grossMinor,
    })
  }
  return [...sums.values()]
}

/** The name a payment goes by in lists and reports. */
export const methodOf = (tender: Sale['tenders'][number]): string =>
  tender.kind === 'other' ? tender.method : tender.kind

/** Adds a sale to the roll-ups of a day, or takes a voided one out on the day of the void. */
export async function applyToRollups(
  tx: Tx,
  sale: Sale,
  { businessDate, deviceNumber }: { readonly businessDate: string; readonly deviceNumber: number },
  kind: 'sold' | 'voided',
): Promise<void> {
  const sign = kind === 'sold' ? 1 : -1
  const { itemCount, discountMinor, taxMinor, totalMinor } = sale.totals
  await tx.run(addToDay, {
    businessDate,
    deviceNumber,
    saleCount: kind === 'sold' ? 1 : 0,
    itemCount: sign * itemCount,
    discountMinor: sign * discountMinor,
    taxMinor: sign * taxMinor,
    totalMinor: sign * totalMinor,
    voidCount: kind === 'sold' ? 0 : 1,
    voidMinor: kind === 'sold' ? 0 : totalMinor,
  })
  await tx.runEach(
    addToDayTenders,
    sale.tenders.map((tender) => {
      return { businessDate, method: methodOf(tender), count: sign, amountMinor: sign * tender.amountMinor }
    }),
  )
  const sums = productSums(sale, sign, businessDate)
  await tx.runEach(addToProductDay, sums)
  await tx.runEach(addToProductMonth, sums)
}
