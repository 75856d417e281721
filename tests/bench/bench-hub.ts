import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Product } from '#core/catalogue/product.ts'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'
import { enrolTestDevice, TestStream, type TestDevice } from '#tests/support/test-till.ts'

const PRODUCTS = 2000
const LINES = 8

/** A hub's journal on a fresh database, without listeners. */
export interface BenchHub {
  readonly folder: string
  readonly database: HubDatabase
  readonly journal: Journal
  readonly close: () => Promise<void>
}

const stopBench = (error: unknown): never => {
  throw error
}

export const openBenchHub = async (
  wrap: (database: HubDatabase) => HubDatabase = (database) => database,
): Promise<BenchHub> => {
  const folder = mkdtempSync(join(tmpdir(), 'vendly-bench-'))
  const database = wrap(openHubDatabase(join(folder, 'hub.sqlite'), stopBench))
  const ports = { clock: systemClock, newId: newUuid, newSalt, sha256, version: 'bench' }
  const signer = feedSigner(generateKeyPairSync('ed25519').privateKey)
  const journal = await openJournal({ ...ports, database, feedSigner: signer, onChanges: () => {} })
  return {
    folder,
    database,
    journal,
    close: async () => {
      await database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const productOf = (id: number): Product => ({
  id,
  name: `Product ${id}`,
  sku: `P-${id}`,
  barcodes: [String(4_000_000_000_000 + id)],
  priceMinor: 100 + (id % 900),
  priceUnit: 'piece',
  departmentId: null,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: id,
  isActive: true,
})

/** Puts a tax group and products with stock into the journal. */
export const stock = async ({ journal }: BenchHub): Promise<void> =>
  journal.write(async ({ record }) => {
    const taxGroup = { id: 1, name: 'None', isInclusive: false, rates: [] }
    await record(programActor, { type: 'tax_group_saved', body: { taxGroup } })
    for (let id = 1; id <= PRODUCTS; id += 1) {
      const body = { product: productOf(id), description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
      await record(programActor, { type: 'product_saved', body })
      const opening = { productId: id, unit: 'piece', change: 1_000_000, reason: 'opening stock' } as const
      await record(programActor, { type: 'stock_adjusted', body: opening })
    }
  })

const lineOf = (number: number, line: number): SaleLine => {
  const { id, name, barcodes, priceMinor } = productOf(1 + ((number * 31 + line * 997) % PRODUCTS))
  return {
    line,
    productId: id,
    departmentId: null,
    code: barcodes[0] ?? '',
    name,
    quantity: { unit: 'piece', count: 1 },
    quantitySource: 'keyed',
    unitPriceMinor: priceMinor,
    priceSource: 'catalogue',
    discountMinor: 0,
    netMinor: priceMinor,
    grossMinor: priceMinor,
    taxGroupId: 1,
    taxes: [],
  }
}

/** A sale of eight lines, paid half in cash and half by card. */
const benchSale = (receiptNumber: number): Sale => {
  const lines = Array.from({ length: LINES }, (_, index) => lineOf(receiptNumber, index + 1))
  const totalMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0)
  const cashMinor = Math.floor(totalMinor / 2)
  return {
    saleId: newUuid(),
    receiptNumber,
    receiptLabel: `T1-${receiptNumber}`,
    shiftId: null,
    operatorId: 1,
    operatorName: 'Bench',
    customerId: null,
    openedAt: '2026-11-20T09:59:00.000Z',
    completedAt: '2026-11-20T10:00:00.000Z',
    currency: 'USD',
    catalogueRevision: 1,
    heldBasketId: null,
    lines,
    voidedLines: [],
    tenders: [
      { kind: 'cash', amountMinor: cashMinor, givenMinor: cashMinor, changeMinor: 0 },
      { kind: 'other', method: 'card', amountMinor: totalMinor - cashMinor, reference: null },
    ],
    totals: { subtotalMinor: totalMinor, discountMinor: 0, taxMinor: 0, totalMinor, itemCount: LINES },
    taxes: [],
  }
}

/** A till with so many sales to send, each message as it comes over the wire. */
export interface BenchTill {
  readonly device: TestDevice
  readonly messages: readonly string[]
}

/** Tills with sealed journals. The first message of each opens its stream. */
export const benchTills = async ({ journal }: BenchHub, tills: number, salesEach: number): Promise<BenchTill[]> => {
  const made: BenchTill[] = []
  for (let number = 1; number <= tills; number += 1) {
    const device = await enrolTestDevice(journal, `B${number}`, number)
    const stream = new TestStream(device)
    for (let sale = 1; sale <= salesEach; sale += 1) stream.add('sale_completed', benchSale(sale))
    // A till reads its entries back from the canonical text it keeps.
    const messages = stream.entries.map(({ hash, ...entry }, index) => {
      const kept = JSON.parse(canonicalJson(entry as unknown as JsonValue)) as object
      return JSON.stringify({ ...stream.batch(index + 1, index + 1), entries: [{ ...kept, hash }] })
    })
    made.push({ device, messages })
  }
  return made
}
