import { sql } from 'kysely'
import { entryText } from '#hub/archive/entry-text.ts'
import { defineQuery } from '#hub/db/query.ts'

interface EntryFilter {
  readonly before: number
  readonly type: string | null
  readonly deviceNumber: number | null
  readonly actorId: number | null
  readonly from: string | null
  readonly to: string | null
  readonly rows: number
}

const entryColumns = [
  'entries.number',
  'streams.stream',
  'streams.device_number',
  'entries.seq',
  'entries.id',
  'entries.type',
  'entries.at',
  'entries.business_date',
  'entries.hash',
] as const

export const listEntries = defineQuery((db, p: EntryFilter) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select([...entryColumns, entryText()])
    .where('entries.number', '<', p.before)
    .where(sql<boolean>`(${p.type} is null or entries.type = ${p.type})`)
    .where(sql<boolean>`(${p.deviceNumber} is null or streams.device_number = ${p.deviceNumber})`)
    .where(sql<boolean>`(${p.actorId} is null or entries.actor_id = ${p.actorId})`)
    .where(sql<boolean>`(${p.from} is null or entries.at >= ${p.from})`)
    .where(sql<boolean>`(${p.to} is null or entries.at < ${p.to})`)
    .orderBy('entries.number', 'desc')
    .limit(p.rows),
)

export const listStreams = defineQuery((db, p: { after: number; rows: number }) =>
  db.selectFrom('streams').selectAll().where('number', '>', p.after).orderBy('number').limit(p.rows),
)

export const listEntriesOfStream = defineQuery((db, p: { streamNumber: number; afterSeq: number; rows: number }) =>
  db
    .selectFrom('entries')
    .select(['seq', 'hash', entryText(), 'private'])
    .where('stream_number', '=', p.streamNumber)
    .where('seq', '>', p.afterSeq)
    .orderBy('seq')
    .limit(p.rows),
)

export const listExceptions = defineQuery((db, p: { before: number; rows: number }) =>
  db.selectFrom('exceptions').selectAll().where('number', '<', p.before).orderBy('number', 'desc').limit(p.rows),
)
