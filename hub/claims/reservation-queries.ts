import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'
import type { Tables } from '#hub/db/tables.ts'

/** A reservation as it is kept. */
export type ReservationRow = Tables['reservations']
/** What a reservation is about. */
export type ReservationKind = ReservationRow['kind']

export const findReservation = defineQuery((db, p: { id: string }) =>
  db.selectFrom('reservations').selectAll().where('id', '=', p.id),
)

export const insertReservation = defineQuery(
  (
    db,
    p: {
      id: string
      kind: ReservationKind
      state: ReservationRow['state']
      subjectId: number
      claimed: number
      deviceId: string | null
      madeBy: number | null
      madeAt: string
      claim: string
      answer: string
      plan: string | null
    },
  ) =>
    db.insertInto('reservations').values({
      id: p.id,
      kind: p.kind,
      state: p.state,
      subject_id: p.subjectId,
      claimed: p.claimed,
      device_id: p.deviceId,
      made_by: p.madeBy,
      made_at: p.madeAt,
      released_by: null,
      claim: p.claim,
      answer: p.answer,
      plan: p.plan,
    }),
)

/** What is kept of an id under which nothing was ever reserved, so that a request for it that comes late opens nothing. */
export const NEVER_RESERVED = {
  kind: 'none',
  subjectId: 0,
  claimed: 0,
  madeBy: null,
  claim: '{}',
  answer: '{}',
  plan: null,
} as const

export const endReservation = defineQuery(
  (db, p: { id: string; state: 'used' | 'released'; releasedBy: number | null }) =>
    db.updateTable('reservations').set({ state: p.state, released_by: p.releasedBy }).where('id', '=', p.id),
)

// The state stands in the text: an index that holds open ones only is found by it, and not by a value that is bound.
export const listOpenOf = defineQuery((db, p: { kind: ReservationKind; subjectId: number }) =>
  db
    .selectFrom('reservations')
    .select(['id', 'plan'])
    .where(sql<boolean>`state = 'open'`)
    .where('kind', '=', p.kind)
    .where('subject_id', '=', p.subjectId)
    .orderBy('made_at')
    .orderBy('id'),
)

export const sumOpenOf = defineQuery((db, p: { kind: ReservationKind; subjectId: number }) =>
  db
    .selectFrom('reservations')
    .select(sql<number>`coalesce(sum(claimed), 0)`.as('claimed'))
    .where(sql<boolean>`state = 'open'`)
    .where('kind', '=', p.kind)
    .where('subject_id', '=', p.subjectId),
)

export const listOpen = defineQuery((db, p: { rows: number }) =>
  db
    .selectFrom('reservations')
    .leftJoin('devices', 'devices.id', 'reservations.device_id')
    .leftJoin('sales', (join) =>
      join.onRef('sales.id', '=', 'reservations.subject_id').on(sql<boolean>`reservations.kind = 'refund'`),
    )
    .select([
      'reservations.id',
      'reservations.kind',
      'reservations.subject_id',
      'reservations.claimed',
      'reservations.made_by',
      'reservations.made_at',
      'devices.name as device_name',
      'sales.receipt_label',
    ])
    .where(sql<boolean>`state = 'open'`)
    .orderBy('made_at')
    .orderBy('reservations.id')
    .limit(p.rows),
)
