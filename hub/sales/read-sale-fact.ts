import { assert } from '#core/errors/assert.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { ARCHIVED } from '#hub/archive/entry-text.ts'
import type { Reader } from '#hub/db/connection.ts'
import { findEntryText } from '#hub/sales/sale-queries.ts'

/** The sale as its entry says it: what receipts and refunds go by. */
export async function readSaleFact(reader: Reader, entryNumber: number): Promise<EntryBodies['sale_completed']> {
  const found = await reader.one(findEntryText, { number: entryNumber })
  assert(found !== undefined, 'A sale names the entry that it came from.')
  if (found.text === ARCHIVED) throw new ServiceError('unavailable', 'archive')
  // The body was checked before the entry was stored, and the text has not changed since: its hash is in the chain.
  return (JSON.parse(found.text) as { body: EntryBodies['sale_completed'] }).body
}
