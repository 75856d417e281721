import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { JournalPlace } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { findEntryHash, findStream, insertException, newestStreamOf } from '#hub/ingest/entry-queries.ts'

/** How a device's new stream goes on from elsewhere than from the newest entry that the hub has of it. */
type Break =
  /** From an older entry, or from nothing: its card went back in time, or it was rebuilt. */
  | { readonly kind: 'journal_forked'; readonly lostCount: number }
  /** From an entry that was never sent here, or that the hub has lost. */
  | { readonly kind: 'journal_parent_missing' }

type Parent = EntryBodies['stream_opened']['parent']

/** The device and the stream that it opens. */
export interface Opening {
  readonly deviceId: string
  readonly deviceNumber: number
  readonly stream: string
  readonly parent: Parent
  readonly receivedAt: string
}

const insertFork = defineQuery(
  (
    db,
    p: {
      stream: string
      deviceId: string
      foundAt: string
      resumedStream: string | null
      resumedSeq: number | null
      heldStream: string
      heldSeq: number
      lostCount: number
    },
  ) =>
    db.insertInto('journal_forks').orIgnore().values({
      stream: p.stream,
      device_id: p.deviceId,
      found_at: p.foundAt,
      resumed_stream: p.resumedStream,
      resumed_seq: p.resumedSeq,
      held_stream: p.heldStream,
      held_seq: p.heldSeq,
      lost_count: p.lostCount,
    }),
)

const laterStreams = defineQuery((db, p: { deviceId: string; number: number }) =>
  db
    .selectFrom('streams')
    .select(['stream', 'last_seq'])
    .where('device_id', '=', p.deviceId)
    .where('number', '>', p.number),
)

const firstEntries = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('streams')
    .leftJoin('entries', (join) => join.onRef('entries.stream_number', '=', 'streams.number').on('entries.seq', '=', 1))
    .select(['streams.stream', 'entries.text'])
    .where('streams.device_id', '=', p.deviceId),
)

/** The stream that each stream goes on from; null for one that goes on from nothing, or whose start is archived. */
type Parents = Map<string, string | null>

const readParents = async (tx: Tx, deviceId: string): Promise<Parents> => {
  const parents: Parents = new Map()
  for (const { stream, text } of await tx.all(firstEntries, { deviceId })) {
    const first = text === null ? undefined : (JSON.parse(text) as { body: Partial<EntryBodies['stream_opened']> })
    parents.set(stream, first?.body.parent?.stream ?? null)
  }
  return parents
}

/** A stream and those that it goes on from, up to the oldest, or to one that the hub does not have. */
const lineOf = (stream: string, parents: Parents): ReadonlySet<string> => {
  const line = new Set<string>()
  for (let at: string | null = stream; at !== null && !line.has(at); at = parents.get(at) ?? null) line.add(at)
  return line
}

/** True when two streams have gone on from the same place, neither from the other, as far as the hub can tell. */
const arePartedLines = (one: ReadonlySet<string>, other: ReadonlySet<string>, parents: Parents): boolean => {
  if (!one.isDisjointFrom(other)) return true
  return [...one, ...other].every((stream) => parents.has(stream))
}

/**
 * Entries of the device that came after a stream and are not in the line of the one that opens. (A hub that was put back
 * hears of streams in another order than they were written: those that this one goes on from, and those that go on from
 * it, may come before it, and some between them later still.)
 */
const lostAfter = async (tx: Tx, { deviceId, stream, parent }: Opening, number: number): Promise<number> => {
  const later = await tx.all(laterStreams, { deviceId, number })
  if (later.length === 0) return 0
  const parents = await readParents(tx, deviceId)
  parents.set(stream, parent?.stream ?? null)
  const line = lineOf(stream, parents)
  const lost = later.filter((one) => {
    const other = lineOf(one.stream, parents)
    return !line.has(one.stream) && !other.has(stream) && arePartedLines(line, other, parents)
  })
  return lost.reduce((sum, { last_seq }) => sum + last_seq, 0)
}

const breakAt = async (tx: Tx, opening: Opening, parent: JournalPlace): Promise<Break | undefined> => {
  const { deviceId } = opening
  const row = await tx.one(findStream, { stream: parent.stream })
  if (row === undefined || row.device_id !== deviceId) return { kind: 'journal_parent_missing' }
  if (parent.seq > row.last_seq) {
    // What comes after an entry that is kept apart is kept apart with it, and somebody knows.
    return row.quarantined_why === null ? { kind: 'journal_parent_missing' } : undefined
  }
  const held = await tx.one(findEntryHash, { streamNumber: row.number, seq: parent.seq })
  if (held?.hash !== parent.hash) return { kind: 'journal_parent_missing' }
  const lostCount = row.last_seq - parent.seq + (await lostAfter(tx, opening, row.number))
  return lostCount === 0 ? undefined : { kind: 'journal_forked', lostCount }
}

const findBreak = async (tx: Tx, opening: Opening): Promise<Break | undefined> => {
  const { parent } = opening
  if (parent !== null) return breakAt(tx, opening, parent)
  const lostCount = await lostAfter(tx, opening, 0)
  return lostCount === 0 ? undefined : { kind: 'journal_forked', lostCount }
}

type Place = Pick<JournalPlace, 'stream' | 'seq'>

const placeText = (place: Place | null): string =>
  place === null ? 'nothing' : `entry ${place.seq} of ${place.stream}`

const keepFork = async (tx: Tx, opening: Opening, held: Place | null, lostCount: number): Promise<void> => {
  const { deviceId, stream, parent, receivedAt: foundAt } = opening
  const resumed = { resumedStream: parent?.stream ?? null, resumedSeq: parent?.seq ?? null }
  const holding = { heldStream: held?.stream ?? '', heldSeq: held?.seq ?? 0 }
  await tx.run(insertFork, { stream, deviceId, foundAt, ...resumed, ...holding, lostCount })
}

/**
 * Sees whether a device goes on from where the hub has it, before its new stream is stored. Where it does not, nothing
 * is refused: what it writes is kept, the device is flagged, and somebody gets to know what it lost.
 */
export async function noteFork(tx: Tx, opening: Opening): Promise<void> {
  const { deviceId, deviceNumber, parent, receivedAt: at } = opening
  const found = await findBreak(tx, opening)
  if (found === undefined) return
  const newest = await tx.one(newestStreamOf, { deviceId })
  const held = newest === undefined ? null : { stream: newest.stream, seq: newest.last_seq }
  let detail = `device ${deviceNumber} goes on from ${placeText(parent)}, the hub has ${placeText(held)}`
  if (found.kind === 'journal_forked') {
    await keepFork(tx, opening, held, found.lostCount)
    detail += `: the device no longer has ${found.lostCount} of its entries`
  }
  await tx.run(insertException, { kind: found.kind, at, entryNumber: null, detail })
}
