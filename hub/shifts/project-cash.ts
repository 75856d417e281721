import { defineQuery } from '#hub/db/query.ts'
import { insertException } from '#hub/ingest/entry-queries.ts'
import type { Projection } from '#hub/ingest/fact.ts'

const insertMovement = defineQuery(
  (
    db,
    p: {
      movementId: string
      deviceNumber: number
      shiftId: string
      businessDate: string
      at: string
      kind: string
      amountMinor: number
      reason: string
      operatorId: number
      authorisedBy: number | null
      entryNumber: number
    },
  ) =>
    db.insertInto('cash_movements').orIgnore().values({
      movement_id: p.movementId,
      device_number: p.deviceNumber,
      shift_id: p.shiftId,
      business_date: p.businessDate,
      at: p.at,
      kind: p.kind,
      amount_minor: p.amountMinor,
      reason: p.reason,
      operator_id: p.operatorId,
      authorised_by: p.authorisedBy,
      entry_number: p.entryNumber,
    }),
)

const insertReport = defineQuery(
  (
    db,
    p: {
      reportId: string
      deviceNumber: number
      kind: string
      reportNumber: number
      shiftId: string
      takenAt: string
      report: string
      entryNumber: number
    },
  ) =>
    db.insertInto('shift_reports').orIgnore().values({
      report_id: p.reportId,
      device_number: p.deviceNumber,
      kind: p.kind,
      report_number: p.reportNumber,
      shift_id: p.shiftId,
      at: p.takenAt,
      report: p.report,
      entry_number: p.entryNumber,
    }),
)

const findNumber = defineQuery((db, p: { deviceNumber: number; kind: string; reportNumber: number }) =>
  db
    .selectFrom('shift_reports')
    .select('report_id')
    .where('device_number', '=', p.deviceNumber)
    .where('kind', '=', p.kind)
    .where('report_number', '=', p.reportNumber),
)

/** Money that moved without a sale. */
export const projectCashMoved: Projection<'cash_moved'> = async (tx, fact) => {
  const { body, entry, deviceNumber, businessDate, number: entryNumber } = fact
  const authorisedBy = body.authorisedBy ?? null
  await tx.run(insertMovement, { ...body, authorisedBy, deviceNumber, businessDate, at: entry.at, entryNumber })
}

/** An X or a Z report, as it was made; a number that comes twice is something to look at. */
export const projectShiftReport: Projection<'shift_report'> = async (tx, fact) => {
  const { body, entry, deviceNumber, number: entryNumber } = fact
  const { kind, reportNumber } = body
  if ((await tx.one(findNumber, { deviceNumber, kind, reportNumber })) !== undefined) {
    const detail = `device ${deviceNumber}: ${kind.toUpperCase()} report ${reportNumber} came twice; both are kept`
    await tx.run(insertException, { kind: 'report_number_twice', at: entry.at, entryNumber, detail })
  }
  await tx.run(insertReport, { ...body, deviceNumber, report: JSON.stringify(body), entryNumber })
}
