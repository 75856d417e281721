import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'

const insertShift = defineQuery(
  (
    db,
    p: {
      shiftId: string
      deviceNumber: number
      businessDate: string
      openedAt: string
      openedBy: number
      floatMinor: number
    },
  ) =>
    db.insertInto('shifts').orIgnore().values({
      shift_id: p.shiftId,
      device_number: p.deviceNumber,
      business_date: p.businessDate,
      opened_at: p.openedAt,
      opened_by: p.openedBy,
      float_minor: p.floatMinor,
      closed_at: null,
      expected_cash_minor: null,
      counted_cash_minor: null,
      difference_minor: null,
      totals: null,
    }),
)

const closeShift = defineQuery(
  (
    db,
    p: {
      shiftId: string
      deviceNumber: number
      closedAt: string
      expectedCashMinor: number
      countedCashMinor: number
      differenceMinor: number
      totals: string
    },
  ) =>
    db
      .updateTable('shifts')
      .set({
        closed_at: p.closedAt,
        expected_cash_minor: p.expectedCashMinor,
        counted_cash_minor: p.countedCashMinor,
        difference_minor: p.differenceMinor,
        totals: p.totals,
      })
      .where('shift_id', '=', p.shiftId)
      .where('device_number', '=', p.deviceNumber),
)

export const projectShiftOpened: Projection<'shift_opened'> = async (tx, { body, deviceNumber }) => {
  await tx.run(insertShift, { ...body, deviceNumber })
}

export const projectShiftClosed: Projection<'shift_closed'> = async (tx, { body, deviceNumber }) => {
  await tx.run(closeShift, { ...body, deviceNumber, totals: JSON.stringify(body.totals) })
}
