import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HELD_BASKETS_MAX, openBasket } from '#core/basket/basket.ts'
import { voidLine } from '#core/basket/change-basket.ts'
import { AssertionError } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { Sale } from '#core/sale/sale.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { allEntries } from '#tests/kiosk/store/audit-till.ts'
import { alex, basketOf, openTill, stockedTill, TemporaryFolder, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products, withTill } from '#tests/kiosk/store/with-till.ts'

const by = { operatorId: 7 }
const openedLocal = promotionTimeOf('2026-03-02 09:00', '2026-03-02T09:00:00.000Z')
const shift = { operatorId: 7, floatMinor: 1_000, businessDate: '2026-01-05' }
const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

const sell = (store: TillStore, number: number): Sale => {
  const basket = basketOf(id(number), products)
  store.baskets.save(basket, [])
  const sale = store.sales.complete(basket, tendersFor(basket, 50), alex)
  if (sale instanceof DomainError) throw sale
  return sale
}

const types = (store: TillStore): string[] => allEntries(store).map(({ type }) => type)
const codeOf = (result: unknown): string | undefined => (result instanceof DomainError ? result.code : undefined)

describe('sales', () => {
  test('are numbered without gaps, and found by id, by label, and newest first', () => {
    withTill((store, restart) => {
      const first = sell(store, 1)
      const second = sell(restart(), 2)
      const again = restart()
      expect([first.receiptLabel, second.receiptLabel]).toEqual(['T3-000001', 'T3-000002'])
      expect(again.sales.byId(id(1))).toEqual(first)
      expect(
        ['T3-000002', 't3-2', ' 2 ', 'T4-000002', 'x', ''].map((label) => again.sales.byLabel(label)?.saleId),
      ).toEqual([id(2), id(2), id(2), undefined, undefined, undefined])
      expect(again.sales.last(5)).toEqual([second, first])
      expect(again.sales.last(1)).toEqual([second])
    })
  })

  test('that are completed twice are one sale', () => {
    withTill((store, restart) => {
      const sale = sell(store, 1)
      expect(sell(restart(), 1)).toEqual(sale)
    })
  })

  test('that are empty or unpaid are none', () => {
    withTill((store) => {
      const basket = basketOf(id(1), products)
      expect(codeOf(store.sales.complete(basket, [], alex))).toBe('tender_incomplete')
      expect(codeOf(store.sales.complete(openBasket(id(1), ''), [], alex))).toBe('basket_empty')
      expect(types(store)).toEqual(['stream_opened'])
    })
  })

  test('count into the shift, and carry its business date', () => {
    withTill((store) => {
      store.shifts.open(shift)
      const sale = sell(store, 1)
      const { totals } = store.shifts.current() ?? {}
      expect(totals).toMatchObject({ saleCount: 1, grossMinor: sale.totals.totalMinor, cardMinor: 50 })
      expect(allEntries(store).at(-1)).toMatchObject({ businessDate: '2026-01-05', actor: { kind: 'operator', id: 7 } })
    })
  })
})

describe('the open basket', () => {
  test('comes back as it was after a crash, tenders and all', () => {
    using folder = new TemporaryFolder()
    using copy = new TemporaryFolder()
    using store = stockedTill(folder.path, products)
    const basket = basketOf(id(1), products)
    const tenders = tendersFor(basket, 50).slice(0, 1)
    store.baskets.save(basket, tenders)
    cpSync(folder.path, join(copy.path, 'crashed'), { recursive: true })
    using crashed = openTill(join(copy.path, 'crashed'))
    expect(crashed.baskets.loadOpen()).toEqual({ basket, tenders })
    expect(crashed.baskets.isOpen()).toBe(true)
  })

  test('is open no more once it is sold, held or cancelled', () => {
    withTill((store, restart) => {
      sell(store, 1)
      expect([restart().baskets.loadOpen(), store.catalogue.revision()]).toEqual([undefined, 1])
    })
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      store.baskets.save(basket, [])
      store.baskets.hold(basket, { ...by, label: 'Alex' })
      expect(store.baskets.isOpen()).toBe(false)
      expect(restart().baskets.loadOpen()).toBeUndefined()
    })
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      store.baskets.save(basket, [])
      store.baskets.cancel(basket, by)
      expect(store.baskets.isOpen()).toBe(false)
      expect(restart().baskets.loadOpen()).toBeUndefined()
    })
  })

  test('stays open while a card has paid of it, over any start', () => {
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      const tenders = [
        { kind: 'card', intentId: id(90), amountMinor: 50, approvalCode: '1', scheme: 'VISA', last4: '4242' },
      ] as const
      store.baskets.save(basket, tenders)
      for (const start of [() => store, restart]) {
        const open = start()
        expect(codeOf(open.baskets.hold(basket, { ...by, label: 'Alex' }))).toBe('conflict')
        expect(codeOf(open.baskets.cancel(basket, by))).toBe('conflict')
        expect(open.baskets.loadOpen()).toEqual({ basket, tenders })
      }
    })
  })

  test('a checkpoint waits for its end', () => {
    withTill((store) => {
      store.baskets.save(basketOf(id(1), products), [])
      expect(() => store.checkpoint()).toThrow(AssertionError)
      store.baskets.save(openBasket(id(1), ''), [])
      expect(store.checkpoint()).toBe(false)
    })
  })
})

