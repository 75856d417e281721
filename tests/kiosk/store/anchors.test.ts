import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Anchor } from '#core/journal/anchor.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { verifyJournal } from '#core/journal/verify-journal.ts'
import { JournalStore, PROGRAM } from '#kiosk/store/journal-store.ts'
import { migrate } from '#kiosk/store/migrate.ts'
import { tillMigrations } from '#kiosk/store/migrations.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { Transaction } from '#kiosk/store/transaction.ts'
import { sha256, uuid } from '#tests/core/journal/chain.ts'
import { nodeSignatures, signerOf } from '#tests/core/journal/node-signer.ts'
import {
  alex,
  basketOf,
  makeProduct,
  openTill,
  stockedTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const ports = {
  clock: { nowMs: Date.now, monotonicMs: () => 0, isTrusted: () => true },
  newId: randomUUID,
  sha256,
  signer: signerOf('T3'),
}

const tillFile = (folder: string): { readonly database: Sqlite.Database; [Symbol.dispose]: () => void } => {
  const database = openDatabase(join(folder, 'till.sqlite'), 'till')
  migrate(database, tillMigrations)
  return { database, [Symbol.dispose]: () => database.close() }
}

const isAnchor = ({ type }: JournalEntry): boolean => type === 'anchor'

const HOUR_MS = 3_600_000

const entriesOf = (store: TillStore): JournalEntry[] =>
  store.journal.cursors().flatMap(({ stream, headSeq }) => store.journal.read(stream, 0, headSeq).toArray())

const anchorsOf = (store: TillStore): Anchor[] =>
  entriesOf(store).flatMap(({ type, body }) => (type === 'anchor' ? [body as unknown as Anchor] : []))

const verdictOf = (store: TillStore) =>
  verifyJournal(entriesOf(store), { sha256, signatures: nodeSignatures, keyIds: new Set([signerOf('T3').keyId]) })

const sell = (store: TillStore, count: number, from = 0): void => {
  for (let number = 1; number <= count; number++) {
    const basket = basketOf(uuid(0xa, from + number), [makeProduct(1)])
    store.sales.complete(basket, tendersFor(basket), alex)
  }
}

describe('a till’s journal', () => {
  it('is anchored with the entry that is the hundredth since the last, over boots too', () => {
    using folder = new TemporaryFolder()
    {
      using store = stockedTill(folder.path)
      sell(store, 98)
      expect(anchorsOf(store)).toEqual([])
    }
    using store = openTill(folder.path)
    store.openStream()
    expect(anchorsOf(store).map(({ why, seq }) => [why, seq])).toEqual([['entries', 1]])
    sell(store, 230, 1000)
    expect(anchorsOf(store).map(({ seq }) => seq)).toEqual([1, 102, 203])
    expect(verdictOf(store)).toMatchObject({ fault: undefined, anchorCount: 3, unanchoredCount: 30 })
  })

  it('is anchored at a shift’s close, right after its report and with all that was ever sold', () => {
    using folder = new TemporaryFolder()
    using store = stockedTill(folder.path)
    store.shifts.open({ operatorId: 7, floatMinor: 100, businessDate: '2026-03-01' })
    sell(store, 3)
    store.shifts.close({ operatorId: 7, countedCashMinor: 0 })
    const [report, anchor] = entriesOf(store).slice(-2)
    expect(report?.type).toBe('shift_report')
    // The Z's paper shows what the anchor vouches for.
    expect(store.reports.hashOf(String(report?.body['reportId']))).toBe(report?.hash)
    const soldMinor = 3 * 101
    expect(anchor?.body).toMatchObject({
      why: 'shift_closed',
      hash: report?.hash,
      grandTotal: { salesMinor: soldMinor, refundsMinor: 0, netMinor: soldMinor },
    })
    expect(verdictOf(store).fault).toBeUndefined()
  })

  it('counts the sale that made an anchor due into its total', () => {
    using folder = new TemporaryFolder()
    using store = stockedTill(folder.path)
    store.shifts.open({ operatorId: 7, floatMinor: 0, businessDate: '2026-03-01' })
    sell(store, 98)
    expect(anchorsOf(store)).toMatchObject([{ grandTotal: { salesMinor: 98 * 101 } }])
  })

  it('is anchored hourly, when something was written since', () => {
    using folder = new TemporaryFolder()
    const at = { monotonicMs: 0 }
    using store = openTill(folder.path, { monotonicMs: () => at.monotonicMs })
    store.openStream()
    expect(store.journal.anchorIfStale()).toBe(false)
    at.monotonicMs = HOUR_MS
    expect(store.journal.anchorIfStale()).toBe(true)
    expect(anchorsOf(store)).toMatchObject([{ why: 'hour', seq: 1 }])
    at.monotonicMs = 3 * HOUR_MS
    expect(store.journal.anchorIfStale()).toBe(false)
    store.journal.record('signed_in', { operatorId: 7 }, { actor: PROGRAM })
    expect(store.journal.anchorIfStale()).toBe(true)
    expect(verdictOf(store).fault).toBeUndefined()
  })

  it('forgets an anchor whose transaction failed, and writes it with the next', () => {
    using folder = new TemporaryFolder()
    using connection = tillFile(folder.path)
    const transaction = new Transaction(connection.database)
    const journal = new JournalStore(connection.database, transaction, ports, {
      businessDate: () => null,
      grandTotal: () => undefined,
    })
    const write = (): unknown => journal.record('signed_in', { operatorId: 7 }, { actor: PROGRAM })
    const anchors = (): number => [...journal.read(journal.head()?.stream ?? '', 0, 500)].filter(isAnchor).length
    journal.openStream({ deviceId: uuid(1), deviceName: 'T3', deviceNumber: 3, receiptPrefix: 'T3' }, 'test')
    for (let count = 1; count < 99; count++) write()
    for (let attempt = 0; attempt < 3; attempt++) {
      const fail = (): never => {
        write()
        throw new Error('a mistake')
      }
      expect(() => transaction.run(fail)).toThrow('a mistake')
    }
    expect(anchors()).toBe(0)
    transaction.run(() => {
      write()
      write()
    })
    expect(anchors()).toBe(1)
    expect(journal.head()?.seq).toBe(102)
  })
})
