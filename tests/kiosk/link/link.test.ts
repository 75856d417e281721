import { cpSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson } from '#core/journal/canonical-json.ts'
import { journalForks } from '#hub/devices/device-queries.ts'
import { readFeedHead } from '#hub/feed/feed.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import {
  hasCatalogue,
  isAllSent,
  openLinkedTill,
  saveProduct,
  stockHub,
  type LinkedTill,
} from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** A look into a file. */
class Disposable {
  readonly database: Sqlite.Database

  constructor(path: string) {
    this.database = new Sqlite(path)
  }

  [Symbol.dispose](): void {
    this.database.close()
  }
}

const products = [makeProduct(1), makeProduct(2), makeProduct(3)]

let hubFolder: ReturnType<typeof newFolder>
let tillFolder: ReturnType<typeof newFolder>
let hub: RunningHub
let till: LinkedTill

const hubRevision = async (): Promise<number> => (await readFeedHead(hub.database.read)).revision

const hubSales = async () =>
  hub.database.read.all(
    { build: (db) => db.selectFrom('sales').select(['sale_uuid', 'receipt_label', 'total_minor']).orderBy('id') },
    {},
  )

const whileStopped = async (change: () => void): Promise<void> => {
  const { mqttPort, httpsPort } = hub.devices
  await hub.stop()
  change()
  hub = await startHub({ folder: hubFolder.path, ports: { mqttPort, httpsPort } })
}

const isOnline = async (expected: boolean): Promise<void> =>
  waitUntil(
    () => till.told.isOnline === expected,
    () => `the till is ${till.told.isOnline ? 'online' : 'offline'}: ${String(till.troubles.at(-1))}`,
    10_000,
  )

beforeEach(async () => {
  hubFolder = newFolder()
  tillFolder = newFolder()
  hub = await startHub({ folder: hubFolder.path })
  await stockHub(hub, products)
  till = await openLinkedTill(hub, 'T1', tillFolder.path)
  await hasCatalogue(till, await hubRevision())
})

afterEach(async () => {
  await till.stop()
  await hub.stop()
  hubFolder.remove()
  tillFolder.remove()
})

