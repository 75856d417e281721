import { sql } from 'kysely'
import { ARCHIVED } from '#hub/archive/entry-text.ts'
import { defineQuery } from '#hub/db/query.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'

/** Entries of tills whose text is still in its row, in order of arrival. The hub's own stay, and so do those not applied. */
export const listUnarchived = defineQuery((db, p: { after: number; rows: number }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .leftJoin('entries_not_applied', 'entries_not_applied.entry_number', 'entries.number')
    .select(['entries.number', 'streams.stream', 'entries.seq', 'entries.hash', 'entries.text'])
    .select(sql<string>`substr(coalesce(entries.business_date, entries.at), 1, 7)`.as('month'))
    .where('entries.number', '>', p.after)
    .where('entries.text', '!=', ARCHIVED)
    .where('streams.device_number', '!=', HUB_DEVICE_NUMBER)
    .where('entries_not_applied.entry_number', 'is', null)
    .orderBy('entries.number')
    .limit(p.rows),
)

export const emptyText = defineQuery((db, p: { number: number; hash: string }) =>
  db.updateTable('entries').set({ text: ARCHIVED }).where('number', '=', p.number).where('hash', '=', p.hash),
)