describe('held baskets', () => {
  test('come back as a new sale that names the hold', () => {
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      const held = store.baskets.hold(basket, { ...by, label: 'Alex' })
      const again = restart()
      expect(again.baskets.held()).toEqual([held])
      const { heldBasketId } = again.baskets.held()[0] ?? { heldBasketId: '' }
      const recalled = again.baskets.recall(heldBasketId, { ...by, openedLocal, saleId: id(2) })
      expect(recalled).toMatchObject({ saleId: id(2), heldBasketId, lines: basket.lines })
      expect([again.baskets.held(), again.baskets.loadOpen()?.basket]).toEqual([[], recalled])
      expect(codeOf(again.baskets.recall(heldBasketId, { ...by, openedLocal, saleId: id(3) }))).toBe('not_found')
      expect(types(again).filter((type) => type.startsWith('basket'))).toEqual(['basket_held', 'basket_recalled'])
    })
  })

  test('are never empty, and not without end', () => {
    withTill((store) => {
      const basket = basketOf(id(1), products.slice(0, 1))
      expect(codeOf(store.baskets.hold(voidLine(basket, 1) as typeof basket, { ...by, label: 'A' }))).toBe(
        'basket_empty',
      )
      const results = Array.from({ length: HELD_BASKETS_MAX + 1 }, () =>
        codeOf(store.baskets.hold(basket, { ...by, label: 'A' })),
      )
      expect(results.filter((code) => code !== undefined)).toEqual(['conflict'])
    })
  })
})

describe('shifts', () => {
  test('one at a time; closed with what was counted', () => {
    withTill((store, restart) => {
      expect(codeOf(store.shifts.close({ ...by, countedCashMinor: 0 }))).toBe('shift_closed')
      const opened = store.shifts.open(shift)
      expect(codeOf(store.shifts.open(shift))).toBe('shift_open')
      const sale = sell(store, 1)
      const again = restart()
      expect(again.shifts.current()?.shift).toEqual(opened)
      const expectedCashMinor = 1_000 + sale.totals.totalMinor - 50
      const close = again.shifts.close({ ...by, countedCashMinor: expectedCashMinor - 5 })
      expect(close).toMatchObject({ expectedCashMinor, differenceMinor: -5 })
      expect(again.shifts.current()).toBeUndefined()
      expect(restart().shifts.closeOf(sale.shiftId ?? '')).toEqual(close)
    })
  })

  test('do not close over an open sale', () => {
    withTill((store) => {
      store.shifts.open(shift)
      store.baskets.save(basketOf(id(1), products), [])
      expect(codeOf(store.shifts.close({ ...by, countedCashMinor: 0 }))).toBe('basket_not_empty')
      expect(store.shifts.closeOf(store.shifts.current()?.shift.shiftId ?? '')).toBeUndefined()
    })
  })
})

test('the last sale is known over a restart until the next basket is kept', () => {
  withTill((store, restart) => {
    expect(store.baskets.lastSold()).toBeUndefined()
    const basket = basketOf(id(1), products)
    store.baskets.save(basket, [])
    expect(store.baskets.lastSold()).toBeUndefined()
    store.sales.complete(basket, tendersFor(basket), alex)
    const again = restart()
    expect([again.baskets.lastSold(), again.baskets.loadOpen()]).toEqual([id(1), undefined])
    again.baskets.save(basketOf(id(2), products), [])
    expect(again.baskets.lastSold()).toBeUndefined()
  })
})

test('wrong PINs are counted over restarts, and forgotten by a right one', () => {
  withTill((store, restart) => {
    expect([store.signIns.begin(12), store.signIns.begin(12), store.signIns.begin(13)]).toEqual([1, 2, 1])
    const again = restart()
    expect(again.signIns.begin(12)).toBe(3)
    again.signIns.refuse(12, 'pin_wrong')
    again.signIns.succeed(12, { operatorId: 7, isUnlock: false, unlocksOthers: false })
    expect([again.signIns.attempts(12), again.signIns.attempts(13), again.signIns.begin(12)]).toEqual([0, 1, 1])
    again.signIns.succeed(12, { operatorId: 7, isUnlock: true, unlocksOthers: false })
    const last = allEntries(again).slice(-3)
    expect(last.map(({ type }) => type)).toEqual(['sign_in_refused', 'signed_in', 'till_unlocked'])
    expect(last[0]?.body).toEqual({ operatorNumber: 12, why: 'pin_wrong', attempts: 3 })
  })
})

