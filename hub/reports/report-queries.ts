import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

interface Range {
  readonly from: string
  readonly to: string
}

export const sumDays = defineQuery((db, p: Range) =>
  db
    .selectFrom('day_totals')
    .select([
      sql<number>`coalesce(sum(sale_count - void_count), 0)`.as('sale_count'),
      sql<number>`coalesce(sum(item_count), 0)`.as('item_count'),
      sql<number>`coalesce(sum(discount_minor), 0)`.as('discount_minor'),
      sql<number>`coalesce(sum(tax_minor), 0)`.as('tax_minor'),
      sql<number>`coalesce(sum(total_minor), 0)`.as('total_minor'),
      sql<number>`coalesce(sum(refund_count), 0)`.as('refund_count'),
      sql<number>`coalesce(sum(refund_minor), 0)`.as('refund_minor'),
      sql<number>`coalesce(sum(return_count), 0)`.as('return_count'),
      sql<number>`coalesce(sum(return_minor), 0)`.as('return_minor'),
      sql<number>`coalesce(sum(void_count), 0)`.as('void_count'),
      sql<number>`coalesce(sum(void_minor), 0)`.as('void_minor'),
    ])
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to),
)

export const listDays = defineQuery((db, p: Range) =>
  db
    .selectFrom('day_totals')
    .select([
      'business_date',
      sql<number>`sum(sale_count - void_count)`.as('sale_count'),
      sql<number>`sum(total_minor)`.as('total_minor'),
    ])
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to)
    .groupBy('business_date')
    .orderBy('business_date'),
)

export const sumTenders = defineQuery((db, p: Range) =>
  db
    .selectFrom('day_tenders')
    .select([
      'method',
      sql<number>`sum(tender_count)`.as('tender_count'),
      sql<number>`sum(amount_minor)`.as('amount_minor'),
    ])
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to)
    .groupBy('method')
    .orderBy('amount_minor', 'desc'),
)

interface ProductRange {
  /** Days before the first whole month. */
  readonly headFrom: string
  readonly headTo: string
  /** Whole months. */
  readonly monthFrom: string
  readonly monthTo: string
  /** Days after the last whole month. */
  readonly tailFrom: string
  readonly tailTo: string
  readonly rows: number
}

/** The best sellers of a range: whole months from the months' roll-up, the days at both ends from the days'. */
export const topProducts = defineQuery((db, p: ProductRange) =>
  db
    .selectFrom(
      db
        .selectFrom('product_months')
        .select(['product_id', 'quantity', 'gross_minor'])
        .where('month', '>=', p.monthFrom)
        .where('month', '<=', p.monthTo)
        .unionAll(
          db
            .selectFrom('product_days')
            .select(['product_id', 'quantity', 'gross_minor'])
            .where('business_date', '>=', p.headFrom)
            .where('business_date', '<=', p.headTo),
        )
        .unionAll(
          db
            .selectFrom('product_days')
            .select(['product_id', 'quantity', 'gross_minor'])
            .where('business_date', '>=', p.tailFrom)
            .where('business_date', '<=', p.tailTo),
        )
        .as('part'),
    )
    .innerJoin('products', 'products.id', 'part.product_id')
    .select([
      'products.id',
      'products.name',
      sql<number>`sum(part.quantity)`.as('quantity'),
      sql<number>`sum(part.gross_minor)`.as('gross_minor'),
    ])
    .groupBy('products.id')
    .having(sql<number>`sum(part.quantity)`, '>', 0)
    .orderBy(sql`sum(part.gross_minor)`, 'desc')
    .orderBy('products.id')
    .limit(p.rows),
)

/** What went back by kind, reason and person. */
export const listRefunds = defineQuery((db, p: Range) =>
  db
    .selectFrom('day_refunds')
    .leftJoin('users', 'users.id', 'day_refunds.operator_id')
    .select([
      'kind',
      'reason',
      'operator_id',
      'employee_id',
      'users.name',
      sql<number>`sum(refund_count)`.as('refund_count'),
      sql<number>`sum(amount_minor)`.as('amount_minor'),
    ])
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to)
    .groupBy(['kind', 'reason', 'operator_id', 'employee_id'])
    .orderBy('amount_minor', 'desc')
    .orderBy('kind')
    .orderBy('reason')
    .orderBy('operator_id'),
)

/** The taxes of each day, by rate. */
export const listTaxes = defineQuery((db, p: Range) =>
  db
    .selectFrom('day_taxes')
    .select(['business_date', 'rate_id', 'rate_ppm', 'name', 'net_minor', 'tax_minor'])
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to)
    .orderBy('business_date')
    .orderBy('rate_id')
    .orderBy('rate_ppm'),
)
