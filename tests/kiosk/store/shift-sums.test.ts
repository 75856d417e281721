import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { expectedCashMinor } from '#core/shift/shift-totals.ts'
import { shiftReports } from '#kiosk/store/migrations/till-0003.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { allEntries } from '#tests/kiosk/store/audit-till.ts'
import { alex, basketOf, openTill, stockedTill, TemporaryFolder, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products, withTill } from '#tests/kiosk/store/with-till.ts'

const by = { operatorId: 7 }
const shift = { ...by, floatMinor: 10_000, businessDate: '2026-01-05' }

const agreed = <T>(result: T | DomainError): T => {
  if (result instanceof DomainError) throw result
  return result
}

const sell = (store: TillStore, cardMinor = 0): number => {
  const basket = basketOf(randomUUID(), products)
  return agreed(store.sales.complete(basket, tendersFor(basket, cardMinor), alex)).totals.totalMinor
}

const move = (store: TillStore, kind: CashMovementKind, amountMinor: number): void => {
  agreed(store.cash.record({ movementId: randomUUID(), kind, amountMinor, reason: 'Supplies', ...by }))
}

const typesOf = (store: TillStore): string[] => allEntries(store).map(({ type }) => type)

test('movements of cash count at once and after a restart, in one entry each', () => {
  withTill((store, restart) => {
    expect(
      store.cash.record({ movementId: randomUUID(), kind: 'drop', amountMinor: 1, reason: 'x', ...by }),
    ).toMatchObject({ code: 'shift_closed' })
    agreed(store.shifts.open(shift))
    const sold = sell(store)
    move(store, 'paid_in', 2_000)
    move(store, 'paid_out', 500)
    move(store, 'drop', 5_000)
    move(store, 'no_sale', 0)
    const before = store.shifts.current()
    expect(before?.totals).toMatchObject({ paidInMinor: 2_000, paidOutMinor: 500, dropMinor: 5_000, noSaleCount: 1 })
    if (before === undefined) throw new Error('A shift is open.')
    expect(expectedCashMinor(before.shift, before.totals)).toBe(10_000 + sold + 2_000 - 500 - 5_000)
    expect(typesOf(store).filter((type) => type === 'cash_moved')).toHaveLength(4)
    expect(restart().shifts.current()).toEqual(before)
  })
})

test('X and Z have numbers of their own, without gaps, over restarts; a Z holds what was counted', () => {
  withTill((store, restart) => {
    agreed(store.shifts.open(shift))
    const first = sell(store, 100)
    expect(agreed(store.shifts.report(by))).toMatchObject({ kind: 'x', reportNumber: 1, operatorName: 'Alex' })
    const again = restart()
    expect(agreed(again.shifts.report(by))).toMatchObject({ kind: 'x', reportNumber: 2 })
    const counts = [{ valueMinor: 500, pieces: 3 }]
    const close = agreed(again.shifts.close({ ...by, countedCashMinor: 1_500, counts, countings: 2 }))
    const z = again.reports.ofShift(close.shiftId)
    expect(z).toMatchObject({
      kind: 'z',
      reportNumber: 1,
      grandTotal: { salesMinor: first, refundsMinor: 0, netMinor: first },
      totals: { firstReceipt: 'T3-000001', lastReceipt: 'T3-000001' },
      count: { countedCashMinor: 1_500, differenceMinor: 1_500 - close.expectedCashMinor, counts, countings: 2 },
    })
    agreed(again.shifts.open(shift))
    const second = sell(again)
    const last = restart()
    agreed(last.shifts.close({ ...by, countedCashMinor: 10_000 + second }))
    const [newest, ...older] = last.reports.last(10)
    expect(newest).toMatchObject({ kind: 'z', reportNumber: 2, grandTotal: { salesMinor: first + second } })
    expect(newest?.count?.differenceMinor).toBe(0)
    expect(older.map(({ kind, reportNumber }) => `${kind}${reportNumber}`)).toEqual(['z1', 'x2', 'x1'])
    expect(last.reports.byId(z?.reportId ?? '')).toEqual(z)
  })
})

