import { assert } from '#core/errors/assert.ts'
import { bodyOf } from '#core/journal/body-of.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'

interface Journal {
  readonly byNumber: (entryNo: number) => JournalEntry | undefined
}

/** The body of the entry that a row of a table points at; undefined where there is no row. */
export function readBody<T extends EntryType>(
  journal: Journal,
  entryNo: number | undefined,
  type: T,
): EntryBodies[T] | undefined {
  if (entryNo === undefined) return undefined
  const entry = journal.byNumber(entryNo)
  assert(entry !== undefined, 'What a row points at stands in the journal.')
  return bodyOf(entry, type)
}
