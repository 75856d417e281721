import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import type { CardTender } from '#core/tender/tender.ts'
import { unclaimedPayments } from '#kiosk/store/migrations/till-0002.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { alex, basketOf, openTill, stockedTill, TemporaryFolder, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products } from '#tests/kiosk/store/with-till.ts'

const id = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`
const card = { approvalCode: '123456', scheme: 'VISA', last4: '4242' } as const

/** A payment by card of a sale; approved, and taken by it or not. */
const paid = (number: number, amountMinor: number): CardTender => ({
  kind: 'card',
  intentId: id(number + 100),
  amountMinor,
  ...card,
})

test('data from before unclaimed payments were kept has them found, and only them', () => {
  using folder = new TemporaryFolder()
  const store = stockedTill(folder.path, products)
  const sold = basketOf(id(1), products)
  const due = tendersFor(sold, 0).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const open = basketOf(id(2), products)
  for (const [number, amountMinor] of [
    [1, due],
    [2, 50],
    [3, 70],
  ] as const) {
    store.payments.begin({ saleId: id(number), intentId: id(number + 100), amountMinor })
    store.payments.finish(id(number + 100), { state: 'approved', ...card })
  }
  expect(store.sales.complete(sold, [paid(1, due)], alex)).not.toBeInstanceOf(DomainError)
  store.baskets.save(open, [paid(2, 50)])
  store.close()

  const before = openDatabase(join(folder.path, 'till.sqlite'), 'till')
  before.exec('DROP INDEX payment_intents_unclaimed; ALTER TABLE payment_intents DROP COLUMN claim')
  before.exec(unclaimedPayments.sql)
  before.close()

  using after = openTill(folder.path)
  expect(after.payments.unclaimed()).toEqual([{ saleId: id(3), intentId: id(103), amountMinor: 70, ...card }])
})
