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

const countLater = defineQuery((db, p: { deviceId: string; number: number }) =>
  db
    .selectFrom('streams')
    .select(({ fn }) => fn.sum<number | null>('last_seq').as('count'))
    .where('device_id', '=', p.deviceId)
    .where('number', '>', p.number),
)

const lostAfter = async (tx: Tx, deviceId: string, number: number): Promise<number> =>
  (await tx.one(countLater, { deviceId, number }))?.count ?? 0

const breakAt = async (tx: Tx, deviceId: string, parent: JournalPlace): Promise<Break | undefined> => {
  const row = await tx.one(findStream, { stream: parent.stream })
  if (row === undefined || row.device_id !== deviceId) return { kind: 'journal_parent_missing' }
  if (parent.seq > row.last_seq) {
    // What comes after an entry that is kept apart is kept apart with it, and somebody knows.
    return row.quarantined_why === null ? { kind: 'journal_parent_missing' } : undefined
  }
  const held = await tx.one(findEntryHash, { streamNumber: row.number, seq: parent.seq })
  if (held?.hash !== parent.hash) return { kind: 'journal_parent_missing' }
  const lostCount = row.last_seq - parent.seq + (await lostAfter(tx, deviceId, row.number))
  return lostCount === 0 ? undefined : { kind: 'journal_forked', lostCount }
}

const findBreak = async (tx: Tx, deviceId: string, parent: Parent): Promise<Break | undefined> => {
  if (parent !== null) return breakAt(tx, deviceId, parent)
  const lostCount = await lostAfter(tx, deviceId, 0)
  return lostCount === 0 ? undefined : { kind: 'journal_forked', lostCount }
}

/** The device and the stream that it opens. */
export interface Opening {
  readonly deviceId: string
  readonly deviceNumber: number
  readonly stream: string
  readonly parent: Parent
  readonly receivedAt: string
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
  const found = await findBreak(tx, deviceId, parent)
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
