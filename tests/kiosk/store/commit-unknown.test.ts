import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { verifyJournal } from '#core/journal/verify-journal.ts'
import { CommitUnknownError } from '#kiosk/store/store-errors.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
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
import { FailingCommits, type CommitLeaves } from '#tests/support/failing-commit.ts'

const saleId = uuid(0xa, 1)
const basket = basketOf(saleId, [makeProduct(1)])
const sell = (store: TillStore): unknown => store.sales.complete(basket, tendersFor(basket), alex)
const payment = { intentId: uuid(0xb, 1), saleId, amountMinor: 101 }

/** All that a till commits, each as its callers do. */
const writes: Readonly<Record<string, (store: TillStore) => unknown>> = {
  'a sale': sell,
  'the open basket': (store) => store.baskets.save(basket, []),
  'a payment before the terminal is asked': (store) => store.payments.begin(payment),
  'a reservation before the hub is asked': (store) =>
    store.reservations.keep({ reservationId: uuid(0xc, 1), phase: 'asked', details: 'null' }),
  'a shift’s close with its Z': (store) => store.shifts.close({ operatorId: 7, countedCashMinor: 0 }),
  'money that is put in': (store) =>
    store.cash.record({ movementId: uuid(0xd, 1), kind: 'paid_in', amountMinor: 100, reason: 'float', operatorId: 7 }),
  'an anchor': (store) => store.journal.anchor({ why: 'hour' }),
  'that the link is up': (store) => store.replication.linkUp(),
  'what the hub holds': (store) => {
    const [cursor] = store.journal.cursors()
    if (cursor !== undefined) store.journal.acknowledge({ ...cursor, ackedSeq: 1 })
  },
}

const entriesOf = (store: TillStore): JournalEntry[] =>
  store.journal.cursors().flatMap(({ stream, headSeq }) => store.journal.read(stream, 0, headSeq).toArray())

const isWhole = (store: TillStore): boolean => {
  const keyIds = new Set([signerOf('T3').keyId])
  return verifyJournal(entriesOf(store), { sha256, signatures: nodeSignatures, keyIds }).fault === undefined
}

const both: readonly CommitLeaves[] = ['all', 'nothing']
const cases = both.flatMap((leaves) => Object.entries(writes).map(([what, write]) => ({ what, leaves, write })))

describe('a COMMIT that reports an error', () => {
  it.each(cases)('of $what, with $leaves of it on the disk: unknown, and the next start looks', ({ leaves, write }) => {
    using folder = new TemporaryFolder()
    using commits = new FailingCommits()
    {
      using store = stockedTill(folder.path)
      store.shifts.open({ operatorId: 7, floatMinor: 0, businessDate: '2026-03-01' })
      commits.arm(leaves)
      expect(() => write(store)).toThrow(CommitUnknownError)
      // Whatever is tried before the process has ended: nothing more is written over what nobody knows.
      expect(() => sell(store)).toThrow(AssertionError)
    }
    using store = openTill(folder.path)
    store.openStream()
    expect(isWhole(store)).toBe(true)
    sell(store)
    expect(store.sales.last(10)).toHaveLength(1)
    expect(store.sales.last(1)[0]).toMatchObject({ saleId, receiptNumber: 1 })
    expect(isWhole(store)).toBe(true)
  })

  it.each(both)('of a sale: it is looked up by its id, and made once (%s of it was on the disk)', (leaves) => {
    using folder = new TemporaryFolder()
    using commits = new FailingCommits()
    {
      using store = stockedTill(folder.path)
      store.baskets.save(basket, [])
      commits.arm(leaves)
      expect(() => sell(store)).toThrow(CommitUnknownError)
    }
    using store = openTill(folder.path)
    store.openStream()
    expect(store.sales.isRecorded(saleId)).toBe(leaves === 'all')
    // A basket whose sale exists is done; one whose sale does not is still there to be paid.
    expect(store.baskets.loadOpen()?.basket.saleId).toBe(leaves === 'all' ? undefined : saleId)
    expect(store.printJobs.next()?.subjectId).toBe(leaves === 'all' ? saleId : undefined)
  })
})
