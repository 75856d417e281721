import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DiskWatch } from '#kiosk/effects/disk-watch.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { Ballast, BALLAST_BYTES } from '#kiosk/store/ballast.ts'
import { storageFault } from '#kiosk/store/storage-fault.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { auditFolder } from '#tests/kiosk/store/audit-till.ts'
import {
  alex,
  basketOf,
  catalogueRows,
  openTill,
  shelfProducts,
  stockedTill,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'
import { mountMissing, mountSmallDisk, type SmallDisk } from '#tests/support/small-disk.ts'

const missing = mountMissing(tmpdir())
const why = missing === undefined ? '' : ` (skipped: ${missing})`
const DISK_MB = 48
const products = shelfProducts(20)
const uuid = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`
/** More than any shop sells between a full disk and the close of the shift. */
const SALES_AFTER = 500

let folder = ''
let disk: SmallDisk

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-full-'))
  if (missing === undefined) disk = mountSmallDisk(join(folder, 'till'), DISK_MB)
})

afterEach(() => {
  if (missing === undefined) disk.remove()
  rmSync(folder, { recursive: true, force: true })
})

const sell = (store: TillStore, number: number): string => {
  const basket = basketOf(uuid(number), products.slice(number % 12, (number % 12) + 8))
  store.baskets.save(basket, [])
  const sale = store.sales.complete(basket, tendersFor(basket), alex)
  if (sale instanceof Error) throw sale
  store.checkpoint()
  return sale.saleId
}

/** Sells until the disk is full; gives the sales that were acknowledged, and the one that was not. */
const sellUntilFull = (store: TillStore): { readonly sold: string[]; readonly unknown: string } => {
  const sold: string[] = []
  for (;;) {
    const unknown = uuid(sold.length + 1)
    try {
      sold.push(sell(store, sold.length + 1))
    } catch (error) {
      expect(storageFault(error)).toBe('full')
      return { sold, unknown }
    }
  }
}

test.skipIf(missing !== undefined)(`on a full disk no sale is lost, and the ballast lets the day end${why}`, () => {
  const ballast = new Ballast(disk.path)
  expect(ballast.make()).toBe(true)
  let store = stockedTill(disk.path, products)
  store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-11-25' })
  disk.fill(200 * 1024)
  const { sold, unknown } = sellUntilFull(store)
  expect(sold.length).toBeGreaterThan(5)
  // The process ends here, and starts again: the ballast is gone, and the till knows.
  expect(ballast.release()).toBe(true)
  store.close()
  store = openTill(disk.path)
  store.openStream()
  const told: boolean[] = []
  const watch = new DiskWatch(ballast, (isDiskFull) => told.push(isDiskFull))
  watch.start()
  expect([watch.isFull(), told]).toEqual([true, [true]])
  // What COMMIT could not say is looked up by its id; the sale that was open is finished under the same one.
  const known = store.sales.byId(unknown) ?? store.baskets.loadOpen()
  expect(known).toBeDefined()
  const from = sold.length + 1
  for (let number = from; number < from + SALES_AFTER; number++) sold.push(sell(store, number))
  expect(store.shifts.close({ operatorId: 7, countedCashMinor: 0 })).toMatchObject({
    totals: { saleCount: sold.length },
  })
  watch.look()
  expect(watch.isFull()).toBe(true)
  disk.empty()
  watch.look()
  expect([watch.isFull(), told, ballast.isThere()]).toEqual([false, [true, false], true])
  watch.close()
  store.close()
  const { saleIds, problems } = auditFolder(disk.path)
  expect(problems).toEqual([])
  expect(sold.filter((saleId) => !saleIds.has(saleId))).toEqual([])
})

test.skipIf(missing !== undefined)(
  `a catalogue that finds no room ends no till, which sells by the old one${why}`,
  () => {
    const store = stockedTill(disk.path, products)
    store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-11-25' })
    disk.fill(1024 * 1024)
    const { catalogue } = createLinkWorld({
      store,
      softwareVersion: 'test',
      deviceHealth: () => [],
      isSelling: () => false,
      isDiskFull: () => true,
      nowMs: Date.now,
      random: Math.random,
    })
    const builder = catalogue.build()
    const fill = (): void => {
      for (const row of catalogueRows(shelfProducts(50_000))) builder.add(row)
    }
    expect(fill).toThrow(LinkError)
    builder.discard()
    // Neither prices nor stock are written while the room is for sales alone.
    expect(catalogue.isBusy()).toBe(true)
    catalogue.setStockLevels([{ productId: 1, level: 5 }])
    expect(store.catalogue.stockLevel(1)).toBeUndefined()
    sell(store, 1)
    store.close()
    expect(auditFolder(disk.path).problems).toEqual([])
  },
)

test.skipIf(missing !== undefined)(`no ballast is made where there is no room for it${why}`, () => {
  const ballast = new Ballast(disk.path)
  disk.fill(BALLAST_BYTES + 1024 * 1024)
  expect([ballast.make(), ballast.isThere(), ballast.release()]).toEqual([false, false, false])
})

test('a ballast that was cut short keeps no room', () => {
  const ballast = new Ballast(folder)
  ballast.make()
  truncateSync(join(folder, 'ballast'), 5)
  expect(ballast.isThere()).toBe(false)
  expect(ballast.make()).toBe(true)
})
