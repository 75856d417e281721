import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { exceptionKinds } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'

type Payment = Readonly<Record<'amount', number>> & { readonly method: string; readonly rounding?: number }
interface Answer {
  readonly id: number
  readonly payments: readonly Payment[]
  readonly refunds?: readonly { readonly payments: readonly Payment[] }[]
}

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub()
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Tea', price: 2.69, quantity: 5_000 } })
  const policy = { ...(await readPolicy(hub.database.read)), smallestCoinMinor: 5 }
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'policy_saved', body: { policy } }))
})
afterEach(async () => closeSound(hub))

const sell = async (quantity: number, paying: object = {}): Promise<Answer> => {
  const body = { items: [{ product_id: 1, quantity, unit_price: 2.69 }], ...paying }
  return (await hub.ask<Answer>('POST', '/api/v1/sales', { body })).json
}
const back = async ({ id }: Answer, quantity: number, said: object = {}): Promise<Answer> => {
  const body = { items: [{ sale_item_id: id * 1_000 + 1, quantity }], employee_id: 'E-7', ...said }
  return (await hub.ask<Answer>('POST', `/api/v1/sales/${id}/refund`, { body })).json
}
const handedMinor = (payments: readonly Payment[]): number =>
  payments.reduce(
    (sum, { method, amount, rounding = 0 }) => sum + (method === 'cash' ? Math.round((amount + rounding) * 100) : 0),
    0,
  )

test('cash of a sale is rounded as at a till, and says by how much; its refunds come to the same', async () => {
  const sale = await sell(3)
  expect(sale.payments).toEqual([{ method: 'cash', amount: 8.07, reference: null, rounding: -0.02 }])
  const refunds = [await back(sale, 1), await back(sale, 1), await back(sale, 1)]
  expect(refunds.map(({ payments }) => payments)).toEqual([
    [{ method: 'cash', amount: 2.69, rounding: 0.01 }],
    [{ method: 'cash', amount: 2.69, rounding: 0.01 }],
    [{ method: 'cash', amount: 2.69, rounding: -0.04 }],
  ])
  const after = (await hub.ask<Answer>('GET', `/api/v1/sales/${sale.id}`)).json
  expect(after.refunds?.map(({ payments }) => payments)).toEqual(refunds.map(({ payments }) => payments))
  const one = await sell(1)
  expect(handedMinor(one.payments)).toBe(270)
  expect(handedMinor((await back(one, 1)).payments)).toBe(270)
  expect(await exceptionKinds(hub)).toEqual([])
})

test('what is no cash is not rounded, and nothing says that it was', async () => {
  const sale = await sell(3, { payment_method: 'upi' })
  expect(sale.payments).toEqual([{ method: 'upi', amount: 8.07, reference: null }])
  expect((await back(sale, 3)).payments).toEqual([{ method: 'upi', amount: 8.07 }])
})

test('however it is split and refunded: coins only, no more cash back than came in, all of it in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(269), { maxLength: 2 }),
      fc.boolean(),
      async (quantity, partsMinor, isSplit) => {
        const restMinor = quantity * 269 - partsMinor.reduce((sum, minor) => sum + minor, 0)
        if (restMinor < 0) return
        const cash = [...partsMinor, restMinor].map((minor, at) => {
          return { method: isSplit && at === 1 ? 'upi' : 'cash', amount: minor / 100 }
        })
        const sale = await sell(quantity, { payments: cash })
        const paidMinor = handedMinor(sale.payments)
        expect(paidMinor % 5).toBe(0)
        let backMinor = 0
        for (let piece = 0; piece < quantity; piece += 1) {
          const { payments } = await back(sale, 1)
          const minor = handedMinor(payments)
          expect(minor % 5).toBe(0)
          backMinor += minor
          expect(backMinor).toBeLessThanOrEqual(paidMinor)
        }
        expect(backMinor).toBe(paidMinor)
      },
    ),
    { numRuns: 20 },
  )
  expect(await exceptionKinds(hub)).toEqual([])
})
