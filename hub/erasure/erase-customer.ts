import { ERASED_ENTRIES_MAX } from '#core/journal/entry-bodies.ts'
import type { Actor } from '#core/journal/entry.ts'
import { findCustomer } from '#hub/customers/customer-queries.ts'
import { namesOfCustomer, refundsOfCustomer, salesOfCustomer } from '#hub/erasure/erasure-queries.ts'
import { notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import type { Work } from '#hub/ingest/journal.ts'

/** What came of an erasure. */
export interface Erased {
  readonly customerId: number
  /** Entries whose personal data is gone. */
  readonly entryCount: number
}

/**
 * Erases who a customer is, here and in every entry about them; sales and sums stay, and the chain still verifies. Tills
 * take it over as soon as they hear of it. Throws 404 for a customer that there is not.
 */
export const eraseCustomer = async (
  { tx, record }: Work,
  by: { readonly actor: Actor; readonly keyHash: string | undefined },
  customerId: number,
): Promise<Erased> => {
  if ((await tx.one(findCustomer, { id: customerId })) === undefined) throw notFound('Customer not found')
  const entries = [
    ...(await tx.all(namesOfCustomer, { customerId })),
    ...(await tx.all(salesOfCustomer, { customerId })),
    ...(await tx.all(refundsOfCustomer, { customerId })),
  ]
  // One entry at least, so that it stands on the record even where nothing was beside any.
  for (let at = 0; at === 0 || at < entries.length; at += ERASED_ENTRIES_MAX) {
    const body = { customerId, entries: entries.slice(at, at + ERASED_ENTRIES_MAX), ...keyField(by.keyHash) }
    await record(by.actor, { type: 'personal_data_erased', body })
  }
  return { customerId, entryCount: entries.length }
}
