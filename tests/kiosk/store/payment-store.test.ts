import { describe, expect, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { paymentTender } from '#kiosk/store/payment-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { allEntries } from '#tests/kiosk/store/audit-till.ts'
import { alex, basketOf, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products, withTill } from '#tests/kiosk/store/with-till.ts'

const by = { operatorId: 7 }
const shift = { operatorId: 7, floatMinor: 1_000, businessDate: '2026-01-05' }
const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

const types = (store: TillStore): string[] => allEntries(store).map(({ type }) => type)
const codeOf = (result: unknown): string | undefined => (result instanceof DomainError ? result.code : undefined)

describe('payments', () => {
  const intent = { intentId: id(90), saleId: id(1), amountMinor: 50 }
  const card = { approvalCode: '123456', scheme: 'VISA', last4: '4242' } as const
  const approved = { state: 'approved', ...card } as const

  test('are on the disk before the terminal is asked, and found at the next start', () => {
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      store.payments.begin(intent, { basket, tenders: [] })
      const again = restart()
      expect(again.payments.pending()).toMatchObject([{ ...intent, outcome: { state: 'pending' } }])
      expect(again.baskets.loadOpen()?.basket).toEqual(basket)
      expect(() => again.payments.begin(intent)).toThrow(/UNIQUE/u)
    })
  })

  test('stay unknown until somebody knows, and block the close of the shift', () => {
    withTill((store, restart) => {
      store.shifts.open(shift)
      store.payments.begin(intent)
      store.payments.finish(intent.intentId, { state: 'unknown' })
      const again = restart()
      expect(codeOf(again.shifts.close({ ...by, countedCashMinor: 0 }))).toBe('conflict')
      const basket = basketOf(id(1), products)
      const open = { basket, tenders: [{ kind: 'card', ...intent, ...card } as const] }
      const payment = again.payments.finish(intent.intentId, approved, { ...by, open })
      expect(payment instanceof DomainError ? payment : paymentTender(payment)).toEqual({
        kind: 'card',
        amountMinor: 50,
        intentId: intent.intentId,
        approvalCode: '123456',
        scheme: 'VISA',
        last4: '4242',
      })
      expect([again.payments.pending(), again.payments.bySale(id(1)).length]).toEqual([[], 1])
      again.sales.complete(basket, [...open.tenders, ...tendersFor(basket, 50).slice(1)], alex)
      expect(codeOf(again.shifts.close({ ...by, countedCashMinor: 1_000 }))).toBeUndefined()
    })
  })

  test('that no sale takes are unclaimed over any start, and block the close, until they are given back', () => {
    withTill((store, restart) => {
      store.shifts.open(shift)
      for (const number of [90, 91]) {
        store.payments.begin({ ...intent, intentId: id(number) })
        store.payments.finish(id(number), approved)
        store.payments.finish(id(number), approved, by)
      }
      const again = restart()
      const first = { ...intent, ...card }
      expect(again.payments.unclaimed()).toEqual([first, { ...first, intentId: id(91) }])
      expect(again.payments.pending()).toEqual([])
      const refused = again.shifts.close({ ...by, countedCashMinor: 1_000 })
      expect(refused).toMatchObject({ code: 'conflict', details: { unclaimedPayments: 2 } })
      expect(again.payments.giveBack(id(90), by)).toEqual(first)
      expect(codeOf(again.payments.giveBack(id(90), by))).toBe('not_found')
      expect(codeOf(again.payments.giveBack(id(99), by))).toBe('not_found')
      again.payments.giveBack(id(91), by)
      const last = restart()
      expect(last.payments.unclaimed()).toEqual([])
      expect(codeOf(last.shifts.close({ ...by, countedCashMinor: 1_000 }))).toBeUndefined()
      const told = allEntries(last).filter(({ type }) => type.startsWith('payment_'))
      expect(told.map(({ type, body }) => [type, body])).toEqual([
        ['payment_unclaimed', first],
        ['payment_unclaimed', { ...first, intentId: id(91) }],
        ['payment_given_back', { ...intent, operatorId: 7 }],
        ['payment_given_back', { ...intent, intentId: id(91), operatorId: 7 }],
      ])
    })
  })

  test('that a sale took are not unclaimed when the terminal says so again', () => {
    withTill((store) => {
      store.payments.begin(intent)
      const basket = basketOf(id(1), products)
      const open = { basket, tenders: [{ kind: 'card', ...intent, ...card } as const] }
      store.payments.finish(intent.intentId, approved, { open })
      store.payments.finish(intent.intentId, approved, {
        open: { basket, tenders: [...open.tenders, ...open.tenders] },
      })
      expect(store.payments.unclaimed()).toEqual([])
      expect(store.baskets.loadOpen()?.tenders).toHaveLength(1)
      expect(types(store)).toEqual(['stream_opened'])
    })
  })

  test('that failed are on the record once, and their end does not change', () => {
    withTill((store) => {
      store.payments.begin(intent)
      const declined = { state: 'declined', reason: 'Not enough' } as const
      store.payments.finish(intent.intentId, declined, by)
      store.payments.finish(intent.intentId, declined, by)
      const other = { state: 'cancelled', reason: 'Too late' } as const
      expect(codeOf(store.payments.finish(intent.intentId, other))).toBe('conflict')
      expect(codeOf(store.payments.finish(id(91), approved))).toBe('not_found')
      expect(types(store)).toEqual(['stream_opened', 'payment_failed'])
      const payment = store.payments.byId(intent.intentId)
      expect(payment?.outcome).toEqual(declined)
      expect(payment === undefined ? payment : paymentTender(payment)).toBeUndefined()
    })
  })

  test('that are approved after they had failed are unclaimed, and never paid into a basket', () => {
    withTill((store, restart) => {
      const basket = basketOf(id(1), products)
      store.payments.begin(intent, { basket, tenders: [] })
      store.payments.finish(intent.intentId, { state: 'declined', reason: 'Not enough' }, by)
      const open = { basket, tenders: [{ kind: 'card', ...intent, ...card } as const] }
      for (let times = 0; times < 2; times += 1) store.payments.finish(intent.intentId, approved, { ...by, open })
      const again = restart()
      expect(again.payments.unclaimed()).toEqual([{ ...intent, ...card }])
      expect(again.payments.byId(intent.intentId)?.outcome).toEqual(approved)
      expect(again.baskets.loadOpen()?.tenders).toEqual([])
      const told = types(again).filter((type) => type.startsWith('payment_'))
      expect(told).toEqual(['payment_failed', 'payment_unclaimed'])
    })
  })
})
