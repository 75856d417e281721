import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counterSignedText } from '#core/journal/anchor.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { verifyJournal, type JournalVerdict } from '#core/journal/verify-journal.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { sha256, uuid } from '#tests/core/journal/chain.ts'
import { nodeSignatures, signerOf } from '#tests/core/journal/node-signer.ts'
import {
  alex,
  basketOf,
  catalogueRows,
  makeProduct,
  openTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const DAY_MS = 86_400_000
const hub = signerOf('hub')

/** A till that lives for weeks. */
class LongTill {
  readonly #folder: string
  nowMs = Date.parse('2026-01-01T08:00:00Z')
  store: TillStore
  #sold = 0

  constructor(folder: string) {
    this.#folder = folder
    this.store = this.#open()
  }

  #open(): TillStore {
    const bootedAtMs = this.nowMs
    const clock = { nowMs: () => this.nowMs, monotonicMs: () => this.nowMs - bootedAtMs }
    const store = openTill(this.#folder, clock)
    if (store.catalogue.policy() === undefined) {
      store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows([makeProduct(1)]))
    }
    store.openStream()
    return store
  }

  restart(): void {
    this.store.close()
    this.store = this.#open()
  }

  /** A day's shift; what it sold is 101 each. */
  day(sales: number, isClosed = true): void {
    const { shifts } = this.store
    if (shifts.current() === undefined) {
      shifts.open({ operatorId: 7, floatMinor: 0, businessDate: new Date(this.nowMs).toISOString().slice(0, 10) })
    }
    for (let n = 0; n < sales; n++) {
      const basket = basketOf(uuid(0xa, ++this.#sold), [makeProduct(1)])
      this.store.sales.complete(basket, tendersFor(basket), alex)
    }
    if (isClosed) shifts.close({ operatorId: 7, countedCashMinor: 0 })
    this.nowMs += DAY_MS
  }

  /** Weeks in which it was switched on each day. */
  weeks(): void {
    for (let day = 0; day < 36; day++) this.day(0)
  }

  /** The hub has all, and has signed the newest anchor. */
  isAcknowledged(): void {
    for (const cursor of this.store.journal.cursors()) {
      this.store.journal.acknowledge({ ...cursor, ackedSeq: cursor.headSeq })
    }
    const anchor = this.entries().findLast(({ type }) => type === 'anchor')
    if (anchor === undefined) return
    const { stream, seq, hash } = anchor
    const unsigned = { stream, seq, hash, keyId: hub.keyId, publicKey: hub.publicKey }
    this.store.replication.keepCounterSignature({ ...unsigned, signature: hub.sign(counterSignedText(unsigned)) })
  }

  entries(): JournalEntry[] {
    return this.store.journal
      .cursors()
      .flatMap(({ stream, headSeq }) => this.store.journal.read(stream, 0, headSeq).toArray())
  }

  verdict(): JournalVerdict {
    const signature = this.store.replication.counterSignature()
    return verifyJournal(this.entries(), {
      sha256,
      signatures: nodeSignatures,
      keyIds: new Set([signerOf('T3').keyId]),
      witnesses: signature === undefined ? [] : [signature],
    })
  }

  soldCount(): number {
    return this.#sold
  }

  [Symbol.dispose](): void {
    this.store.close()
  }
}

describe('a till that lives for weeks', () => {
  it('keeps five weeks of what the hub has, and its chain, numbers and totals go on', () => {
    using folder = new TemporaryFolder()
    using till = new LongTill(folder.path)
    for (let day = 0; day < 50; day++) till.day(8)
    till.store.shifts.open({ operatorId: 7, floatMinor: 0, businessDate: '2026-02-20' })
    till.store.shifts.report({ operatorId: 7 })
    till.store.shifts.close({ operatorId: 7, countedCashMinor: 0 })
    till.isAcknowledged()
    const before = till.entries().length
    expect(till.store.keepJournal()).toBe(true)
    const kept = till.entries()
    expect(kept.length).toBeLessThan(before - 100)
    const oldestMs = Date.parse(kept[0]?.at ?? '')
    expect(till.nowMs - oldestMs).toBeGreaterThanOrEqual(34 * DAY_MS)
    expect(till.nowMs - oldestMs).toBeLessThan(37 * DAY_MS)
    expect(till.verdict()).toMatchObject({ fault: undefined })
    // The rest is not worth another anchor.
    till.nowMs += 60_000
    expect(till.store.keepJournal()).toBe(false)
    till.restart()
    till.day(1)
    expect(till.store.sales.last(1)[0]?.receiptNumber).toBe(till.soldCount())
    const [z] = till.store.reports.last(1)
    expect(z).toMatchObject({ reportNumber: 52, grandTotal: { salesMinor: till.soldCount() * 101 } })
    expect(till.verdict()).toMatchObject({ fault: undefined })
  }, 30_000)

  it('hands out no number twice when all of its sales, refunds and X reports are gone', () => {
    using folder = new TemporaryFolder()
    using till = new LongTill(folder.path)
    till.day(120, false)
    till.store.shifts.report({ operatorId: 7 })
    till.day(0)
    till.weeks()
    till.isAcknowledged()
    expect(till.store.keepJournal()).toBe(true)
    expect(till.store.sales.last(1)).toEqual([])
    for (const restart of [() => {}, () => till.restart()]) {
      restart()
      till.day(1, false)
      expect(till.store.sales.last(1)[0]?.receiptNumber).toBe(till.soldCount())
    }
    expect(till.store.shifts.report({ operatorId: 7 })).toMatchObject({ reportNumber: 2 })
    expect(till.verdict()).toMatchObject({ fault: undefined })
  })

  it('keeps what the hub has not, what it has not signed, and what an open payment stands on', () => {
    using folder = new TemporaryFolder()
    using till = new LongTill(folder.path)
    till.day(120)
    till.weeks()
    const isKept = (): void => expect(till.store.keepJournal() && till.store.journal.keptFrom() > 1).toBe(false)
    isKept()
    const [first] = till.store.journal.cursors()
    if (first !== undefined) till.store.journal.acknowledge({ ...first, ackedSeq: first.headSeq })
    isKept()
    till.isAcknowledged()
    // Begun before the first entry, and nobody knows yet how it ended: any of them may be about it.
    const payment = { intentId: uuid(0xb, 1), saleId: uuid(0xb, 2), amountMinor: 500 }
    const laterMs = till.nowMs
    till.nowMs = Date.parse('2025-12-31T00:00:00Z')
    till.store.payments.begin(payment)
    till.nowMs = laterMs
    isKept()
    till.store.payments.finish(payment.intentId, { state: 'declined', reason: 'test' })
    expect(till.store.keepJournal()).toBe(true)
    expect(till.store.journal.keptFrom()).toBeGreaterThan(100)
  })

  it('keeps what is minutes old, though its clock says that years have passed', () => {
    using folder = new TemporaryFolder()
    using till = new LongTill(folder.path)
    till.day(120)
    till.nowMs = Date.parse('2045-06-01T08:00:00Z')
    till.restart()
    till.isAcknowledged()
    for (let day = 0; day < 15; day++) {
      till.day(0)
      till.isAcknowledged()
      expect(till.store.keepJournal() && till.store.journal.keptFrom() > 1).toBe(false)
    }
  }, 30_000)

  it('is whole after any weeks', () => {
    const weeks = fc.array(
      fc.record({ sales: fc.integer({ min: 0, max: 20 }), isAcked: fc.boolean(), restarts: fc.boolean() }),
      { minLength: 8, maxLength: 12 },
    )
    fc.assert(
      fc.property(weeks, (plan) => {
        using folder = new TemporaryFolder()
        using till = new LongTill(folder.path)
        for (const { sales, isAcked, restarts } of plan) {
          till.day(sales)
          for (let day = 0; day < 3; day++) till.day(0)
          till.nowMs += 6 * DAY_MS
          if (restarts) till.restart()
          if (isAcked) till.isAcknowledged()
          const unsent = till.store.replication.unsentCount()
          till.store.keepJournal()
          expect(till.verdict().fault).toBeUndefined()
          expect(till.store.replication.unsentCount()).toBeGreaterThanOrEqual(unsent)
          const unacked = till.store.journal
            .cursors()
            .flatMap(({ stream, ackedSeq, headSeq }) => till.store.journal.read(stream, ackedSeq, headSeq).toArray())
          expect(unacked).toHaveLength(till.store.replication.unsentCount())
        }
        till.day(1)
        expect(till.store.sales.last(1)[0]?.receiptNumber).toBe(till.soldCount())
      }),
      { numRuns: 3 },
    )
  }, 60_000)
})
