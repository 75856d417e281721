import { isEntryType, type EntryBodies } from '#core/journal/entry-bodies.ts'
import type { JournalEntry, PrivatePart } from '#core/journal/entry.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Tx } from '#hub/db/connection.ts'
import { applyAlone, whyOf } from '#hub/ingest/apply-alone.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { ingestBatch } from '#hub/ingest/ingest-batch.ts'
import {
  deleteKept,
  deleteUnapplied,
  dismissKept,
  findQuarantinedStream,
  findUnapplied,
  listKept,
  noteTried,
  stopStream,
} from '#hub/quarantine/quarantine-queries.ts'

/** More than are kept of one device. */
const KEPT_MAX = 1000

/** What judging again needs. */
export interface Judging {
  readonly tx: Tx
  readonly changes: Changes
  readonly sha256: Sha256
  readonly version: string
  readonly nowIso: string
}

/** What came of it; `why`: what still speaks against it. */
export interface JudgedAgain {
  readonly isReleased: boolean
  readonly why: string | null
  readonly storedCount: number
}

interface StreamRow {
  readonly number: number
  readonly stream: string
  readonly device_id: string
  readonly device_number: number
  readonly last_seq: number
}

type UnappliedRow = { readonly hash: string; readonly text: string; readonly private: string | null }

const entryOf = ({ hash, text, private: part }: UnappliedRow): JournalEntry => ({
  // The text is what the hash covers, so it is an entry without its hash.
  ...(JSON.parse(text) as Omit<JournalEntry, 'hash'>),
  hash,
  ...(part === null ? {} : { private: JSON.parse(part) as PrivatePart }),
})

/** Applies an entry that is in the journal and in no projection; undefined where no such entry waits. */
export async function applyAgain(
  { tx, changes, version }: Judging,
  entryNumber: number,
): Promise<JudgedAgain | undefined> {
  const row = await tx.one(findUnapplied, { number: entryNumber })
  if (row === undefined) return undefined
  const entry = entryOf(row)
  const { type } = entry
  if (!isEntryType(type)) return { isReleased: false, why: 'type_unknown', storedCount: 0 }
  const fault = await applyAlone(tx, type, {
    // The body was checked against its type before it was stored.
    body: entry.body as EntryBodies[typeof type],
    entry,
    number: row.number,
    businessDate: entry.businessDate ?? entry.at.slice(0, 'YYYY-MM-DD'.length),
    deviceNumber: row.device_number,
    changes,
  })
  changes.isEntryNotApplied = true
  if (fault === undefined) {
    await tx.run(deleteUnapplied, { number: entryNumber })
    return { isReleased: true, why: null, storedCount: 0 }
  }
  const why = whyOf(fault)
  await tx.run(noteTried, { number: entryNumber, why, triedBy: version })
  return { isReleased: false, why, storedCount: 0 }
}

/** Judges each kept entry alone, so that a forged one does not hide the right one behind it. */
const takeKept = async (judging: Judging, row: StreamRow): Promise<JudgedAgain> => {
  const { tx, changes, sha256, nowIso: receivedAt } = judging
  const { number, stream, device_id: id, device_number: deviceNumber } = row
  const device = { id, deviceNumber }
  let last = row.last_seq
  let storedCount = 0
  const refused: { readonly seq: number; readonly why: string }[] = []
  for (const { number: keptNumber, entry: text } of await tx.all(listKept, { stream, rows: KEPT_MAX })) {
    const entry = JSON.parse(text) as JournalEntry
    await tx.run(stopStream, { number, why: null })
    // What is wrong with it is found again, and it is kept again.
    await tx.run(deleteKept, { number: keptNumber })
    const batch = { stream, head: { stream, seq: entry.seq }, entries: [entry] }
    const taken = await ingestBatch({ tx, device, batch, sha256, receivedAt, changes, onFault: 'keep' })
    last = taken.last
    storedCount += taken.storedCount
    if (taken.quarantined !== undefined) refused.push({ seq: entry.seq, why: taken.quarantined })
  }
  // Of two with one number the right one was taken: the other stays kept, and stops nobody.
  const why = refused.find(({ seq }) => seq > last)?.why ?? null
  await tx.run(stopStream, { number, why })
  return { isReleased: why === null, why, storedCount }
}

/**
 * Opens a stream that was stopped and judges what was kept of it anew, or puts that aside for good (`isDismissed`), so
 * that the till sends again what it holds. Undefined where no such stream is stopped.
 */
export async function takeAgain(
  judging: Judging,
  streamNumber: number,
  isDismissed: boolean,
): Promise<JudgedAgain | undefined> {
  const row = await judging.tx.one(findQuarantinedStream, { number: streamNumber })
  if (row === undefined) return undefined
  if (isDismissed) await judging.tx.run(dismissKept, { stream: row.stream })
  judging.changes.isEntryNotApplied = true
  return takeKept(judging, row)
}
