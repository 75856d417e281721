import { defineQuery } from '#hub/db/query.ts'

export const findStream = defineQuery((db, p: { stream: string }) =>
  db.selectFrom('streams').selectAll().where('stream', '=', p.stream),
)

export const insertStream = defineQuery(
  (db, p: { stream: string; deviceId: string; deviceNumber: number; lastHash: string }) =>
    db.insertInto('streams').values({
      stream: p.stream,
      device_id: p.deviceId,
      device_number: p.deviceNumber,
      last_seq: 0,
      last_hash: p.lastHash,
      quarantined_why: null,
      anchored_seq: null,
      anchored_hash: null,
      anchored_at: null,
    }),
)

export const moveStreamHead = defineQuery((db, p: { number: number; seq: number; hash: string }) =>
  db.updateTable('streams').set({ last_seq: p.seq, last_hash: p.hash }).where('number', '=', p.number),
)

export const moveStreamAnchor = defineQuery((db, p: { stream: string; seq: number; hash: string; at: string }) =>
  db
    .updateTable('streams')
    .set({ anchored_seq: p.seq, anchored_hash: p.hash, anchored_at: p.at })
    .where('stream', '=', p.stream),
)

export const keepToldHead = defineQuery((db, p: { deviceId: string; stream: string; seq: number }) =>
  db.replaceInto('told_heads').values({ device_id: p.deviceId, stream: p.stream, seq: p.seq }),
)

export const quarantineStream = defineQuery((db, p: { number: number; why: string }) =>
  db.updateTable('streams').set({ quarantined_why: p.why }).where('number', '=', p.number),
)

export const newestStreamOf = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('streams')
    .selectAll()
    .where('device_id', '=', p.deviceId)
    .where('last_seq', '>', 0)
    .orderBy('number', 'desc')
    .limit(1),
)

export interface EntryRow {
  readonly streamNumber: number
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly at: string
  readonly businessDate: string | null
  readonly actorId: number | null
  readonly hash: string
  readonly text: string
  readonly private: string | null
}

export const insertEntry = defineQuery((db, row: EntryRow) =>
  db
    .insertInto('entries')
    .values({
      stream_number: row.streamNumber,
      seq: row.seq,
      id: row.id,
      type: row.type,
      at: row.at,
      business_date: row.businessDate,
      actor_id: row.actorId,
      hash: row.hash,
      text: row.text,
      private: row.private,
    })
    .returning('number'),
)

export const findEntryHash = defineQuery((db, p: { streamNumber: number; seq: number }) =>
  db.selectFrom('entries').select('hash').where('stream_number', '=', p.streamNumber).where('seq', '=', p.seq),
)

export const quarantineEntry = defineQuery(
  (
    db,
    p: { deviceId: string; stream: string; seq: number; hash: string; why: string; entry: string; receivedAt: string },
  ) =>
    db.insertInto('quarantined_entries').orIgnore().values({
      device_id: p.deviceId,
      stream: p.stream,
      seq: p.seq,
      hash: p.hash,
      why: p.why,
      entry: p.entry,
      received_at: p.receivedAt,
    }),
)

export const countQuarantined = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('quarantined_entries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('device_id', '=', p.deviceId),
)

export const insertException = defineQuery(
  (db, p: { kind: string; at: string; entryNumber: number | null; detail: string }) =>
    db.insertInto('exceptions').values({ kind: p.kind, at: p.at, entry_number: p.entryNumber, detail: p.detail }),
)
