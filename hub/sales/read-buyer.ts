import { Check } from 'typebox/value'
import { buyerSchema, type Buyer } from '#core/customer/customer.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { PrivatePart } from '#core/journal/entry.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const findPrivate = defineQuery((db, p: { number: number }) =>
  db.selectFrom('entries').select('private').where('number', '=', p.number),
)

/** Who bought by a tax invoice, from beside its entry; undefined for another sale, and where a till wrote something else. */
export async function readBuyer(
  reader: Reader,
  entryNumber: number,
  { invoiceLabel, privateHash }: EntryBodies['sale_completed'],
): Promise<Buyer | 'erased' | undefined> {
  if (invoiceLabel === undefined || privateHash === undefined) return undefined
  const found = await reader.one(findPrivate, { number: entryNumber })
  if (found?.private == null) return 'erased'
  // That it is a private part was checked before it was stored; what is in it was not.
  const { buyer } = (JSON.parse(found.private) as PrivatePart).data
  return Check(buyerSchema, buyer) ? buyer : undefined
}
