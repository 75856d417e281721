import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

/** Why of kept entries that somebody has put aside for good: they are shown no more, and never judged again. */
const DISMISSED = 'dismissed'

export const listUnapplied = defineQuery((db, p: { before: number; rows: number }) =>
  db
    .selectFrom('entries_not_applied')
    .innerJoin('entries', 'entries.number', 'entries_not_applied.entry_number')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select([
      'entries.number',
      'streams.stream',
      'streams.device_number',
      'entries.seq',
      'entries.type',
      'entries.at',
      'entries.text',
      'entries_not_applied.why',
      'entries_not_applied.tried_by',
    ])
    .where('entries.number', '<', p.before)
    .orderBy('entries.number', 'desc')
    .limit(p.rows),
)

export const findUnapplied = defineQuery((db, p: { number: number }) =>
  db
    .selectFrom('entries_not_applied')
    .innerJoin('entries', 'entries.number', 'entries_not_applied.entry_number')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['entries.number', 'entries.hash', 'entries.text', 'entries.private', 'streams.device_number'])
    .where('entries.number', '=', p.number),
)

export const deleteUnapplied = defineQuery((db, p: { number: number }) =>
  db.deleteFrom('entries_not_applied').where('entry_number', '=', p.number),
)

export const noteTried = defineQuery((db, p: { number: number; why: string; triedBy: string }) =>
  db.updateTable('entries_not_applied').set({ why: p.why, tried_by: p.triedBy }).where('entry_number', '=', p.number),
)

export const listQuarantinedStreams = defineQuery((db, p: { before: number; rows: number }) =>
  db
    .selectFrom('streams')
    .leftJoin('devices', 'devices.id', 'streams.device_id')
    .leftJoin('quarantined_entries as kept', (join) =>
      join.onRef('kept.stream', '=', 'streams.stream').on('kept.why', '!=', DISMISSED),
    )
    .select(({ fn }) => [
      'streams.number',
      'streams.stream',
      'streams.device_id',
      'streams.device_number',
      'devices.name as device_name',
      'streams.last_seq',
      sql<string>`streams.quarantined_why`.as('why'),
      fn.count<number>('kept.number').as('kept_count'),
      fn.min('kept.seq').as('first_seq'),
      fn.min('kept.received_at').as('since'),
    ])
    .where('streams.quarantined_why', 'is not', null)
    .where('streams.number', '<', p.before)
    .groupBy('streams.number')
    .orderBy('streams.number', 'desc')
    .limit(p.rows),
)

export const findQuarantinedStream = defineQuery((db, p: { number: number }) =>
  db.selectFrom('streams').selectAll().where('number', '=', p.number).where('quarantined_why', 'is not', null),
)

/** Null opens it. */
export const stopStream = defineQuery((db, p: { number: number; why: string | null }) =>
  db.updateTable('streams').set({ quarantined_why: p.why }).where('number', '=', p.number),
)

export const listKept = defineQuery((db, p: { stream: string; rows: number }) =>
  db
    .selectFrom('quarantined_entries')
    .select(['number', 'entry'])
    .where('stream', '=', p.stream)
    .where('why', '!=', DISMISSED)
    .orderBy('seq')
    .orderBy('number')
    .limit(p.rows),
)

export const deleteKept = defineQuery((db, p: { number: number }) =>
  db.deleteFrom('quarantined_entries').where('number', '=', p.number),
)

export const dismissKept = defineQuery((db, p: { stream: string }) =>
  db.updateTable('quarantined_entries').set({ why: DISMISSED }).where('stream', '=', p.stream),
)

export const countWaiting = defineQuery((db) =>
  db.selectNoFrom((part) => [
    part
      .selectFrom('entries_not_applied')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .as('entryCount'),
    part
      .selectFrom('streams')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('quarantined_why', 'is not', null)
      .as('streamCount'),
  ]),
)