test('receipts print in order; those of an earlier boot may be on paper already', () => {
  withTill((store, restart) => {
    sell(store, 1)
    sell(store, 2)
    const first = store.printJobs.next()
    expect(first).toMatchObject({ kind: 'receipt', subjectId: id(1), isMaybePrinted: false })
    store.printJobs.finish(first?.jobId ?? 0, 'confirmed')
    const again = restart()
    const second = again.printJobs.next()
    expect(second).toMatchObject({ kind: 'receipt', subjectId: id(2), isMaybePrinted: true })
    again.printJobs.reprint({ saleId: id(1) }, by)
    again.printJobs.finish(second?.jobId ?? 0, 'refused')
    expect(again.printJobs.next()).toMatchObject({ kind: 'receipt_copy', subjectId: id(1), isMaybePrinted: false })
    expect(types(again).at(-1)).toBe('receipt_reprinted')
  })
})

describe('the journal', () => {
  test('begins a stream a boot, each after the last entry of the one before', () => {
    withTill((store, restart) => {
      sell(store, 1)
      const head = store.journal.head()
      const again = restart()
      const opened = allEntries(again).at(-1)
      expect(opened).toMatchObject({ type: 'stream_opened', seq: 1, prevHash: head?.hash, body: { parent: head } })
      expect(again.journal.cursors().map(({ headSeq, ackedSeq }) => [headSeq, ackedSeq])).toEqual([
        [2, 0],
        [1, 0],
      ])
      expect(() => again.openStream()).toThrow(AssertionError)
    })
  })

  test('keeps private parts beside the hashed text', () => {
    withTill((store, restart) => {
      const part = { salt: '0'.repeat(32), data: { name: 'Ann' } }
      store.journal.record('signed_out', { operatorId: 7 }, { actor: operatorActor(7), private: part })
      const [, entry] = allEntries(restart())
      expect(entry?.private).toEqual(part)
    })
  })

  test('an entry that cannot be kept leaves no gap', () => {
    withTill((store) => {
      const tooLong = { ...sell(store, 1), saleId: id(2), operatorName: 'x'.repeat(600_000) }
      expect(() => store.journal.record('sale_completed', tooLong, { actor: operatorActor(7) })).toThrow(AssertionError)
      const broken = { ...basketOf(id(3), products), saleId: 'not a UUID' }
      expect(() => store.sales.complete(broken, tendersFor(broken), alex)).toThrow(AssertionError)
      expect(sell(store, 4).receiptNumber).toBe(2)
    })
  })

  test('reads from anywhere, as far as it goes', () => {
    withTill((store, restart) => {
      sell(store, 1)
      sell(store, 2)
      const again = restart()
      const [first, second] = again.journal.cursors()
      const seqs = (stream = '', afterSeq = 0, limit = 50): number[] =>
        Array.from(again.journal.read(stream, afterSeq, limit), ({ seq }) => seq)
      expect([seqs(first?.stream), seqs(first?.stream, 1, 1), seqs(first?.stream, 3)]).toEqual([[1, 2, 3], [2], []])
      expect([seqs(second?.stream), seqs('nobody')]).toEqual([[1], []])
    })
  })

  test('keeps what the hub holds, downwards too', () => {
    withTill((store, restart) => {
      sell(store, 1)
      const [cursor] = store.replication.cursors()
      const { stream } = cursor ?? { stream: '' }
      store.journal.acknowledge({ stream, headSeq: 2, ackedSeq: 2 })
      expect(store.replication.unsentCount()).toBe(0)
      store.journal.acknowledge({ stream, headSeq: 2, ackedSeq: 1 })
      store.journal.acknowledge({ stream: 'nobody', headSeq: 2, ackedSeq: 1 })
      expect(restart().replication.unsentCount()).toBe(2)
    })
  })

  test('counts as handed over what was written while the link was up; a boot ends it', () => {
    withTill((store, restart) => {
      sell(store, 1)
      expect(store.replication.handOver()).toEqual({ isLinkUp: false, handedOverTo: 0 })
      store.replication.linkUp()
      sell(store, 2)
      const again = restart()
      expect(again.replication.handOver()).toEqual({ isLinkUp: false, handedOverTo: 3 })
      again.replication.linkUp()
      again.replication.linkDown()
      expect(again.replication.handOver()).toEqual({ isLinkUp: false, handedOverTo: 4 })
    })
  })
})
