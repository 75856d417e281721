import { ackedAfter as ackedRightly, type StreamCursor } from '#core/journal/replication.ts'

export {
  BATCH_ENTRIES_MAX,
  BATCH_BYTES_MAX,
  WINDOW_BATCHES_MAX,
  STATUS_HEADS_MAX,
  nextBatch,
  isNewerPosition,
  withMark,
  statusCursors,
  judgeEntry,
} from '#core/journal/replication.ts'

/** Planted: what the hub once had it has for ever, whatever it says now. */
export const ackedAfter = (cursor: StreamCursor, lastSeq: number): StreamCursor =>
  ackedRightly(cursor, Math.max(cursor.ackedSeq, lastSeq))
