import { expect, test } from 'vitest'
import type { Basket } from '#core/basket/basket.ts'
import { openReservations } from '#kiosk/effects/open-reservations.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import {
  alex,
  basketOf,
  makeProduct,
  openTill,
  stockedTill,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const id = (at: number): string => `0197a6f0-0000-7000-8000-${String(at).padStart(12, '0')}`
const coupon = {
  id: 5,
  code: 'ONCE',
  off: { kind: 'amount', amountMinor: 1 },
  isActive: true,
  isStackable: true,
} as const
const plain = basketOf(id(1), [makeProduct(1), makeProduct(2)])
const basket: Basket = { ...plain, coupons: [{ coupon: { ...coupon, usesMax: 1 }, reservationId: id(7) }] }
const points = { kind: 'points', amountMinor: 50, points: 5, reservationId: id(8) } as const

const ask = (store: TillStore, ...ids: readonly string[]): void => {
  for (const reservationId of ids) store.reservations.keep({ reservationId, phase: 'asked', details: 'null' })
}

test('a boot keeps what the open sale uses, and tells the hub of what nobody does', () => {
  using folder = new TemporaryFolder()
  const first = stockedTill(folder.path)
  ask(first, id(7), id(8), id(9))
  first.baskets.save(basket, [points])
  first.close()
  using second = openTill(folder.path)
  expect(openReservations(second, second.baskets.loadOpen()).unreleased).toEqual([id(9)])
})

test('what a sale has used is forgotten in its own transaction', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  ask(store, id(7), id(8), id(9))
  const [cash] = tendersFor(plain)
  if (cash?.kind !== 'cash') throw new Error('The rest is paid in cash.')
  const amountMinor = cash.amountMinor - points.amountMinor
  const sale = store.sales.complete(basket, [points, { ...cash, amountMinor, givenMinor: amountMinor }], alex)
  expect(sale).toMatchObject({ reservationIds: [id(7), id(8)] })
  expect(openReservations(store, store.baskets.loadOpen()).unreleased).toEqual([id(9)])
})
