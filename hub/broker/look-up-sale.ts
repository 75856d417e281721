import { DomainError } from '#core/errors/domain-error.ts'
import { receiptPrefix } from '#core/identity/device-name.ts'
import type { LookedUpSale } from '#core/protocol/store-requests.ts'
import { readRefunded } from '#hub/claims/read-refunded.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { API_RECEIPT_PREFIX } from '#hub/sales/post-sale.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { findSale, findSaleByUuid } from '#hub/sales/sale-queries.ts'

const newestByLabel = defineQuery((db, p: { label: string }) =>
  db.selectFrom('sales').selectAll().where('receipt_label', '=', p.label).orderBy('id', 'desc').limit(1),
)

const everyEnrolment = defineQuery((db) => db.selectFrom('devices').select(['name', 'generation']))

const LABEL = /^(?<prefix>[\w-]+)-\d{6,9}$/u
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u
const SALE_NUMBER = /^\d{1,15}$/u

const findBy = async (reader: Reader, asked: string) => {
  if (UUID.test(asked)) return reader.one(findSaleByUuid, { saleUuid: asked })
  const byLabel = await reader.one(newestByLabel, { label: asked })
  if (byLabel !== undefined || !SALE_NUMBER.test(asked)) return byLabel
  return reader.one(findSale, { id: Number(asked) })
}

/** A receipt whose prefix no till of this shop ever had is another shop's. */
const refusalFor = async (reader: Reader, asked: string): Promise<DomainError> => {
  const prefix = LABEL.exec(asked)?.groups?.['prefix']
  if (prefix !== undefined && prefix !== API_RECEIPT_PREFIX) {
    const devices = await reader.all(everyEnrolment, {})
    if (!devices.some(({ name, generation }) => receiptPrefix(name, generation) === prefix)) {
      return new DomainError('refund_other_shop', 'No till of this shop prints such receipts.', { prefix })
    }
  }
  return new DomainError('sale_not_known_here', 'The hub knows no such sale.')
}

/**
 * Finds a sale by what its receipt says, or by one of its ids, with what went back of it and what is reserved. Of two
 * with one label the newer: a card was rolled back.
 */
export const lookUpSale = async (reader: Reader, asked: string): Promise<LookedUpSale> => {
  const row = await findBy(reader, asked)
  if (row === undefined) throw await refusalFor(reader, asked)
  const sale = await readSaleFact(reader, row.entry_number)
  return { sale, status: row.status, refunded: await readRefunded(reader, row.id, sale) }
}
