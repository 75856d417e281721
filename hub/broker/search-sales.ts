import { sql } from 'kysely'
import { DomainError } from '#core/errors/domain-error.ts'
import { FOUND_MAX, type FoundSale, type SaleSearchRequest } from '#core/protocol/store-requests.ts'
import { phoneEndPattern } from '#hub/customers/phone-digits.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { likePattern } from '#hub/http/like-pattern.ts'

const columns = [
  'sales.sale_uuid',
  'sales.receipt_label',
  'sales.completed_at',
  'sales.total_minor',
  'sales.item_count',
  'sales.status',
] as const

const byCard = defineQuery((db, p: { last4: string; limit: number }) =>
  db
    .selectFrom('sale_tenders')
    .innerJoin('sales', 'sales.id', 'sale_tenders.sale_id')
    .select(columns)
    .distinct()
    .where('sale_tenders.card_last4', '=', p.last4)
    .orderBy('sales.completed_at', 'desc')
    .orderBy('sales.id', 'desc')
    .limit(p.limit),
)

const byCustomer = defineQuery((db, p: { namePattern: string | null; phonePattern: string | null; limit: number }) =>
  db
    .selectFrom('sales')
    .select(columns)
    .where(
      sql<boolean>`customer_id in (select id from customers
        where name like ${p.namePattern} escape '\\' or phone_digits like ${p.phonePattern})`,
    )
    .orderBy('completed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(p.limit),
)

const LAST4 = /^\d{4}$/u

const rowsFor = async (reader: Reader, { by, text }: Pick<SaleSearchRequest, 'by' | 'text'>) => {
  if (by === 'card') {
    const last4 = text.trim()
    if (!LAST4.test(last4)) throw new DomainError('text_invalid', 'The last four digits of the card are asked for.')
    return reader.all(byCard, { last4, limit: FOUND_MAX })
  }
  return reader.all(byCustomer, {
    namePattern: likePattern(text.trim()),
    phonePattern: phoneEndPattern(text) ?? null,
    limit: FOUND_MAX,
  })
}

/** The newest sales of customers of this name or phone, or of cards that end so. */
export async function searchSales(reader: Reader, asked: Pick<SaleSearchRequest, 'by' | 'text'>): Promise<FoundSale[]> {
  return (await rowsFor(reader, asked)).map((row) => ({
    saleId: row.sale_uuid,
    receiptLabel: row.receipt_label,
    completedAt: row.completed_at,
    totalMinor: row.total_minor,
    itemCount: row.item_count,
    status: row.status,
  }))
}
