import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NightAudit, type NightAuditParts } from '#kiosk/effects/night-audit.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { DataAuditError } from '#kiosk/store/store-errors.ts'
import type { TillAudit } from '#kiosk/store/till-audit.ts'
import {
  alex,
  basketOf,
  openTill,
  shelfProducts,
  stockedTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const products = shelfProducts(10)
const SALES = 120

/** A till that sold, and was closed. */
const soldTill = (folder: string): void => {
  const store = stockedTill(folder, products)
  store.shifts.open({ operatorId: 7, floatMinor: 0, businessDate: '2026-11-25' })
  for (let number = 1; number <= SALES; number++) {
    const basket = basketOf(`01970000-0000-7000-8000-${String(number).padStart(12, '0')}`, products)
    store.sales.complete(basket, tendersFor(basket, 100), alex)
  }
  store.close()
}

/** Changes what stands in the file, as somebody with an editor would, or a card that loses its charge. */
const change = (folder: string, sql: string): void => {
  const connection = openDatabase(join(folder, 'till.sqlite'), 'till')
  connection.exec(sql)
  connection.close()
}

const wholeAudit = (folder: string): { readonly audit: TillAudit; readonly pieces: number } => {
  const store = openTill(folder)
  const running = store.audit()
  let pieces = 0
  for (;;) {
    const { done, value } = running.next()
    if (done === true) {
      store.close()
      return { audit: value, pieces }
    }
    pieces += 1
  }
}

test('a sound file is looked through, in pieces, and nothing is found', () => {
  using folder = new TemporaryFolder()
  soldTill(folder.path)
  const { audit, pieces } = wholeAudit(folder.path)
  expect(audit).toMatchObject({ saleCount: SALES, problems: [] })
  expect(pieces).toBeGreaterThan(10)
})

test.each([
  ['chain', "UPDATE journal SET text = replace(text, 'Alex', 'Alec') WHERE entry_no = 20"],
  ['chain', 'DELETE FROM sales WHERE entry_no = 30; DELETE FROM journal WHERE entry_no = 30'],
  ['money', 'UPDATE sales SET total_minor = total_minor + 100 WHERE entry_no = 20'],
  ['money', 'DELETE FROM sales WHERE entry_no = 20'],
] as const)('what was changed is found: %s', (kind, sql) => {
  using folder = new TemporaryFolder()
  soldTill(folder.path)
  change(folder.path, sql)
  expect(wholeAudit(folder.path).audit.problems.map((problem) => problem.kind)).toContain(kind)
})

interface Night {
  readonly night: NightAudit
  readonly told: TillAudit[]
  /** Rings the timers that are waiting; throws what they throw. */
  readonly ring: () => void
  readonly set: { isFree: boolean; hour: number; nowMs: number }
}

const nightOf = (audit: NightAuditParts['audit']): Night => {
  const told: TillAudit[] = []
  let waiting: (() => void)[] = []
  const set = { isFree: true, hour: 3, nowMs: 0 }
  const night = new NightAudit({
    audit,
    isFree: () => set.isFree,
    hour: () => set.hour,
    monotonicMs: () => (set.nowMs += 1),
    startTimer: (_delayMs, ring) => {
      waiting.push(ring)
      return () => {
        waiting = waiting.filter((other) => other !== ring)
      }
    },
    report: (result) => told.push(result),
  })
  night.start()
  const ring = (): void => {
    const due = waiting
    waiting = []
    for (const one of due) one()
  }
  return { night, told, ring, set }
}

function* auditOf(problems: TillAudit['problems'], pieces: number): Generator<void, TillAudit> {
  for (let piece = 0; piece < pieces; piece++) yield
  return { entryCount: 1, saleCount: 0, problems }
}

test('it is done once a night, while nobody is there, in slices', () => {
  let begun = 0
  const { told, ring, set } = nightOf(() => {
    begun += 1
    return auditOf([], 100)
  })
  set.hour = 14
  ring()
  expect(begun).toBe(0)
  set.hour = 3
  ring()
  expect([begun, told.length]).toEqual([1, 0])
  // Somebody signs in: it is given up, and begun anew when they have gone.
  set.isFree = false
  ring()
  set.isFree = true
  ring()
  for (let slices = 0; slices < 10; slices++) ring()
  expect([begun, told.length]).toEqual([2, 1])
  ring()
  expect(begun).toBe(2)
  set.nowMs += 21 * 3_600_000
  ring()
  expect(begun).toBe(3)
})

test('sums that do not agree are reported; a file that is not what was written ends the till', () => {
  const wrong = nightOf(() => auditOf([{ kind: 'money', what: 'T3-000001' }], 0))
  wrong.ring()
  expect(wrong.told).toHaveLength(1)
  const untrue = nightOf(() => auditOf([{ kind: 'chain', what: 'entry 5' }], 0))
  expect(untrue.ring).toThrow(DataAuditError)
  expect(untrue.told).toHaveLength(1)
})
