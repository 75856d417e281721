import { assert } from '#core/errors/assert.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'

/** The body of an entry of this type: what the journal checked against its schema when it was written. */
export function bodyOf<T extends EntryType>(
  { type, body }: Pick<JournalEntry, 'type' | 'body'>,
  expected: T,
): EntryBodies[T] {
  assert(type === expected, `An entry of ${expected} is read as one.`)
  return body as unknown as EntryBodies[T]
}
