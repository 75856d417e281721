import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

/** An entry by its place, as an erasure names it. */
interface Place {
  readonly stream: string
  readonly seq: number
}

/** Entries that say who a customer is, and still do. */
export const namesOfCustomer = defineQuery((db, p: { customerId: number }) =>
  db
    .selectFrom('entries')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['streams.stream', 'entries.seq'])
    .where('entries.type', '=', 'customer_saved')
    .where('entries.private', 'is not', null)
    .where(sql<number>`entries.text ->> '$.body.id'`, '=', p.customerId)
    .orderBy('entries.number'),
)

/** Sales to a customer that have personal data beside them. */
export const salesOfCustomer = defineQuery((db, p: { customerId: number }) =>
  db
    .selectFrom('sales')
    .innerJoin('entries', 'entries.number', 'sales.entry_number')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['streams.stream', 'entries.seq'])
    .where('sales.customer_id', '=', p.customerId)
    .where('entries.private', 'is not', null)
    .orderBy('entries.number'),
)

/** What went back of them, with words of its own. */
export const refundsOfCustomer = defineQuery((db, p: { customerId: number }) =>
  db
    .selectFrom('refunds')
    .leftJoin('sales', 'sales.id', 'refunds.sale_id')
    .innerJoin('entries', 'entries.number', 'refunds.entry_number')
    .innerJoin('streams', 'streams.number', 'entries.stream_number')
    .select(['streams.stream', 'entries.seq'])
    .where((eb) => eb.or([eb('refunds.customer_id', '=', p.customerId), eb('sales.customer_id', '=', p.customerId)]))
    .where('entries.private', 'is not', null)
    .orderBy('entries.number'),
)

export const findErasure = defineQuery((db, p: Place) =>
  db.selectFrom('erasures').select('number').where('stream', '=', p.stream).where('seq', '=', p.seq),
)

export const insertErasure = defineQuery((db, p: Place) =>
  db.insertInto('erasures').orIgnore().values({ stream: p.stream, seq: p.seq }),
)

const numberOf = (p: Place) => sql<number>`(
  SELECT entries.number FROM entries JOIN streams ON streams.number = entries.stream_number
  WHERE streams.stream = ${p.stream} AND entries.seq = ${p.seq})`

export const erasePrivate = defineQuery((db, p: Place) =>
  db.updateTable('entries').set({ private: null }).where('number', '=', numberOf(p)),
)

export const eraseNotes = defineQuery((db, p: Place) =>
  db.updateTable('sales').set({ notes: null }).where('entry_number', '=', numberOf(p)),
)

// References of the API stand beside the entry alone; those of a till are part of it.
const hasReferences = sql<boolean>`exists (SELECT 1 FROM entries
  WHERE entries.number = sales.entry_number AND entries.private ->> '$.data.references' IS NOT NULL)`

export const erasePaymentReference = defineQuery((db, p: Place) =>
  db.updateTable('sales').set({ payment_reference: null }).where('entry_number', '=', numberOf(p)).where(hasReferences),
)

export const eraseTenderReferences = defineQuery((db, p: Place) =>
  db
    .updateTable('sale_tenders')
    .set({ reference: null })
    .where('sale_id', 'in', (eb) =>
      eb.selectFrom('sales').select('id').where('entry_number', '=', numberOf(p)).where(hasReferences),
    ),
)

// What a client of the API is told again under the same key names the buyer in its free texts.
export const eraseKeptAnswers = defineQuery((db, p: { customerId: number }) =>
  db
    .updateTable('idempotency_keys')
    .set({
      answer: sql<string>`json_set(answer, '$.notes', null, '$.payment_reference', null, '$.payments',
        json((SELECT json_group_array(json_set(value, '$.reference', null)) FROM json_each(answer, '$.payments'))))`,
    })
    .where(sql<boolean>`answer ->> '$.customer_id' = ${p.customerId} AND answer -> '$.payments' IS NOT NULL`),
)

export const eraseCustomerRow = defineQuery((db, p: { customerId: number }) =>
  db
    .updateTable('customers')
    .set({
      name: '',
      email: null,
      phone: null,
      phone_digits: null,
      address: null,
      notes: null,
      card_number: null,
      exemption: null,
      is_active: 0,
    })
    .where('id', '=', p.customerId),
)

/** Erasures of one device's entries, in order; what a till has applied it does not ask for again. */
export const erasuresOfDevice = defineQuery((db, p: { deviceId: string; since: number; rows: number }) =>
  db
    .selectFrom('erasures')
    .innerJoin('streams', 'streams.stream', 'erasures.stream')
    .select(['erasures.number', 'erasures.stream', 'erasures.seq'])
    .where('streams.device_id', '=', p.deviceId)
    .where('erasures.number', '>', p.since)
    .orderBy('erasures.number')
    .limit(p.rows),
)
