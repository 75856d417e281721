import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sale } from '#core/sale/sale.ts'
import { makeShiftReport } from '#core/shift/shift-report.ts'
import { addCashMovement, addSale, closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import { tillRecord } from '#hub/broker/till-record.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

let folder: ReturnType<typeof newFolder>
let hub: RunningHub
let device: TestDevice

beforeEach(async () => {
  folder = newFolder()
  hub = await startHub({ folder: folder.path })
  device = await enrolTestDevice(hub.journal, 'T1', 1)
})

afterEach(async () => {
  await hub.stop()
  folder.remove()
})

const shiftOf = (openedAt: string) => ({
  shiftId: newUuid(),
  businessDate: '2026-11-20',
  openedAt,
  openedBy: 3,
  floatMinor: 1_000,
})

const inShift = (sale: Sale, shiftId: string, invoiceLabel?: string): Sale => ({
  ...sale,
  shiftId,
  ...(invoiceLabel === undefined ? {} : { invoiceLabel }),
})

const recordOf = async (isWhole: boolean) => tillRecord(hub.database.read, device as EnrolledDevice, isWhole)

test('a till that has sent nothing goes on from nothing', async () => {
  expect(await recordOf(false)).toEqual({ streams: [] })
  expect(await recordOf(true)).toEqual({
    streams: [],
    standing: {
      receiptNumber: 0,
      refundNumber: 0,
      invoiceNumber: 0,
      xReportNumber: 0,
      zReportNumber: 0,
      grandTotal: { salesMinor: 0, refundsMinor: 0, netMinor: 0 },
      shift: null,
    },
  })
})

test('the open shift, the highest numbers and the last Z of just this till', async () => {
  const facts = { operatorId: 3, operatorName: 'Cleo', currency: 'USD', takenAt: '2026-11-20T12:00:00.000Z' }
  const stream = new TestStream(device)
  const before = shiftOf('2026-11-20T08:00:00.000Z')
  const first = inShift(testSale(1), before.shiftId, 'T1-INV-000004')
  const taken = addSale(NO_SALES, first)
  const close = closeShift(before, taken, { countedCashMinor: 1_250, closedAt: '2026-11-20T12:00:00.000Z' })
  const grandTotalBefore = { salesMinor: 500, refundsMinor: 0, netMinor: 500 }
  const z = makeShiftReport(before, taken, { ...facts, reportId: newUuid(), reportNumber: 7, grandTotalBefore }, close)
  stream.add('shift_opened', before)
  stream.add('sale_completed', first)
  stream.add('shift_closed', close)
  stream.add('shift_report', z)
  await stream.send(hub.journal)

  const next = new TestStream(device, stream.place)
  const open = shiftOf('2026-11-20T13:00:00.000Z')
  const sales = [2, 3].map((number) => inShift(testSale(number), open.shiftId))
  const movement = {
    movementId: newUuid(),
    shiftId: open.shiftId,
    kind: 'paid_in' as const,
    amountMinor: 300,
    reason: 'Change',
    operatorId: 3,
  }
  next.add('shift_opened', open)
  for (const sale of sales) next.add('sale_completed', sale)
  next.add('cash_moved', movement)
  const [second, third] = sales as [Sale, Sale]
  const totals = addCashMovement(addSale(addSale(NO_SALES, second), third), movement)
  const x = makeShiftReport(open, totals, {
    ...facts,
    reportId: newUuid(),
    reportNumber: 2,
    grandTotalBefore: z.grandTotal,
  })
  next.add('shift_report', x)
  await next.send(hub.journal)
  const other = await enrolTestDevice(hub.journal, 'T2', 2)
  const others = new TestStream(other)
  others.add('sale_completed', testSale(99))
  await others.send(hub.journal)

  expect(await recordOf(true)).toEqual({
    streams: [
      { stream: stream.id, last: 5 },
      { stream: next.id, last: 6 },
    ],
    standing: {
      receiptNumber: 3,
      refundNumber: 0,
      invoiceNumber: 4,
      xReportNumber: 2,
      zReportNumber: 7,
      grandTotal: z.grandTotal,
      shift: { shift: open, totals },
    },
  })
})
