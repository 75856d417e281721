import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Refund } from '#core/refund/refund.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { exceptionKinds, openTwoTills, pieces, refundOf, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

const sale = testSale(1, { count: 3 })

let hub: TestHub
let till: KnownTill
beforeEach(async () => {
  ;({ hub, till } = await openTwoTills(sale))
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5, quantity: 50 } })
})
afterEach(async () => closeSound(hub))

/** Two of it at 2.50, brought back without a receipt. */
const brought = (): Refund => ({
  ...refundOf(sale, [pieces(1, 2)]),
  refundId: newUuid(),
  originalSaleId: null,
  originalReceiptLabel: null,
})

const stock = async (): Promise<number> =>
  (await hub.ask<{ quantity: number }>('GET', '/api/v1/products/1')).json.quantity

test('goods without a receipt are booked as they were taken: no sale changes, and nothing is wrong with it', async () => {
  const before = await stock()
  await till.send('refund_completed', brought())
  expect(await exceptionKinds(hub)).toEqual([])
  expect(await stock()).toBe(before + 2)
  const { json } = await hub.ask<{ status: string }>('GET', '/api/v1/sales/1000000001')
  expect(json.status).toBe('completed')
})

test.each<[string, (refund: Refund) => Refund]>([
  [
    'handed out more than the goods come to',
    (refund) => ({ ...refund, tenders: [{ kind: 'cash', amountMinor: 900 }] }),
  ],
  [
    'names a total that its lines do not make',
    (refund) => ({ ...refund, totals: { ...refund.totals, totalMinor: 5 } }),
  ],
])('one that %s is booked all the same, for somebody to look at', async (_what, changed) => {
  const before = await stock()
  await till.send('refund_completed', changed(brought()))
  expect(new Set(await exceptionKinds(hub))).toEqual(new Set(['refund_wrong']))
  expect(await stock()).toBe(before + 2)
})
