import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import { makeShiftReport, NOTHING_SOLD } from '#core/shift/shift-report.ts'
import { addCashMovement, addSale, closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift } from '#core/shift/shift.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

const DATE = '2026-11-20'
const uuid = (number: number): string => `0197f9a0-0000-7000-8000-${String(number).padStart(12, '0')}`
const at = (hour: number): string => `${DATE}T${String(hour).padStart(2, '0')}:00:00.000Z`

const shift: Shift = { shiftId: uuid(1), businessDate: DATE, openedAt: at(8), openedBy: 3, floatMinor: 10_000 }
const sale = testSale(1, { count: 2 })
const base = { operatorId: 3, shiftId: shift.shiftId, reason: 'Supplies' }
const movements: CashMovement[] = [
  { ...base, movementId: uuid(11), kind: 'paid_in', amountMinor: 2_000, authorisedBy: 2 },
  { ...base, movementId: uuid(12), kind: 'no_sale', amountMinor: 0 },
  { ...base, movementId: uuid(13), kind: 'drop', amountMinor: 3_000 },
]
const totals = movements.reduce(addCashMovement, addSale(NO_SALES, sale))
const count = {
  countedCashMinor: 9_499,
  counts: [{ valueMinor: 500, pieces: 18 }],
  foreign: [
    { currency: 'EUR', countedMinor: 1_250 },
    { currency: 'JPY', countedMinor: 500 },
  ],
  countings: 2,
  closedAt: at(20),
}
const close = closeShift(shift, totals, count)
const facts = {
  reportId: uuid(21),
  reportNumber: 1,
  takenAt: at(20),
  operatorId: 3,
  operatorName: 'Cleo Clerk',
  currency: 'USD',
  grandTotalBefore: NOTHING_SOLD,
}
const z = makeShiftReport(shift, totals, facts, close)

let hub: TestHub
let stream: TestStream
beforeEach(async () => {
  hub = await openTestHub()
  stream = new TestStream(await enrolTestDevice(hub.journal, 'T1', 1))
  stream.add('shift_opened', shift, DATE)
  stream.add('sale_completed', sale, DATE)
  for (const movement of movements) stream.add('cash_moved', movement, DATE)
})
afterEach(async () => closeSound(hub))

const ask = async (path: string): Promise<unknown> => (await hub.ask('GET', `/api/v1/${path}`)).json

test('a shift that is open has no sums; closed it has those of the till, to the cent, and its Z', async () => {
  await stream.send(hub.journal)
  expect(await ask('shifts')).toMatchObject([{ shift_id: uuid(1), float: 100, closed_at: null, totals: null }])
  stream.add('shift_closed', close, DATE)
  stream.add('shift_report', z, DATE)
  await stream.send(hub.journal)
  await stream.send(hub.journal)
  expect(await ask('shifts')).toMatchObject([
    {
      device_number: 1,
      business_date: DATE,
      expected_cash: close.expectedCashMinor / 100,
      counted_cash: 94.99,
      difference: close.differenceMinor / 100,
      totals: {
        sale_count: 1,
        gross: sale.totals.totalMinor / 100,
        paid_in: 20,
        drops: 30,
        no_sale_count: 1,
        payments: [{ count: 1, amount: sale.totals.totalMinor / 100 }],
      },
      z_report: {
        number: 1,
        first_receipt: sale.receiptLabel,
        last_receipt: sale.receiptLabel,
        grand_total_net: sale.totals.totalMinor / 100,
        counts: [{ value: 5, pieces: 18 }],
        foreign: [
          { currency: 'EUR', expected: 0, counted: 12.5 },
          { currency: 'JPY', expected: 0, counted: 500 },
        ],
        countings: 2,
      },
    },
  ])
})

test('movements of cash: by day, kind, shift and till, the newest first, page by page', async () => {
  await stream.send(hub.journal)
  await stream.send(hub.journal)
  expect(await ask('cash-movements')).toEqual(
    [...movements].toReversed().map(({ movementId, kind, amountMinor, authorisedBy = null }) => {
      return expect.objectContaining({
        movement_id: movementId,
        kind,
        amount: amountMinor / 100,
        authorised_by: authorisedBy,
        reason: 'Supplies',
        device_number: 1,
        business_date: DATE,
      }) as unknown
    }),
  )
  expect(await ask('cash-movements?kind=drop')).toHaveLength(1)
  expect(await ask(`cash-movements?shift_id=${uuid(1)}`)).toHaveLength(3)
  expect(await ask(`cash-movements?shift_id=${uuid(2)}`)).toEqual([])
  expect(await ask('cash-movements?device_number=2')).toEqual([])
  expect(await ask('cash-movements?start_date=2026-11-21&end_date=2026-11-22')).toEqual([])
  const page = await hub.ask('GET', '/api/v1/cash-movements?limit=2')
  expect(page.json).toHaveLength(2)
  expect(page.headers['link']).toContain('skip=2')
  expect(await ask('cash-movements?limit=2&skip=2')).toHaveLength(1)
})

test('the numbers of a report come once; the second is kept and something to look at', async () => {
  stream.add('shift_report', z, DATE)
  stream.add('shift_report', { ...z, reportId: uuid(22), shiftId: uuid(9) }, DATE)
  await stream.send(hub.journal)
  const { items } = (await ask('audit/exceptions')) as { items: { kind: string }[] }
  expect(items.map(({ kind }) => kind)).toContain('report_number_twice')
})

test('a shift that an earlier version closed has zero for what it did not add up', async () => {
  const { saleCount, itemCount, grossMinor, taxMinor, discountMinor, cashMinor, cardMinor, otherMinor } = totals
  const first = { saleCount, itemCount, grossMinor, taxMinor, discountMinor, cashMinor, cardMinor, otherMinor }
  const { counts: _counts, countings: _countings, ...old } = close
  stream.add('shift_closed', { ...old, totals: first }, DATE)
  await stream.send(hub.journal)
  expect(await ask('shifts')).toMatchObject([{ totals: { refund_count: 0, payments: [] }, z_report: null }])
})

test.each(['shifts', 'cash-movements'])('%s is for those who may see the reports of sales', async (path) => {
  expect((await hub.ask('GET', `/api/v1/${path}`, { as: 'nobody' })).status).toBe(401)
  expect((await hub.ask('GET', `/api/v1/${path}`, { as: 'clerk' })).status).toBe(200)
  expect((await hub.ask('GET', `/api/v1/${path}?start_date=2026-02-30`)).status).toBe(422)
  expect((await hub.ask('GET', `/api/v1/${path}?limit=1000`)).status).toBe(422)
})