test('each report prints; what prints once more is marked', () => {
  withTill((store) => {
    agreed(store.shifts.open(shift))
    const { reportId } = agreed(store.shifts.report(by))
    const job = store.printJobs.next()
    expect(job).toMatchObject({ kind: 'shift_report', subjectId: reportId, isMaybePrinted: false })
    store.printJobs.finish(job?.jobId ?? 0, 'confirmed')
    store.printJobs.add('shift_report', reportId)
    expect(store.printJobs.next()).toMatchObject({ subjectId: reportId, isMaybePrinted: true })
  })
})

test('a shift that was open before there were reports goes on, and its sales are in the first Z', () => {
  using folder = new TemporaryFolder()
  const store = stockedTill(folder.path, products)
  agreed(store.shifts.open(shift))
  const early = sell(store)
  const closed = store.shifts.close({ ...by, countedCashMinor: 0 })
  expect(closed).not.toBeInstanceOf(DomainError)
  agreed(store.shifts.open(shift))
  const late = sell(store)
  const before = store.shifts.current()
  store.close()

  const old = openDatabase(join(folder.path, 'till.sqlite'), 'till')
  old.exec('DROP TABLE shift_reports; ALTER TABLE shifts DROP COLUMN from_entry_no')
  old.exec(shiftReports.sql)
  old.close()

  using after = openTill(folder.path)
  after.openStream()
  expect(after.shifts.current()).toEqual(before)
  const { shiftId } = agreed(after.shifts.close({ ...by, countedCashMinor: 0 }))
  expect(after.reports.ofShift(shiftId)).toMatchObject({
    reportNumber: 1,
    grandTotal: { salesMinor: early + late, netMinor: early + late },
  })
})

test('whatever happens in a shift, its totals are those of its rows after a restart', { timeout: 60_000 }, () => {
  const act = fc.oneof(
    fc.constant('sale' as const),
    fc.constantFrom<CashMovementKind>('paid_in', 'paid_out', 'drop', 'no_sale'),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), fc.array(act, { maxLength: 4 }), (one, other) => {
      withTill((store, restart) => {
        const run = (till: TillStore, acts: readonly (CashMovementKind | 'sale')[]): void => {
          agreed(till.shifts.open(shift))
          for (const [at, name] of acts.entries()) {
            if (name === 'sale') sell(till, 10 * at)
            else move(till, name, name === 'no_sale' ? 0 : 100 + at)
          }
        }
        run(store, one)
        const expected = store.shifts.current()
        const again = restart()
        expect(again.shifts.current()).toEqual(expected)
        agreed(again.shifts.close({ ...by, countedCashMinor: 0 }))
        run(again, other)
        expect(again.shifts.current()?.totals.saleCount).toBe(other.filter((name) => name === 'sale').length)
        expect(restart().shifts.current()).toEqual(again.shifts.current())
      })
    }),
    { numRuns: 8 },
  )
})

test('lines taken out of a sale that is cancelled count as voided, at once, in the X report and after a restart', () => {
  withTill((store, restart) => {
    agreed(store.shifts.open(shift))
    sell(store)
    const { lines, ...basket } = basketOf(randomUUID(), products)
    const [first, ...others] = lines
    if (first === undefined) throw new Error('The basket has lines.')
    store.baskets.cancel({ ...basket, lines: [{ ...first, isVoided: true }, ...others] }, by)
    store.baskets.cancel(basketOf(randomUUID(), products), by)
    expect(agreed(store.shifts.report(by)).totals.voidedLineCount).toBe(1)
    const again = restart()
    expect(again.shifts.current()?.totals.voidedLineCount).toBe(1)
    agreed(again.shifts.close({ ...by, countedCashMinor: 0 }))
    agreed(again.shifts.open(shift))
    expect(restart().shifts.current()?.totals.voidedLineCount).toBe(0)
  })
})
