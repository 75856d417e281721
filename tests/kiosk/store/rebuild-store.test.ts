import { expect, test } from 'vitest'
import type { TillStanding } from '#core/protocol/till-record.ts'
import { NO_SALES } from '#core/shift/shift-totals.ts'
import type { RebuildPlan } from '#kiosk/store/rebuild-store.ts'
import type { Salvage } from '#kiosk/store/salvage.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import {
  alex,
  basketOf,
  catalogueRows,
  openTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'
import { products } from '#tests/kiosk/store/with-till.ts'

const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`
const shift = {
  shiftId: id(900),
  businessDate: '2026-11-25',
  openedAt: '2026-11-25T08:00:00.000Z',
  openedBy: 7,
  floatMinor: 5_000,
}

const standing: TillStanding = {
  receiptNumber: 41,
  refundNumber: 3,
  invoiceNumber: 2,
  xReportNumber: 6,
  zReportNumber: 9,
  grandTotal: { salesMinor: 100_000, refundsMinor: 1_000, netMinor: 99_000 },
  shift: {
    shift,
    totals: { ...NO_SALES, saleCount: 4, grossMinor: 4_000, cashMinor: 4_000, firstReceipt: 'T3-000038' },
  },
}

const open = basketOf(id(1), products)
const held = basketOf(id(2), products)
const intentOf = (number: number, saleNumber: number, state: string) => ({
  intent_id: id(number),
  sale_id: id(saleNumber),
  amount_minor: 250,
  state,
  begun_at: '2026-11-25T09:00:00.000Z',
  details: null,
  claim: null,
})

const rows: Salvage['rows'] = {
  open_basket: [{ id: 1, sale_id: open.saleId, basket: JSON.stringify(open), tenders: '[]' }],
  held_baskets: [
    {
      held_basket_id: id(20),
      label: 'Alex',
      held_at: '2026-11-25T09:00:00.000Z',
      total_minor: 100,
      basket: JSON.stringify(held),
    },
  ],
  payment_intents: [
    intentOf(30, 1, 'pending'),
    intentOf(31, 8, 'unknown'),
    { ...intentOf(32, 9, 'approved'), details: JSON.stringify({ approvalCode: '1', scheme: 'VISA', last4: '4242' }) },
  ],
}

const nothingRead: Salvage = { streams: [], rows: {}, receiptNumber: 0, isSold: () => false }

const rebuilt = (folder: string, change: Partial<RebuildPlan>): TillStore => {
  const fresh = openTill(folder)
  fresh.beginRebuild('damaged')
  expect(fresh.pendingRebuild()).toBe('damaged')
  const plan = { standing, streams: [], salvage: nothingRead, isAtHub: () => false, isRolledBack: false }
  fresh.rebuild({ ...plan, ...change })
  fresh.close()
  const store = openTill(folder)
  expect(store.pendingRebuild()).toBeUndefined()
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows(products))
  store.openStream()
  return store
}

const sell = (store: TillStore, number: number): { receiptLabel: string } => {
  const basket = basketOf(id(number), products)
  const sale = store.sales.complete(basket, tendersFor(basket), alex)
  if (sale instanceof Error) throw sale
  return sale
}

test('numbers, shift and perpetual total go on from what the hub has', () => {
  using folder = new TemporaryFolder()
  using store = rebuilt(folder.path, {})
  expect(store.shifts.current()).toEqual({ shiftNo: 1, ...standing.shift })
  expect([sell(store, 100).receiptLabel, sell(store, 101).receiptLabel]).toEqual(['T3-000042', 'T3-000043'])
  expect(store.shifts.current()?.totals).toMatchObject({ saleCount: 6, firstReceipt: 'T3-000038' })
  const x = store.shifts.report({ operatorId: 7 })
  expect(x).toMatchObject({ kind: 'x', reportNumber: 7 })
  const gross = store.shifts.current()?.totals.grossMinor ?? 0
  store.shifts.close({ operatorId: 7, countedCashMinor: 0 })
  expect(store.reports.ofShift(shift.shiftId)).toMatchObject({
    kind: 'z',
    reportNumber: 10,
    grandTotal: { salesMinor: 100_000 + gross },
  })
  // The next shift starts at nothing.
  store.shifts.open({ operatorId: 7, floatMinor: 0, businessDate: '2026-11-26' })
  expect(store.shifts.current()?.totals).toEqual(NO_SALES)
})

test('what the shift took is there after another start, with what it took since', () => {
  using folder = new TemporaryFolder()
  const store = rebuilt(folder.path, {})
  sell(store, 100)
  const before = store.shifts.current()
  store.close()
  using again = openTill(folder.path)
  expect(again.shifts.current()).toEqual(before)
})

test('the open sale and unfinished payments are taken over', () => {
  using folder = new TemporaryFolder()
  using store = rebuilt(folder.path, { salvage: { ...nothingRead, rows } })
  expect(store.baskets.loadOpen()?.basket).toEqual(open)
  expect(store.baskets.held()).toHaveLength(1)
  expect(store.payments.pending().map(({ intentId }) => intentId)).toEqual([id(30), id(31)])
  // A card was charged, and its sale is nowhere: somebody gives the money back.
  expect(store.payments.unclaimed().map(({ intentId }) => intentId)).toEqual([id(32)])
})

test('a sale that the hub has is over: neither its basket nor its payment comes back', () => {
  using folder = new TemporaryFolder()
  const isAtHub = (saleId: string): boolean => saleId === open.saleId
  using store = rebuilt(folder.path, { salvage: { ...nothingRead, rows }, isAtHub })
  expect(store.baskets.loadOpen()).toBeUndefined()
  expect(store.payments.pending().map(({ intentId }) => intentId)).toEqual([id(31)])
})

test('of a card that went back in time no held sale is believed', () => {
  using folder = new TemporaryFolder()
  using store = rebuilt(folder.path, { salvage: { ...nothingRead, rows }, isRolledBack: true })
  expect(store.baskets.held()).toEqual([])
})

test('a number that stands in the old file’s bytes is not given out again', () => {
  using folder = new TemporaryFolder()
  using store = rebuilt(folder.path, { salvage: { ...nothingRead, receiptNumber: 57 } })
  expect(sell(store, 100).receiptLabel).toBe('T3-000058')
})
