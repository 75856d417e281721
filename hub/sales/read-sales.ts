import { sql } from 'kysely'
import { saleLineNumber } from '#core/sale/receipt-label.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { readPastRefunds } from '#hub/sales/past-refunds.ts'
import { readBuyer } from '#hub/sales/read-buyer.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { findSaleLines, findSaleTenders } from '#hub/sales/sale-queries.ts'
import type { SaleRows } from '#hub/sales/sale-wire.ts'

interface SaleFilter {
  readonly status: string | null
  readonly phonePattern: string | null
  readonly namePattern: string | null
  readonly skip: number
  readonly rows: number
}

export const listSales = defineQuery((db, p: SaleFilter) =>
  db
    .selectFrom('sales')
    .selectAll()
    .where(sql<boolean>`(${p.status} is null or status = ${p.status})`)
    .where(
      sql<boolean>`(${p.phonePattern} is null or customer_id in
        (select id from customers where phone like ${p.phonePattern} escape '\\'))`,
    )
    .where(
      sql<boolean>`(${p.namePattern} is null or customer_id in
        (select id from customers where name like ${p.namePattern} escape '\\'))`,
    )
    .orderBy('completed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.rows)
    .offset(p.skip),
)

/** A sale's lines and payments beside it, its entry, who bought by a tax invoice, and what went back. */
export async function readSaleRows(
  reader: Reader,
  sale: SaleRows['sale'] & { readonly entry_number: number },
): Promise<SaleRows> {
  const range = { from: saleLineNumber(sale.id, 0), to: saleLineNumber(sale.id + 1, 0) }
  const fact = await readSaleFact(reader, sale.entry_number)
  return {
    sale,
    fact,
    buyer: await readBuyer(reader, sale.entry_number, fact),
    // Of most sales nothing ever goes back.
    refunds: sale.status === 'completed' ? [] : await readPastRefunds(reader, sale.id),
    lines: await reader.all(findSaleLines, range),
    tenders: await reader.all(findSaleTenders, { saleId: sale.id }),
  }
}
