import { assert } from '#core/errors/assert.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { defineQuery } from '#hub/db/query.ts'
import { isErased } from '#hub/erasure/project-erasure.ts'
import { findHubFact, keepHubFact } from '#hub/ingest/hub-facts.ts'
import type { SegmentFiles } from '#hub/mirror/segment-files.ts'

/** The fact up to which erasure the mirror holds nothing any more that was erased. */
const ERASED_TO = 'mirror_erased_to'

const newestErasure = defineQuery((db) =>
  db.selectFrom('erasures').select(({ fn }) => fn.max<number | null>('number').as('number')),
)

const isSealedEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' && value !== null && 'stream' in value && 'seq' in value

/**
 * Takes out of the mirror what was erased by order since the last time: its lines are written anew without it. A mirror
 * that was away then is cleaned when it is back.
 */
export async function eraseInMirror(
  { read, write }: Pick<HubDatabase, 'read' | 'write'>,
  files: SegmentFiles,
): Promise<void> {
  const newest = (await read.one(newestErasure, {}))?.number ?? 0
  const done = Number((await read.one(findHubFact, { name: ERASED_TO }))?.value ?? 0)
  if (newest <= done) return
  await files.rewrite(async (text) => {
    const entry: unknown = JSON.parse(text)
    assert(isSealedEntry(entry), 'A line of the mirror is an entry.')
    if (entry.private === undefined || !(await isErased(read, entry))) return text
    const { private: _erased, ...rest } = entry
    return JSON.stringify(rest)
  })
  await write((tx) => tx.run(keepHubFact, { name: ERASED_TO, value: String(newest) }))
}
