import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

interface DayFilter {
  readonly from: string
  readonly to: string
  readonly deviceNumber: number | null
  readonly skip: number
  readonly rows: number
}

/** Shifts by their business date, the newest first, with the Z report of those that have one. */
export const listShifts = defineQuery((db, p: DayFilter) =>
  db
    .selectFrom('shifts')
    .leftJoin('shift_reports', (join) =>
      join.onRef('shift_reports.shift_id', '=', 'shifts.shift_id').on('shift_reports.kind', '=', 'z'),
    )
    .selectAll('shifts')
    .select('shift_reports.report')
    .where('shifts.business_date', '>=', p.from)
    .where('shifts.business_date', '<=', p.to)
    .where(sql<boolean>`(${p.deviceNumber} is null or shifts.device_number = ${p.deviceNumber})`)
    .orderBy('shifts.business_date', 'desc')
    .orderBy('shifts.opened_at', 'desc')
    .orderBy('shifts.shift_id')
    .offset(p.skip)
    .limit(p.rows),
)

const movementColumns = [
  'movement_id',
  'device_number',
  'shift_id',
  'business_date',
  'at',
  'kind',
  'amount_minor',
  'reason',
  'operator_id',
  'authorised_by',
] as const

/** Money that moved without a sale, by business date, the newest first. */
export const listMovements = defineQuery((db, p: DayFilter & { kind: string | null; shiftId: string | null }) =>
  db
    .selectFrom('cash_movements')
    .select(movementColumns)
    .where('business_date', '>=', p.from)
    .where('business_date', '<=', p.to)
    .where(sql<boolean>`(${p.deviceNumber} is null or device_number = ${p.deviceNumber})`)
    .where(sql<boolean>`(${p.kind} is null or kind = ${p.kind})`)
    .where(sql<boolean>`(${p.shiftId} is null or shift_id = ${p.shiftId})`)
    .orderBy('business_date', 'desc')
    .orderBy('entry_number', 'desc')
    .offset(p.skip)
    .limit(p.rows),
)
