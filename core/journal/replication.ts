import { GENESIS_HASH, type JournalEntry, type JournalPlace } from '#core/journal/entry.ts'
import { hashedText } from '#core/journal/seal.ts'
import { isSealable } from '#core/journal/sealable.ts'
import type { Sha256 } from '#core/ports/sha256.ts'

/** Entries in one batch: enough that a round trip does not matter. */
export const BATCH_ENTRIES_MAX = 50

/** Bytes in one batch; a single larger entry still travels, alone. */
export const BATCH_BYTES_MAX = 256 * 1024

/** Batches on the way at once, for each till. */
export const WINDOW_BATCHES_MAX = 4

/** Heads of so many streams travel in one status message. */
export const STATUS_HEADS_MAX = 64

/** The newest streams whose heads are always told, even when all of them are acknowledged. */
const STATUS_RECENT_STREAMS = 8

/** How far a stream was written here, and how far the hub is known to hold it. */
export interface StreamCursor {
  readonly stream: string
  readonly headSeq: number
  readonly ackedSeq: number
  /** Entries up to here are no longer kept where they were written: the hub has had them for long. */
  readonly prunedSeq?: number
}

/** How far a till has sent of each stream on this connection; ahead of `ackedSeq` while batches are on the way. */
export type SentUpTo = ReadonlyMap<string, number>

/** What to read and send next: entries after `afterSeq` of `stream`. */
export interface NextBatch {
  readonly stream: string
  readonly afterSeq: number
}

/**
 * The batch a till sends next, oldest stream first, or undefined when the window is full or nothing is left.
 * `cursors` are in order of age. A later stream waits until its elders are acknowledged, so that the hub meets parents
 * first, and a parent that it does not have is one that it will not get.
 */
export function nextBatch(
  cursors: readonly StreamCursor[],
  sentUpTo: SentUpTo,
  batchesUnderWay: number,
): NextBatch | undefined {
  if (batchesUnderWay >= WINDOW_BATCHES_MAX) return undefined
  for (const { stream, headSeq, ackedSeq } of cursors) {
    const afterSeq = Math.max(ackedSeq, sentUpTo.get(stream) ?? 0)
    if (afterSeq < headSeq) return { stream, afterSeq }
    if (ackedSeq < headSeq) return undefined
  }
  return undefined
}

/** The hub's word on how far it holds each stream, durable. `counter` grows within one `hubBoot`. */
export interface PositionMark {
  readonly hubBoot: string
  readonly counter: number
}

/** Incarnations of the hub that are remembered: late messages of theirs are days old, not months. */
const MARKS_MAX = 16

/**
 * True for a position that counts higher than any heard of its incarnation; `marks` has the highest count of each, the
 * latest heard last. No incarnation is ever shut out: a late message of one that is over may be believed once, but the
 * living one goes on counting and has the last word.
 */
export const isNewerPosition = (marks: readonly PositionMark[], came: PositionMark): boolean =>
  marks.every((mark) => mark.hubBoot !== came.hubBoot || mark.counter < came.counter)

/** The marks after a position was heard. */
export const withMark = (marks: readonly PositionMark[], { hubBoot, counter }: PositionMark): readonly PositionMark[] =>
  [...marks.filter((mark) => mark.hubBoot !== hubBoot), { hubBoot, counter }].slice(-MARKS_MAX)

/** The acknowledged place after the hub spoke: its word holds downwards too, as far as entries are kept here. */
export const ackedAfter = (cursor: StreamCursor, lastSeq: number): StreamCursor => ({
  ...cursor,
  ackedSeq: Math.min(cursor.headSeq, Math.max(cursor.prunedSeq ?? 0, lastSeq)),
})

/**
 * Streams whose heads go into a status: all with unacknowledged entries, oldest first, and the newest few; then those
 * whose place this incarnation of the hub has not told yet (`told` has the others). So what a hub forgot is asked for
 * until it answers.
 */
export function statusCursors(cursors: readonly StreamCursor[], told: ReadonlySet<string>): readonly StreamCursor[] {
  const recent = new Set(cursors.slice(-STATUS_RECENT_STREAMS))
  const isDue = (cursor: StreamCursor): boolean => cursor.ackedSeq < cursor.headSeq || recent.has(cursor)
  const untold = cursors.filter((cursor) => !isDue(cursor) && !told.has(cursor.stream))
  return [...cursors.filter(isDue), ...untold].slice(0, STATUS_HEADS_MAX)
}

/** What a hub makes of an entry: store it, know it, or say what is wrong. */
export type Verdict = 'next' | 'known' | 'gap' | 'fork' | 'chain_broken' | 'hash_wrong'

// The first entry of a stream links to the parent that it names.
const isFirst = ({ type, body, prevHash }: JournalEntry): boolean => {
  const { parent } = body
  if (type !== 'stream_opened') return false
  if (typeof parent !== 'object' || parent === null) return prevHash === GENESIS_HASH
  return 'hash' in parent && prevHash === parent.hash
}

/**
 * Judges an entry against what is held of its stream. `held` is the last entry held (undefined: none); `heldHash` is the
 * hash held at the entry's own `seq`, where it is not beyond `held`. The chain starts at the parent that
 * `stream_opened` names, or at `GENESIS_HASH`.
 */
export function judgeEntry(
  held: JournalPlace | undefined,
  heldHash: string | undefined,
  entry: JournalEntry,
  sha256: Sha256,
): Verdict {
  const lastSeq = held?.seq ?? 0
  if (entry.seq <= lastSeq) return heldHash === entry.hash ? 'known' : 'fork'
  if (entry.seq > lastSeq + 1) return 'gap'
  const isLinked = held === undefined ? isFirst(entry) : entry.prevHash === held.hash
  if (!isLinked) return 'chain_broken'
  // A sealed entry is sealable: what is not was forged, and must not reach the hash or a table.
  return isSealable(entry) && sha256(hashedText(entry)) === entry.hash ? 'next' : 'hash_wrong'
}
