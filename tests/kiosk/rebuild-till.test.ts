import { randomUUIDv7 } from 'node:crypto'
import { copyFileSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { verifyJournal } from '#core/journal/verify-journal.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readFeedHead } from '#hub/feed/feed.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { signatures } from '#hub/ports/signatures.ts'
import { isRolledBack } from '#kiosk/effects/rollback-watch.ts'
import { FaultRecord } from '#kiosk/store/fault-record.ts'
import { DataRolledBackError } from '#kiosk/store/store-errors.ts'
import { basketOf, makeProduct, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

// Hubs, links and disks are real, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 })

const products = [makeProduct(1), makeProduct(2), makeProduct(3)]

let hubFolder: ReturnType<typeof newFolder>
let tillFolder: ReturnType<typeof newFolder>
let hub: RunningHub
let till: LinkedTill

const start = async (): Promise<LinkedTill> => {
  const opened = await openLinkedTill(hub, 'T1', tillFolder.path)
  await hasCatalogue(opened, (await readFeedHead(hub.database.read)).revision)
  return opened
}

const path = (name: string): string => join(tillFolder.path, name)

const hubSales = async (): Promise<readonly { readonly sale_uuid: string; readonly receipt_label: string }[]> =>
  hub.database.read.all(
    { build: (db) => db.selectFrom('sales').select(['sale_uuid', 'receipt_label']).orderBy('entry_number') },
    {},
  )

/** Writes over the middle of the file: tables and indexes point into it. */
const damage = (name: string): void => {
  const file = openSync(path(name), 'r+')
  const { size } = statSync(path(name))
  for (let at = Math.floor(size / 3); at < size * 0.8; at += 4096) writeSync(file, Buffer.alloc(700, 0xa5), 0, 700, at)
}

const labels = (sales: readonly Sale[]): string[] => sales.map(({ receiptLabel }) => receiptLabel)

beforeEach(async () => {
  hubFolder = newFolder()
  tillFolder = newFolder()
  hub = await startHub({ folder: hubFolder.path })
  await stockHub(hub, products)
  till = await start()
  till.store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-11-25' })
})

afterEach(async () => {
  // A till that was rebuilt is not taken for one that went back in time: it would be rebuilt for ever.
  await waitUntil(
    () => till.told.isLookedBack || till.told.rolledBack !== undefined,
    () => 'the hub was not asked',
    15_000,
  )
  const wrongly = till.told.rolledBack
  await till.stop()
  await hub.stop()
  hubFolder.remove()
  tillFolder.remove()
  if (wrongly !== undefined) throw new Error('The till took itself for one that went back in time.', { cause: wrongly })
})

const sellMany = (count: number): Sale[] => Array.from({ length: count }, () => till.sell(products))

describe('a till whose file is damaged', () => {
  test('goes on with the open shift, its sums and its numbers; the bad file is kept', async () => {
    const sold = sellMany(40)
    await isAllSent(till)
    const before = till.store.shifts.current()
    await till.stop()
    damage('till.sqlite')
    till = await start()
    expect(readdirSync(tillFolder.path).filter((name) => name.startsWith('till-damaged-'))).toHaveLength(1)
    expect(till.shown.at(-1)?.title).toBe('The data of this till is being rebuilt')
    expect(till.store.shifts.current()).toEqual({ ...before, shiftNo: 1 })
    const [next] = sellMany(1)
    expect(next?.receiptNumber).toBe(sold.length + 1)
    await isAllSent(till)
    expect(await hubSales()).toHaveLength(sold.length + 1)
    expect(till.store.shifts.current()?.totals.saleCount).toBe(sold.length + 1)
    const close = till.store.shifts.close({ operatorId: 7, countedCashMinor: 0 })
    expect(close).toMatchObject({ totals: { saleCount: sold.length + 1, firstReceipt: 'T1-000001' } })
    till.link.journalGrew()
    await isAllSent(till)
  })

  test('takes over sales that the hub has not got, where they can be read; the open sale too', async () => {
    sellMany(3)
    await isAllSent(till)
    await till.link.close()
    const unsent = Array.from({ length: 3 }, () => {
      const basket = basketOf(randomUUIDv7(), products)
      return till.store.sales.complete(basket, tendersFor(basket), { operator: { id: 7, name: 'Alex' } }) as Sale
    })
    const open = basketOf(randomUUIDv7(), products)
    till.store.baskets.save(open, [])
    till.store.close()
    // The name of an index is gone: quick_check finds it, and the rows can still be read.
    const bytes = readFileSync(path('till.sqlite'))
    const at = bytes.lastIndexOf('shift_reports')
    bytes.fill(0, at - 200, at - 180)
    writeFileSync(path('till.sqlite'), bytes)
    new FaultRecord(tillFolder.path).note('rolled_back', 'as if')
    till = await start()
    await isAllSent(till)
    expect(labels(till.store.sales.last(10)).toSorted()).toEqual(labels(unsent))
    expect((await hubSales()).map((sale) => sale.receipt_label)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `T1-00000${n}`))
    expect(till.store.baskets.loadOpen()?.basket.saleId).toBe(open.saleId)
    expect(till.store.shifts.current()?.totals.saleCount).toBe(6)
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000007')
    // The journal begins in its middle now, and an anchor says that this is right.
    const entries = till.store.journal
      .cursors()
      .flatMap(({ stream, headSeq }) => till.store.journal.read(stream, 0, headSeq).toArray())
    const keyIds = new Set(entries.map(({ body }) => String(body['keyId'])))
    expect(entries[0]?.seq).toBeGreaterThan(1)
    expect(verifyJournal(entries, { sha256, signatures, keyIds }).fault).toBeUndefined()
  })

  test('hands out no receipt number twice, though nothing of the file can be read but its bytes', async () => {
    sellMany(2)
    await isAllSent(till)
    await till.link.close()
    for (const _ of [1, 2, 3]) {
      const basket = basketOf(randomUUIDv7(), products)
      till.store.sales.complete(basket, tendersFor(basket), { operator: { id: 7, name: 'Alex' } })
    }
    till.store.close()
    const bytes = readFileSync(path('till.sqlite'))
    bytes.fill(0, 0, 100)
    writeFileSync(path('till.sqlite'), bytes)
    till = await start()
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000006')
    await isAllSent(till)
    const faults = await hub.database.read.all(
      { build: (db) => db.selectFrom('entries').select('text').where('type', '=', 'device_fault') },
      {},
    )
    expect(faults.map(({ text }) => text).join()).toContain('receipts_skipped_3_5')
  })

  test('a file that is gone is one that has to be rebuilt', async () => {
    sellMany(2)
    await isAllSent(till)
    await till.stop()
    rmSync(path('till.sqlite'))
    till = await start()
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000003')
  })

  test('waits for the hub, and says so and what still works', async () => {
    sellMany(2)
    await isAllSent(till)
    await till.stop()
    const { mqttPort, httpsPort } = hub.devices
    await hub.stop()
    rmSync(path('till.sqlite'))
    const shown: string[] = []
    const waiting = openLinkedTill(hub, 'T1', tillFolder.path, { onFault: (words) => shown.push(words.stopped) })
    await waitUntil(
      () => shown.some((words) => words.includes('The other tills sell on.')),
      () => shown.join(),
      10_000,
    )
    hub = await startHub({ folder: hubFolder.path, ports: { mqttPort, httpsPort } })
    till = await waiting
    await hasCatalogue(till, (await readFeedHead(hub.database.read)).revision)
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000003')
  })
})

describe('a card that went back in time', () => {
  test('is found out at the first connection, and no number is used twice after that', async () => {
    sellMany(2)
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('till.sqlite'), path('old.sqlite'))
    till = await start()
    sellMany(3)
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('old.sqlite'), path('till.sqlite'))
    till = await start()
    await waitUntil(
      () => till.told.rolledBack !== undefined,
      () => 'nobody noticed',
      10_000,
    )
    expect(till.told.rolledBack).toBeInstanceOf(DataRolledBackError)
    new FaultRecord(tillFolder.path).note('rolled_back', till.told.rolledBack)
    await till.stop()
    till = await start()
    expect(till.store.shifts.current()?.totals.saleCount).toBe(5)
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000006')
    await isAllSent(till)
    expect((await hubSales()).map((sale) => sale.receipt_label)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `T1-00000${n}`))
  })

  test('a shift that was opened anew on the old card is the one that goes on', async () => {
    sellMany(2)
    till.store.shifts.close({ operatorId: 7, countedCashMinor: 0 })
    till.link.journalGrew()
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('till.sqlite'), path('old.sqlite'))
    till = await start()
    till.store.shifts.open({ operatorId: 7, floatMinor: 5_000, businessDate: '2026-11-26' })
    sellMany(1)
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('old.sqlite'), path('till.sqlite'))
    till = await openLinkedTill(hub, 'T1', tillFolder.path, { mqttPort: 1, httpsPort: 1 })
    till.store.shifts.open({ operatorId: 7, floatMinor: 7_000, businessDate: '2026-11-26' })
    sellMany(1)
    await till.stop()
    new FaultRecord(tillFolder.path).note('rolled_back', 'as the watch does')
    till = await start()
    const current = till.store.shifts.current()
    expect(current?.shift.floatMinor).toBe(7_000)
    expect(current?.totals.saleCount).toBe(1)
    sellMany(1)
    expect(till.store.shifts.close({ operatorId: 7, countedCashMinor: 0 })).toMatchObject({ totals: { saleCount: 2 } })
    till.link.journalGrew()
    await isAllSent(till)
    expect(await hubSales()).toHaveLength(5)
  })

  test('sales that it made before it was found out are kept, sent, and flagged by the hub', async () => {
    sellMany(2)
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('till.sqlite'), path('old.sqlite'))
    till = await start()
    sellMany(2)
    await isAllSent(till)
    await till.stop()
    copyFileSync(path('old.sqlite'), path('till.sqlite'))
    till = await openLinkedTill(hub, 'T1', tillFolder.path, { mqttPort: 1, httpsPort: 1 })
    // Receipt 3 once more: the hub is away, and nobody can know.
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000003')
    await till.stop()
    new FaultRecord(tillFolder.path).note('rolled_back', 'as the watch does')
    till = await start()
    expect(sellMany(1)[0]?.receiptLabel).toBe('T1-000005')
    await isAllSent(till)
    const sales = await hubSales()
    expect(sales.map((sale) => sale.receipt_label).toSorted()).toEqual([1, 2, 3, 3, 4, 5].map((n) => `T1-00000${n}`))
    expect(new Set(sales.map(({ sale_uuid: id }) => id)).size).toBe(6)
    const renumbered = await hub.database.read.all({ build: (db) => db.selectFrom('exceptions').select('kind') }, {})
    expect(renumbered.map(({ kind }) => kind)).toContain('receipt_number_twice')
  })
})

test('what counts as gone back in time', () => {
  const cursors = [
    { stream: 'a', headSeq: 5, ackedSeq: 5 },
    { stream: 'own', headSeq: 1, ackedSeq: 0 },
  ]
  const at = (...streams: [string, number][]) =>
    isRolledBack({ streams: streams.map(([stream, last]) => ({ stream, last })) }, cursors)
  expect(at()).toBe(false)
  expect(at(['a', 5])).toBe(false)
  expect(at(['old', 9], ['a', 4], ['own', 1])).toBe(false)
  expect(at(['a', 6])).toBe(true)
  expect(at(['a', 5], ['b', 2], ['own', 1])).toBe(true)
})
