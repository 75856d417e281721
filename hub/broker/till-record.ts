import { bodyOf } from '#core/journal/body-of.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { TillRecord, TillStanding } from '#core/protocol/till-record.ts'
import { saleNumber } from '#core/sale/receipt-label.ts'
import { addToShift } from '#core/shift/add-to-shift.ts'
import type { GrandTotal, ShiftReport } from '#core/shift/shift-report.ts'
import { NO_SALES } from '#core/shift/shift-totals.ts'
import {
  findHighestRefund,
  findHighestSale,
  findLastInvoice,
  findLastReport,
  findOpenShift,
  findShiftFacts,
  findShiftOpening,
  newestStreams,
  sumOtherShifts,
} from '#hub/broker/till-record-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'

type Facts = Pick<JournalEntry, 'type' | 'body'>

const openShift = async (reader: Reader, device: EnrolledDevice): Promise<TillStanding['shift']> => {
  const row = await reader.one(findOpenShift, { deviceNumber: device.deviceNumber })
  if (row === undefined) return null
  const shift = {
    shiftId: row.shift_id,
    businessDate: row.business_date,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    floatMinor: row.float_minor,
  }
  const opening = { deviceId: device.id, pattern: `%"shiftId":"${shift.shiftId}"%` }
  const from = (await reader.one(findShiftOpening, opening))?.number ?? 0
  const facts = await reader.all(findShiftFacts, { deviceId: device.id, from })
  const totals = facts.reduce((sum, { text }) => addToShift(sum, shift.shiftId, JSON.parse(text) as Facts), NO_SALES)
  return { shift, totals }
}

const invoiceNumber = async (reader: Reader, { id: deviceId }: EnrolledDevice): Promise<number> => {
  const text = (await reader.one(findLastInvoice, { deviceId }))?.text
  if (text === undefined) return 0
  const { invoiceLabel = '' } = bodyOf(JSON.parse(text) as Facts, 'sale_completed')
  return Number(/\d+$/u.exec(invoiceLabel)?.[0] ?? 0)
}

const standing = async (reader: Reader, device: EnrolledDevice): Promise<TillStanding> => {
  const { deviceNumber } = device
  const none = saleNumber(deviceNumber, 0)
  const sale = await reader.one(findHighestSale, { from: none, to: saleNumber(deviceNumber + 1, 0) })
  const refund = await reader.one(findHighestRefund, { deviceNumber })
  const x = await reader.one(findLastReport, { deviceNumber, kind: 'x' })
  const z = await reader.one(findLastReport, { deviceNumber, kind: 'z' })
  const shift = await openShift(reader, device)
  const before = async (): Promise<GrandTotal> => {
    const other = await reader.one(sumOtherShifts, { deviceNumber, shiftId: shift?.shift.shiftId ?? '' })
    const salesMinor = other?.sum ?? 0
    return { salesMinor, refundsMinor: 0, netMinor: salesMinor }
  }
  return {
    receiptNumber: (sale?.id ?? none) - none,
    refundNumber: refund?.number ?? 0,
    invoiceNumber: await invoiceNumber(reader, device),
    xReportNumber: x?.report_number ?? 0,
    zReportNumber: z?.report_number ?? 0,
    grandTotal: z === undefined ? await before() : (JSON.parse(z.report) as ShiftReport).grandTotal,
    shift,
  }
}

/** What the hub holds of a till: where its streams stand, and all that it goes on from when its own file is gone. */
export const tillRecord = async (reader: Reader, device: EnrolledDevice, isWhole: boolean): Promise<TillRecord> => {
  const newest = await reader.all(newestStreams, { deviceId: device.id })
  const streams = newest.toReversed().map(({ stream, last_seq: last }) => ({ stream, last }))
  return isWhole ? { streams, standing: await standing(reader, device) } : { streams }
}
