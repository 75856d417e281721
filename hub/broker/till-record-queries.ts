import { sql } from 'kysely'
import { STATUS_HEADS_MAX } from '#core/journal/replication.ts'
import { shiftEntryTypes } from '#core/shift/add-to-shift.ts'
import { ENTRY_TEXT, entryText } from '#hub/archive/entry-text.ts'
import { defineQuery } from '#hub/db/query.ts'

/** The newest streams of a device, newest first. */
export const newestStreams = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('streams')
    .select(['stream', 'last_seq'])
    .where('device_id', '=', p.deviceId)
    .orderBy('number', 'desc')
    .limit(STATUS_HEADS_MAX),
)

/** The highest number of a sale between two; those that were numbered anew stand elsewhere. */
export const findHighestSale = defineQuery((db, p: { from: number; to: number }) =>
  db
    .selectFrom('sales')
    .select(({ fn }) => fn.max<number | null>('id').as('id'))
    .where('id', '>=', p.from)
    .where('id', '<', p.to),
)

export const findHighestRefund = defineQuery((db, p: { deviceNumber: number }) =>
  db
    .selectFrom('refunds')
    .select(({ fn }) => fn.max<number | null>('refund_number').as('number'))
    .where('device_number', '=', p.deviceNumber),
)

/** The newest report of a kind, as it was made. */
export const findLastReport = defineQuery((db, p: { deviceNumber: number; kind: string }) =>
  db
    .selectFrom('shift_reports')
    .select(['report_number', 'report'])
    .where('device_number', '=', p.deviceNumber)
    .where('kind', '=', p.kind)
    .orderBy('report_number', 'desc')
    .limit(1),
)

/** The newest sale with a tax invoice. Read when a till is rebuilt, and at no other time: it looks through all of them. */
export const findLastInvoice = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(entryText())
    .where('type', '=', 'sale_completed')
    .where('device_id', '=', p.deviceId)
    .where(sql<boolean>`${sql.raw(ENTRY_TEXT)} like '%"invoiceLabel":"%'`)
    .orderBy('entries.number', 'desc')
    .limit(1),
)

/** The newest shift of a device that was opened and not closed. */
export const findOpenShift = defineQuery((db, p: { deviceNumber: number }) =>
  db
    .selectFrom('shifts')
    .select(['shift_id', 'business_date', 'opened_at', 'opened_by', 'float_minor'])
    .where('device_number', '=', p.deviceNumber)
    .where('closed_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .limit(1),
)

/** The entry that opened a shift. */
export const findShiftOpening = defineQuery((db, p: { deviceId: string; pattern: string }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select('entries.number')
    .where('type', '=', 'shift_opened')
    .where('device_id', '=', p.deviceId)
    .where('text', 'like', p.pattern)
    .orderBy('entries.number', 'desc')
    .limit(1),
)

/** What counts for a shift, in the order in which it came. */
export const findShiftFacts = defineQuery((db, p: { deviceId: string; from: number }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['type', 'text'])
    .where('type', 'in', [...shiftEntryTypes])
    .where('entries.number', '>', p.from)
    .where('device_id', '=', p.deviceId)
    .orderBy('entries.number'),
)

/** What a device sold in other shifts than this one. */
export const sumOtherShifts = defineQuery((db, p: { deviceNumber: number; shiftId: string }) =>
  db
    .selectFrom('sales')
    .select(({ fn }) => fn.sum<number | null>('total_minor').as('sum'))
    .where('device_number', '=', p.deviceNumber)
    .where('shift_id', '<>', p.shiftId),
)
