import { expect, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { refundCash } from '#core/refund/refund-cash.ts'
import { everythingLeft, refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundAsk, RefundDraft } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { alex, basketOf, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products, withTill } from '#tests/kiosk/store/with-till.ts'

const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

const sell = (store: TillStore, number: number): Sale => {
  const basket = basketOf(id(number), products)
  const sale = store.sales.complete(basket, tendersFor(basket), alex)
  if (sale instanceof DomainError) throw sale
  return sale
}

const draftOf = (
  sale: Sale,
  number: number,
  { asks, kind = 'return' }: { asks?: readonly RefundAsk[]; kind?: 'return' | 'void' } = {},
): RefundDraft => {
  const draft = refundDraft(sale, NOTHING_REFUNDED, asks ?? everythingLeft(sale, NOTHING_REFUNDED, kind), {
    refundId: id(500 + number),
    kind,
    reason: 'Faulty',
    isRestocked: true,
    reservationId: id(700 + number),
  })
  if (draft instanceof DomainError) throw draft
  return draft
}

const openShift = (store: TillStore): void =>
  void store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-01-05' })

test('a refund is one transaction: entry, row, print job, shift, and its reservation is used', () => {
  withTill((store, restart) => {
    openShift(store)
    const sale = sell(store, 1)
    const draft = draftOf(sale, 1)
    store.reservations.keep({ reservationId: id(701), phase: 'asked', details: '{"a":1}' })
    const tenders = [refundCash(draft.totals.totalMinor, {})]
    const refund = store.refunds.complete(draft, tenders, alex)
    expect(refund).toMatchObject({ refundNumber: 1, refundLabel: 'T3-R000001', operatorName: 'Alex' })
    // Asked for again it is the one that was recorded.
    expect(store.refunds.complete(draft, tenders, alex)).toEqual(refund)
    const after = restart()
    expect(after.refunds.byId(draft.refundId)).toEqual(refund)
    expect(after.refunds.ofSale(sale.saleId)).toEqual([refund])
    expect(after.refunds.last(5)).toEqual([refund])
    expect(after.reservations.open()).toEqual([])
    expect(after.shifts.current()?.totals).toMatchObject({
      refundCount: 1,
      refundMinor: sale.totals.totalMinor,
      refundCashMinor: sale.totals.totalMinor,
    })
    const jobs = [after.printJobs.next()]
    expect(jobs[0]).toMatchObject({ kind: 'receipt', subjectId: sale.saleId })
    after.printJobs.finish(jobs[0]?.jobId ?? 0, 'confirmed')
    expect(after.printJobs.next()).toMatchObject({ kind: 'receipt', subjectId: draft.refundId, isMaybePrinted: true })
  })
})

test('money that does not make the sum is refused, and nothing is written', () => {
  withTill((store) => {
    openShift(store)
    const draft = draftOf(sell(store, 1), 1)
    const { totalMinor } = draft.totals
    for (const [amountMinor, code] of [
      [totalMinor - 1, 'tender_incomplete'],
      [totalMinor + 1, 'over_tender'],
    ] as const) {
      expect(store.refunds.complete(draft, [refundCash(amountMinor, {})], alex)).toMatchObject({ code })
    }
    expect(store.refunds.last(5)).toEqual([])
  })
})

test('an exchange writes both entries or neither', () => {
  withTill((store, restart) => {
    openShift(store)
    const draft = draftOf(sell(store, 1), 1)
    const basket = { ...basketOf(id(2), products), exchange: draft }
    const { totalMinor } = draft.totals
    const tenders = [{ kind: 'exchange', amountMinor: totalMinor, refundId: draft.refundId }] as const
    const wrong = [{ kind: 'exchange', amountMinor: totalMinor - 1, saleId: id(2) }] as const
    expect(() => store.sales.complete(basket, tenders, { ...alex, exchangeTenders: wrong })).toThrow('makes its sum')
    expect([store.sales.isRecorded(id(2)), store.refunds.byId(draft.refundId)]).toEqual([false, undefined])
    const right = [{ kind: 'exchange', amountMinor: totalMinor, saleId: id(2) }] as const
    const sale = store.sales.complete(basket, tenders, { ...alex, exchangeTenders: right })
    const after = restart()
    expect(sale).toMatchObject({ receiptNumber: 2, exchangeRefundId: draft.refundId })
    expect(after.refunds.byId(draft.refundId)).toMatchObject({ exchangeSaleId: id(2), refundNumber: 1 })
    expect(after.shifts.current()?.totals).toMatchObject({ saleCount: 2, refundCount: 1, refundCashMinor: 0 })
  })
})

test('a copy of a refund’s receipt is on the record', () => {
  withTill((store) => {
    openShift(store)
    const sale = sell(store, 1)
    const draft = draftOf(sale, 1, { kind: 'void' })
    store.refunds.complete(draft, [refundCash(sale.totals.totalMinor, {})], alex)
    store.printJobs.reprint({ refundId: draft.refundId }, { operatorId: 7 })
    const head = store.journal.head()
    const last = Array.from(store.journal.read(head?.stream ?? '', (head?.seq ?? 1) - 1, 1))[0]
    expect(last).toMatchObject({ type: 'receipt_reprinted', body: { refundId: draft.refundId } })
  })
})

test('reservations stay until they are used or forgotten, with what is known of them', () => {
  withTill((store, restart) => {
    store.reservations.keep({ reservationId: id(2), phase: 'asked', details: 'null' })
    store.reservations.keep({ reservationId: id(1), phase: 'exchange', details: '{}' })
    store.reservations.keep({ reservationId: id(2), phase: 'released', details: 'null' })
    const after = restart()
    expect(after.reservations.open()).toEqual([
      { reservationId: id(1), phase: 'exchange', details: '{}' },
      { reservationId: id(2), phase: 'released', details: 'null' },
    ])
    after.reservations.forget(id(2))
    after.reservations.forget(id(9))
    expect(after.reservations.open()).toHaveLength(1)
  })
})
