import { defineQuery } from '#hub/db/query.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'

/** The hub's own entries, in the order in which they were written here. */
export const listOwnEntries = defineQuery((db, p: { after: number; rows: number }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['entries.number', 'entries.hash', 'entries.text', 'entries.private'])
    .where('streams.device_number', '=', HUB_DEVICE_NUMBER)
    .where('entries.number', '>', p.after)
    .orderBy('entries.number')
    .limit(p.rows),
)

export const findEntryAt = defineQuery((db, p: { stream: string; seq: number }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['entries.number', 'entries.hash'])
    .where('streams.stream', '=', p.stream)
    .where('entries.seq', '=', p.seq),
)

export const newestEntryNumber = defineQuery((db) =>
  db.selectFrom('entries').select(({ fn }) => fn.max('number').as('number')),
)
