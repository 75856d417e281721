import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { uuid } from '#tests/core/journal/chain.ts'
import {
  alex,
  basketOf,
  makeProduct,
  openTill,
  stockedTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const sellOne = (store: TillStore, number: number): Sale => {
  const basket = basketOf(uuid(0xa, number), [makeProduct(1)])
  const sale = store.sales.complete(basket, tendersFor(basket), alex)
  if (sale instanceof DomainError) throw sale
  return sale
}

type Move = 'sell' | 'up' | 'down' | 'restart'

it('a till decides alone about what it sold in this boot and never handed over, whatever the link and the power did', () => {
  const moves = fc.array(fc.constantFrom<Move>('sell', 'sell', 'up', 'down', 'restart'), { maxLength: 14 })
  fc.assert(
    fc.property(moves, (plan) => {
      using folder = new TemporaryFolder()
      let store = stockedTill(folder.path)
      const alone = new Set<string>()
      const all: string[] = []
      let isUp = false
      const steps: Readonly<Record<Move, () => void>> = {
        sell: () => {
          const { saleId } = sellOne(store, all.length + 1)
          all.push(saleId)
          if (!isUp) alone.add(saleId)
        },
        up: () => {
          store.replication.linkUp()
          isUp = true
          alone.clear()
        },
        down: () => {
          store.replication.linkDown()
          isUp = false
        },
        restart: () => {
          store.close()
          store = openTill(folder.path)
          store.openStream()
          isUp = false
          alone.clear()
        },
      }
      for (const move of plan) {
        steps[move]()
        expect(all.filter((saleId) => store.mayRefundAlone(saleId))).toEqual([...alone])
      }
      store.close()
    }),
    { numRuns: 15 },
  )
}, 60_000)

it('a refund without leave does not stand once its sale was handed over', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  const sale = sellOne(store, 1)
  const facts = { kind: 'return', reason: 'Faulty', isRestocked: true, reservationId: null } as const
  const asks = [{ line: 1, quantity: { unit: 'piece', count: 1 } }] as const
  const draft = refundDraft(sale, NOTHING_REFUNDED, asks, { ...facts, refundId: uuid(0xf, 1) })
  if (draft instanceof DomainError) throw draft
  const tenders = [{ kind: 'cash', amountMinor: draft.totals.totalMinor }] as const
  const complete = (): unknown =>
    store.refunds.complete(draft, tenders, { ...alex, mayStand: () => store.mayRefundAlone(sale.saleId) })
  store.replication.linkUp()
  expect(complete).toThrow(AssertionError)
  expect(store.refunds.last(1)).toEqual([])
  store.replication.linkDown()
  expect(complete).toThrow(AssertionError)
})
