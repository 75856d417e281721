import { assert } from '#core/errors/assert.ts'
import { isEntryType } from '#core/journal/entry-bodies.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import { isStorageFault } from '#hub/db/storage-fault.ts'
import { asKept } from '#hub/erasure/project-erasure.ts'
import { applyAlone, keepUnapplied } from '#hub/ingest/apply-alone.ts'
import { insertEntry, moveStreamHead } from '#hub/ingest/entry-queries.ts'
import type { Changes, Fact } from '#hub/ingest/fact.ts'
import { projectFact } from '#hub/ingest/project-fact.ts'

/** The stream an entry goes on. */
export interface StreamPlace {
  readonly streamNumber: number
  readonly deviceNumber: number
  /**
   * What becomes of an entry that cannot be applied. `tell`: `NotAppliedError`, so that all that came with it is tried
   * again with `keep`, under which it is stored, changes nothing, and holds up nobody. Absent: its error is thrown.
   */
  readonly onFault?: 'tell' | 'keep'
}

/** An entry's projection threw, whatever it was: a bug of ours must not stop what others sent. */
export class NotAppliedError extends Error {
  constructor(cause: unknown) {
    super('An entry could not be applied.', { cause })
    this.name = 'NotAppliedError'
  }
}

const tellFault = async (apply: () => Promise<void>): Promise<void> => {
  try {
    await apply()
  } catch (error) {
    if (isStorageFault(error)) throw error
    throw new NotAppliedError(error)
  }
}

const applyGuarded = async <T extends EntryType>(
  tx: Tx,
  type: T,
  fact: Fact<T>,
  onFault: StreamPlace['onFault'],
): Promise<void> => {
  if (onFault === undefined) return projectFact(tx, type, fact)
  if (onFault === 'tell') return tellFault(() => projectFact(tx, type, fact))
  const fault = await applyAlone(tx, type, fact)
  if (fault === undefined) return
  fact.changes.isEntryNotApplied = true
  await keepUnapplied(tx, fact, fault)
}

/**
 * Writes an entry that was judged to be the next of its stream, moves the stream's head, and applies it. `text` is what
 * its hash covers. This is the one path from a fact to the tables.
 */
export async function storeEntry(
  tx: Tx,
  { streamNumber, deviceNumber, onFault }: StreamPlace,
  { entry: came, text }: { readonly entry: JournalEntry; readonly text: string },
  changes: Changes,
): Promise<number> {
  const entry = await asKept(tx, came)
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
    const fact = { body, entry, number: inserted.number, businessDate, deviceNumber, changes }
    await applyGuarded(tx, type, fact, onFault)
  }
  return inserted.number
}
