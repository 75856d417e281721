import type { JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import {
  eraseCustomerRow,
  eraseKeptAnswers,
  eraseNotes,
  erasePaymentReference,
  erasePrivate,
  eraseTenderReferences,
  findErasure,
  insertErasure,
} from '#hub/erasure/erasure-queries.ts'
import type { Projection } from '#hub/ingest/fact.ts'

/** Takes the personal data out of the entries that are here, and remembers those that may still come. */
export const projectErasure: Projection<'personal_data_erased'> = async (tx, { body }) => {
  for (const place of body.entries) {
    await tx.run(insertErasure, place)
    await tx.run(eraseNotes, place)
    await tx.run(erasePaymentReference, place)
    await tx.run(eraseTenderReferences, place)
    await tx.run(erasePrivate, place)
  }
  await tx.run(eraseKeptAnswers, { customerId: body.customerId })
  await tx.run(eraseCustomerRow, { customerId: body.customerId })
}

/** True when the personal data of an entry was erased by order, so that it may be missing. */
export const isErased = async (tx: Pick<Tx, 'one'>, { stream, seq }: JournalEntry): Promise<boolean> =>
  (await tx.one(findErasure, { stream, seq })) !== undefined

/** The entry as it may be kept: one that comes once more brings nothing back that was erased. */
export const asKept = async (tx: Tx, entry: JournalEntry): Promise<JournalEntry> => {
  if (entry.private === undefined || !(await isErased(tx, entry))) return entry
  const { private: _erased, ...rest } = entry
  return rest
}