describe('what the till sells', () => {
  it('is at the hub, once, and acknowledged', async () => {
    const sales = [till.sell(products), till.sell(products.slice(1)), till.sell(products)]
    await isAllSent(till)
    expect(await hubSales()).toEqual(
      sales.map(({ saleId, receiptLabel, totals }) => ({
        sale_uuid: saleId,
        receipt_label: receiptLabel,
        total_minor: totals.totalMinor,
      })),
    )
    expect(till.told).toMatchObject({ isOnline: true, unsentCount: 0 })
  })

  it('arrives, once, when the hub was away meanwhile', async () => {
    till.sell(products)
    await isAllSent(till)
    const ports = { mqttPort: hub.devices.mqttPort, httpsPort: hub.devices.httpsPort }
    await hub.stop()
    await isOnline(false)
    for (let n = 0; n < 120; n += 1) till.sell(products)
    // An anchor is among them.
    expect(till.store.replication.unsentCount()).toBe(121)
    hub = await startHub({ folder: hubFolder.path, ports })
    await isAllSent(till)
    expect(await hubSales()).toHaveLength(121)
  })

  it('arrives, once, after the till was started again', async () => {
    await till.link.close()
    till.sell(products)
    till.store.close()
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    till.sell(products)
    await isAllSent(till)
    expect((await hubSales()).map(({ receipt_label: label }) => label)).toEqual(['T1-000001', 'T1-000002'])
  })

  it('is sent again to a hub whose disk went back in time', async () => {
    const before = newFolder()
    till.sell(products)
    await isAllSent(till)
    await whileStopped(() => cpSync(hubFolder.path, before.path, { recursive: true }))
    till.sell(products)
    till.sell(products)
    await isAllSent(till)
    await whileStopped(() => cpSync(before.path, hubFolder.path, { recursive: true }))
    before.remove()
    expect(await hubSales()).toHaveLength(1)
    let saleCount = 1
    await waitUntil(
      () => {
        void hubSales().then(({ length }) => {
          saleCount = length
        })
        return saleCount === 3
      },
      () => `the till did not take over that the hub holds less, and send again: ${saleCount} sales`,
      10_000,
    )
    await isAllSent(till)
  })

  it('counts as handed over, on the disk, before its first byte reaches the hub', async () => {
    const { mqttPort, httpsPort } = hub.devices
    await till.stop()
    await hub.stop()
    const copies = newFolder()
    let batches = 0
    // What a power cut would leave of the till's file at that moment.
    const onBatch = (): void => {
      batches += 1
      for (const name of ['till.sqlite', 'till.sqlite-wal']) {
        if (batches === 1) cpSync(join(tillFolder.path, name), join(copies.path, name))
      }
    }
    hub = await startHub({ folder: hubFolder.path, ports: { mqttPort, httpsPort }, onBatch })
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    await isAllSent(till)
    expect(batches).toBeGreaterThan(0)
    using connection = new Disposable(join(copies.path, 'till.sqlite'))
    const fact = connection.database.prepare("SELECT value FROM facts WHERE name = 'hand_over'").pluck().get()
    expect(JSON.parse(String(fact))).toMatchObject({ isLinkUp: true })
    copies.remove()
  })

  it('is vouched for by the till’s key, and then by the hub’s, which the till keeps', async () => {
    till.sell(products)
    till.store.journal.anchor({ why: 'hour' })
    const anchor = till.store.journal.head()
    till.link.journalGrew()
    await waitUntil(
      () => till.store.replication.counterSignature() !== undefined,
      () => 'the hub has not signed',
    )
    expect(till.store.replication.counterSignature()).toMatchObject({ ...anchor })
    await till.stop()
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    expect(till.store.replication.counterSignature()).toMatchObject({ ...anchor })
  })

  it('is still at the hub when the till’s card goes back in time, and the hub says so', async () => {
    till.sell(products)
    await isAllSent(till)
    await till.stop()
    const old = newFolder()
    cpSync(tillFolder.path, old.path, { recursive: true })
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    till.sell(products)
    await isAllSent(till)
    const { stream, seq } = till.store.journal.head() ?? {}
    await till.stop()
    till = await openLinkedTill(hub, 'T1', old.path)
    await isAllSent(till)
    expect(await hub.database.read.all(journalForks, {})).toMatchObject([
      { stream: till.store.journal.head()?.stream, held_stream: stream, held_seq: seq, lost_count: seq },
    ])
    expect(await hubSales()).toHaveLength(2)
    await till.stop()
    old.remove()
    till = await openLinkedTill(hub, 'T2', tillFolder.path)
  })

  it('may be a sale of 500 lines', async () => {
    const many = Array.from({ length: 500 }, (_, at) => makeProduct(at + 1, { name: `${'ü'.repeat(60)} ${at}` }))
    const sale = till.sell(many)
    expect(Buffer.byteLength(canonicalJson(sale))).toBeGreaterThan(150_000)
    await isAllSent(till)
    expect((await hubSales())[0]?.total_minor).toBe(sale.totals.totalMinor)
  })

  it('can be looked up by any till', async () => {
    const sale = till.sell(products)
    await isAllSent(till)
    expect(await till.link.ask('sale_lookup', { receiptLabel: sale.receiptLabel })).toMatchObject({
      result: { status: 'completed', sale: { saleId: sale.saleId } },
    })
    expect(
      await till.link.ask('sale_lookup', { receiptLabel: `${sale.receiptLabel.slice(0, -6)}999999` }),
    ).toMatchObject({
      problem: { code: 'sale_not_known_here' },
    })
    // No till of this shop prints such numbers.
    expect(await till.link.ask('sale_lookup', { receiptLabel: 'T9-000001' })).toMatchObject({
      problem: { code: 'refund_other_shop' },
    })
    expect(await till.link.ask('sale_lookup', {})).toMatchObject({ problem: { code: 'request_invalid' } })
  })
})

