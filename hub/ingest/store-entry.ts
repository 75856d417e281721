import { assert } from '#core/errors/assert.ts'
import { isEntryType } from '#core/journal/entry-bodies.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import { insertEntry, moveStreamHead } from '#hub/ingest/entry-queries.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { projectFact } from '#hub/ingest/project-fact.ts'

/** The stream an entry goes on. */
export interface StreamPlace {
  readonly streamNumber: number
  readonly deviceNumber: number
}

/**
 * Writes an entry that was judged to be the next of its stream, moves the stream's head, and applies it. `text` is what
 * its hash covers. This is the one path from a fact to the tables.
 */
export async function storeEntry(
  tx: Tx,
  { streamNumber, deviceNumber }: StreamPlace,
  { entry, text }: { readonly entry: JournalEntry; readonly text: string },
  changes: Changes,
): Promise<number> {
  const inserted = await tx.one(insertEntry, {
    streamNumber,
    seq: entry.seq,
    id: entry.id,
    type: entry.type,
    at: entry.at,
    businessDate: entry.businessDate,
    actorId: entry.actor.id,
    hash: entry.hash,
    text,
    private: entry.private === undefined ? null : JSON.stringify(entry.private),
  })
  assert(inserted !== undefined, 'An inserted entry has a number.')
  await tx.run(moveStreamHead, { number: streamNumber, seq: entry.seq, hash: entry.hash })
  const { type } = entry
  if (isEntryType(type)) {
    const businessDate = entry.businessDate ?? entry.at.slice(0, 'YYYY-MM-DD'.length)
    // The body was checked against its type before it came here.
    const body = entry.body as EntryBodies[typeof type]
    await projectFact(tx, type, { body, entry, number: inserted.number, businessDate, deviceNumber, changes })
  }
  return inserted.number
}
