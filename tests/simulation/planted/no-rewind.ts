import { ackedAfter as ackedRightly, type StreamCursor } from '#core/journal/replication.ts'

export * from '#core/journal/replication.ts'

/** Planted: what the hub once had it has for ever, whatever it says now. */
export const ackedAfter = (cursor: StreamCursor, lastSeq: number): StreamCursor =>
  ackedRightly(cursor, Math.max(cursor.ackedSeq, lastSeq))