describe('the catalogue', () => {
  it('changes at the till in under a second after it changed at the hub', async () => {
    const before = performance.now()
    await saveProduct(hub, makeProduct(1, { priceMinor: 999 }))
    await waitUntil(
      () => till.store.catalogue.productById(1)?.priceMinor === 999,
      () => 'the price is the old one',
    )
    const tookMs = performance.now() - before
    process.stdout.write(`a price reached the till in ${Math.round(tookMs)} ms\n`)
    expect(tookMs).toBeLessThan(1000)
  })

  it('waits until no basket is open', async () => {
    till.selling.isOpen = true
    const changes = till.told.catalogueChanges
    await saveProduct(hub, makeProduct(1, { priceMinor: 999 }))
    await saveProduct(hub, makeProduct(2, { priceMinor: 998 }))
    expect(await till.link.ask('sale_lookup', { receiptLabel: 'none' })).toHaveProperty('problem')
    expect(till.store.catalogue.productById(1)?.priceMinor).toBe(101)
    till.selling.isOpen = false
    till.link.basketEnded()
    await hasCatalogue(till, await hubRevision())
    expect(till.store.catalogue.productById(1)?.priceMinor).toBe(999)
    expect(till.store.catalogue.productById(2)?.priceMinor).toBe(998)
    expect(till.told.catalogueChanges).toBeGreaterThan(changes)
  })

  it('is caught up over HTTP after the till was away, many changes at once too', async () => {
    await till.stop()
    for (let n = 0; n < 130; n += 1) await saveProduct(hub, makeProduct(100 + n))
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    await hasCatalogue(till, await hubRevision())
    expect(till.store.catalogue.productById(229)?.name).toBe('Product 229')
  })

  it('is taken anew from a hub with another history', async () => {
    await till.stop()
    await hub.database.write(async (tx) =>
      tx.run({ build: (db) => db.updateTable('feed_changes').set({ hash: 'f'.repeat(64) }) }, {}),
    )
    await saveProduct(hub, makeProduct(1, { priceMinor: 777 }))
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    await hasCatalogue(till, await hubRevision())
    await waitUntil(
      () => till.store.catalogue.productById(1)?.priceMinor === 777,
      () => 'the old history is still in use',
    )
    expect(till.store.catalogue.head()).toEqual(await readFeedHead(hub.database.read))
  })
})

describe('stock levels', () => {
  const adjust = async (change: number): Promise<void> => {
    const body = { productId: 1, unit: 'piece', change, reason: 'delivery' } as const
    await hub.journal.write(({ record }) => record(programActor, { type: 'stock_adjusted', body }))
  }

  const isLevel = async (level: number): Promise<void> =>
    waitUntil(
      () => till.store.catalogue.stockLevel(1) === level,
      () => `the level is ${String(till.store.catalogue.stockLevel(1))}, not ${level}: ${String(till.troubles.at(-1))}`,
    )

  it('reach the till as they change, and all of them at connect', async () => {
    await adjust(40)
    await isLevel(40)
    till.sell(products)
    await isLevel(39)
    await till.stop()
    await adjust(1)
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
    await isLevel(40)
    expect(till.store.catalogue.stockLevel(1)).toBe(40)
  })
})

describe('another hub in the place of ours', () => {
  it('gets nothing: the till looks at its key first', async () => {
    const { mqttPort, httpsPort } = hub.devices
    const other = newFolder()
    await hub.stop()
    hub = await startHub({ folder: other.path, ports: { mqttPort, httpsPort } })
    till.sell(products)
    await waitUntil(
      () => till.troubles.some((trouble) => trouble instanceof LinkError && trouble.code === 'hub_pin_wrong'),
      () => 'the till did not notice',
      10_000,
    )
    expect(till.told.isOnline).toBe(false)
    expect(await hubSales()).toEqual([])
    other.remove()
  })
})

describe('the state of the till', () => {
  const stateOf = async () =>
    hub.database.read.one(
      { build: (db) => db.selectFrom('device_states').select(['is_online', 'catalogue_revision', 'software_version']) },
      {},
    )

  it('is online with its versions, and offline by the last will when it is gone', async () => {
    await isOnline(true)
    let state = await stateOf()
    for (let n = 0; state === undefined && n < 100; n += 1) state = await stateOf()
    expect(state).toMatchObject({ is_online: 1, software_version: 'test' })
    await till.stop()
    const endsAt = performance.now() + 5000
    while ((await stateOf())?.is_online === 1 && performance.now() < endsAt) await new Promise(setImmediate)
    expect(await stateOf()).toMatchObject({ is_online: 0, software_version: 'test' })
    till = await openLinkedTill(hub, 'T1', tillFolder.path)
  })

  it('ends at once when it is revoked, and its key opens nothing any more', async () => {
    await isOnline(true)
    const [device] = hub.devices.directory.list()
    await hub.devices.enrolment.revoke(device?.id ?? '', 'stolen', programActor)
    await isOnline(false)
    await waitUntil(
      () => hub.refusals.includes('key_unknown'),
      () => 'nobody was refused',
    )
    expect(till.told.isOnline).toBe(false)
  })
})
