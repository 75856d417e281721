import { createHash, randomUUIDv7 } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Sale } from '#core/sale/sale.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { createLinkWorld } from '#kiosk/effects/link-world.ts'
import { RollbackWatch } from '#kiosk/effects/rollback-watch.ts'
import { deviceIdentity } from '#kiosk/link/device-identity.ts'
import { loadOrMakeDeviceKey } from '#kiosk/link/device-key.ts'
import { enrol } from '#kiosk/link/enrol.ts'
import { readEnrolment, writeEnrolment, type EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { Link } from '#kiosk/link/link.ts'
import { openStore } from '#kiosk/open-store.ts'
import { Ballast } from '#kiosk/store/ballast.ts'
import { FaultRecord } from '#kiosk/store/fault-record.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import type { FaultWords } from '#kiosk/text/fault-texts.ts'
import { alex, basketOf, catalogueRows, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { newCode, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** A till without screen and keys: its real store, its real link. */
export interface LinkedTill {
  readonly store: TillStore
  readonly link: Link
  readonly told: {
    isOnline: boolean
    unsentCount: number
    catalogueChanges: number
    /** The hub was asked whether it holds more of this till than the till. */
    isLookedBack: boolean
    /** What would have ended the till: it does. */
    rolledBack: unknown
  }
  /** While true a basket is open, and the catalogue stays as it is. */
  readonly selling: { isOpen: boolean }
  readonly troubles: unknown[]
  /** Faults that the start showed to whoever stands before the till. */
  readonly shown: readonly FaultWords[]
  /** Sells these products, as the till would; the link hears of it. */
  readonly sell: (products: readonly Product[]) => Sale
  readonly stop: () => Promise<void>
}

/** Puts a product into the hub's catalogue as its API does. */
export const saveProduct = async (hub: RunningHub, product: Product): Promise<void> => {
  const body = { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
  await hub.journal.write(({ record }) => record(programActor, { type: 'product_saved', body }))
}

/** A shop with these products. */
export const stockHub = async (hub: RunningHub, products: readonly Product[]): Promise<void> => {
  for (const row of catalogueRows(products)) {
    if (row.table === 'product') await saveProduct(hub, row.row)
    else if (row.table !== 'operator') {
      await hub.journal.write(async ({ record }) => {
        if (row.table === 'policy') await record(programActor, { type: 'policy_saved', body: { policy: row.row } })
        if (row.table === 'tax_group')
          await record(programActor, { type: 'tax_group_saved', body: { taxGroup: row.row } })
        if (row.table === 'department') {
          await record(programActor, { type: 'department_saved', body: { department: row.row } })
        }
      })
    }
  }
}

/** What lies between a till and its hub, and whom it tells of faults. */
export interface LinkedTillOptions extends Partial<Pick<EnrolmentRecord, 'mqttPort' | 'httpsPort'>> {
  readonly onFault?: (words: FaultWords) => void
}

/** Opens a till in `folder`, enrolled with the hub when it is not yet; `via` are ports of something between the two. */
export const openLinkedTill = async (
  hub: RunningHub,
  name: string,
  folder: string,
  { onFault, ...via }: LinkedTillOptions = {},
): Promise<LinkedTill> => {
  const identity = deviceIdentity(loadOrMakeDeviceKey(join(folder, 'device.key')))
  const path = join(folder, 'enrolment.json')
  const wasEnrolled = existsSync(path)
  const enrolment = readEnrolment(path) ?? (await enrol(await newCode(hub, name), identity))
  writeEnrolment(path, enrolment)
  const reached = { ...enrolment, ...via }
  const { deviceId, name: deviceName, deviceNumber, receiptPrefix } = enrolment
  const shown: FaultWords[] = []
  const troubles: unknown[] = []
  const store = await openStore({
    storeParts: {
      folder,
      identity: { deviceId, deviceName, deviceNumber, receiptPrefix },
      softwareVersion: 'test',
      clock: { nowMs: Date.now, monotonicMs: () => performance.now(), isTrusted: () => true },
      newId: randomUUIDv7,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      signer: identity.signer,
    },
    enrolment: reached,
    identity,
    clockMs: { now: Date.now, monotonic: () => performance.now() },
    random: Math.random,
    ballast: new Ballast(folder),
    faults: new FaultRecord(folder),
    wasEnrolled,
    onTrouble: (error) => troubles.push(error),
    showFault: (words) => {
      shown.push(words)
      onFault?.(words)
    },
  })
  const told: LinkedTill['told'] = {
    isOnline: false,
    unsentCount: -1,
    catalogueChanges: 0,
    isLookedBack: false,
    rolledBack: undefined,
  }
  const selling = { isOpen: false }
  const link = new Link({
    enrolment: reached,
    identity,
    world: createLinkWorld({
      store,
      softwareVersion: 'test',
      deviceHealth: () => [],
      isSelling: () => selling.isOpen,
      nowMs: Date.now,
      random: Math.random,
    }),
    monotonicMs: () => performance.now(),
    onLinkChanged: (isOnline, unsentCount) => {
      Object.assign(told, { isOnline, unsentCount })
      if (isOnline) void lookBack()
    },
    onCatalogueChanged: () => {
      told.catalogueChanges += 1
    },
    onTrouble: (error) => troubles.push(error),
  })
  const rollback = new RollbackWatch({
    askHub: async (operation, fields) => link.ask(operation, fields),
    known: () => store.knownStreams(),
    isSelling: () => selling.isOpen,
  })
  const lookBack = async (): Promise<void> => {
    try {
      await rollback.ask()
      told.isLookedBack = rollback.isDone()
    } catch (error) {
      told.rolledBack = error
    }
  }
  link.start()
  return {
    store,
    link,
    told,
    selling,
    troubles,
    shown,
    sell: (products) => {
      const basket = basketOf(randomUUIDv7(), products)
      const sale = store.sales.complete(basket, tendersFor(basket), alex)
      if (sale instanceof DomainError) throw sale
      link.journalGrew()
      return sale
    },
    stop: async () => {
      await link.close()
      store.close()
    },
  }
}

/** Waits until the till has the hub's newest catalogue. */
export const hasCatalogue = async (till: LinkedTill, revision: number): Promise<void> =>
  waitUntil(
    () => till.store.catalogue.head().revision >= revision,
    () =>
      `the till is at revision ${till.store.catalogue.head().revision}, not at ${revision}: ${String(till.troubles.at(-1))}`,
  )

/** Waits until the hub holds all that the till has written. */
export const isAllSent = async (till: LinkedTill): Promise<void> =>
  waitUntil(
    () => till.store.replication.unsentCount() === 0,
    () => `${till.store.replication.unsentCount()} entries are not acknowledged: ${String(till.troubles.at(-1))}`,
    15_000,
  )
