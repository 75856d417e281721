import { sql } from 'kysely'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { FOUND_MAX } from '#core/protocol/store-requests.ts'
import { readLeft } from '#hub/claims/claim-balance.ts'
import { customerFacts } from '#hub/customers/customer-facts.ts'
import { phoneDigits, phoneEndPattern } from '#hub/customers/phone-digits.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { likePattern } from '#hub/http/like-pattern.ts'

const PHONE_END_DIGITS = 4

const customersByCard = defineQuery((db, p: { cardNumber: string }) =>
  db.selectFrom('customers').selectAll().where('card_number', '=', p.cardNumber).where('is_active', '=', 1).limit(2),
)

const customersByName = defineQuery((db, p: { pattern: string; limit: number }) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where(sql<boolean>`name like ${p.pattern} escape '\\'`)
    .where('is_active', '=', 1)
    .orderBy('name')
    .orderBy('id')
    .limit(p.limit),
)

const customersByPhone = defineQuery((db, p: { pattern: string; limit: number }) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where('phone_digits', 'like', p.pattern)
    .where('is_active', '=', 1)
    .orderBy('id')
    .limit(p.limit),
)

interface CustomerRow {
  readonly id: number
  readonly name: string
  readonly phone_digits: string | null
  readonly group_ids: string
  readonly exemption: string | null
}

const toSaleCustomer = async (reader: Reader, row: CustomerRow): Promise<SaleCustomer> => {
  const left = await readLeft(reader, row.id)
  return {
    ...customerFacts(row),
    phoneEnd: (row.phone_digits ?? '').slice(-PHONE_END_DIGITS),
    loyaltyPoints: left.points,
    ...(left.accountMinor === null ? {} : { accountLeftMinor: left.accountMinor }),
  }
}

const findRows = async (reader: Reader, text: string): Promise<CustomerRow[]> => {
  const digits = phoneDigits(text)
  if (!/^\d+$/u.test(digits)) {
    return reader.all(customersByName, { pattern: likePattern(text.trim()) ?? '%', limit: FOUND_MAX })
  }
  const byCard = await reader.all(customersByCard, { cardNumber: digits })
  if (byCard.length > 0) return byCard
  const pattern = phoneEndPattern(text)
  return pattern === undefined ? [] : reader.all(customersByPhone, { pattern, limit: FOUND_MAX })
}

/** Finds active customers by the number of their card, by digits of their phone, or by a part of their name. */
export async function searchCustomers(reader: Reader, text: string): Promise<SaleCustomer[]> {
  const rows = await findRows(reader, text)
  return Promise.all(rows.map((row) => toSaleCustomer(reader, row)))
}
