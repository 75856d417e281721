import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { refundMoney } from '#hub/sales/refund-money.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'
import { exceptionKinds, openTill, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

const INTENT = '019aa0c0-0000-7000-8000-0000000000a1'
const card = (amountMinor: number) =>
  ({ kind: 'card', amountMinor, intentId: INTENT, approvalCode: '1', scheme: 'v', last4: '4242' }) as const
const cash = (amountMinor: number) => ({ kind: 'cash', amountMinor, givenMinor: amountMinor, changeMinor: 0 }) as const

let hub: TestHub
let till: KnownTill
beforeEach(async () => {
  hub = await openTestHub()
  till = await openTill(hub, 'T1', 1)
})
afterEach(async () => closeSound(hub))

/** A till sells three pieces at 2.50, so much of it by its card terminal. */
const sellAtTill = async (receiptNumber: number, cardMinor: number): Promise<number> => {
  const tenders: Sale['tenders'] = [card(cardMinor), cash(750 - cardMinor)]
  const paid = tenders.filter(({ amountMinor }) => amountMinor > 0)
  await till.send('sale_completed', { ...testSale(receiptNumber, { count: 3 }), tenders: paid })
  return 1_000_000_000 + receiptNumber
}

interface Answer {
  readonly code: string
  readonly detail: string
  readonly status: string
  readonly payments: readonly Readonly<Record<'method' | 'amount', string | number>>[]
}

const refund = async (sale: number, said: object = {}, { as = 'manager', quantity = 1 } = {}) =>
  hub.ask<Answer>('POST', `/api/v1/sales/${sale}/refund`, {
    body: { items: [{ sale_item_id: sale * 1_000 + 1, quantity }], employee_id: 'E-7', ...said },
    as: as as 'manager' | 'clerk',
  })
const voidIt = async (sale: number, body?: object) =>
  hub.ask<Answer>('POST', `/api/v1/sales/${sale}/void`, { body, as: 'manager' })
const refundsBooked = async (): Promise<{ body: { tenders: RefundTender[] }; private: string | null }[]> =>
  (
    await hub.database.read.all(
      { build: (db) => db.selectFrom('entries').select(['text', 'private']).where('type', '=', 'refund_completed') },
      {},
    )
  ).map(({ text, private: part }) => {
    const { body } = JSON.parse(text) as { body: { tenders: RefundTender[] } }
    return { body, private: part }
  })

test('a till’s card is not booked as refunded by whom nobody asked: the refusal names what can be done', async () => {
  const sale = await sellAtTill(1, 750)
  for (const answer of [await refund(sale), await refund(sale, {}, { as: 'clerk' }), await voidIt(sale)]) {
    expect(answer).toMatchObject({ status: 400, json: { code: 'refund_tenders_wrong', methods: 'card, cash' } })
    for (const word of ['at a till', 'payment_reference', 'payment_method cash']) {
      expect(answer.json.detail).toContain(word)
    }
  }
  expect(await refundsBooked()).toEqual([])
  expect((await hub.ask<{ items: unknown[] }>('GET', '/api/v1/approvals')).json.items).toEqual([])
  expect((await hub.ask<Answer>('GET', `/api/v1/sales/${sale}`)).json.status).toBe('completed')
})

test('given back elsewhere, by a reference that stands beside the journal, it is booked to the card that paid', async () => {
  const sale = await sellAtTill(1, 750)
  const { status, json } = await refund(sale, { payment_reference: 'acquirer RF-7 of Ann Quux' }, { as: 'clerk' })
  expect([status, json.payments]).toEqual([200, [{ method: 'card', amount: 2.5 }]])
  const [booked] = await refundsBooked()
  expect(booked?.body.tenders).toEqual([card(250)])
  expect(JSON.stringify(booked?.body)).not.toContain('Quux')
  expect(booked?.private).toContain('acquirer RF-7 of Ann Quux')
})

test('in cash in place of a card takes the permission', async () => {
  const sale = await sellAtTill(1, 750)
  expect(await refund(sale, { payment_method: 'cash' }, { as: 'clerk' })).toMatchObject({
    status: 403,
    json: { code: 'permission_missing', detail: 'Access denied. Required permission: refund_beyond_policy' },
  })
  const { status, json } = await refund(sale, { payment_method: 'cash' })
  expect([status, json.payments]).toEqual([200, [{ method: 'cash', amount: 2.5 }]])
  expect((await refund(sale, { payment_method: 'gold' })).status).toBe(422)
})

test('where cash is left for it, nothing has to be said', async () => {
  const sale = await sellAtTill(1, 250)
  expect((await refund(sale, { payment_reference: 'RF-1' })).json.payments).toEqual([{ method: 'card', amount: 2.5 }])
  expect((await refund(sale, {}, { as: 'clerk', quantity: 2 })).json.payments).toEqual([{ method: 'cash', amount: 5 }])
})

test('a void says that the card has its money, or is refused; without a card it needs no body', async () => {
  const [byCard, inCash] = [await sellAtTill(1, 750), await sellAtTill(2, 0)]
  expect((await voidIt(byCard, {})).status).toBe(400)
  expect((await voidIt(byCard, { payment_reference: '' })).status).toBe(400)
  expect((await voidIt(byCard, { payment_reference: 'RF-9', unknown: 1 })).json.status).toBe('voided')
  expect((await voidIt(inCash)).json.status).toBe('voided')
  expect(await exceptionKinds(hub)).toEqual([])
})

test('whatever is said at each step: no card gets more than it paid, and every refund is right', async () => {
  let receipt = 0
  const anyStep = fc.constantFrom({}, { payment_reference: 'RF-1' }, { payment_method: 'cash' })
  await fc.assert(
    fc.asyncProperty(fc.nat(750), fc.array(anyStep, { minLength: 3, maxLength: 6 }), async (cardMinor, steps) => {
      receipt += 1
      const sale = await sellAtTill(receipt, cardMinor)
      let backMinor = 0
      let cardBackMinor = 0
      for (const said of steps) {
        const { status, json } = await refund(sale, said)
        expect([200, 400]).toContain(status)
        for (const { method, amount } of status === 200 ? json.payments : []) {
          const minor = Math.round(Number(amount) * 100)
          backMinor += minor
          cardBackMinor += method === 'card' ? minor : 0
        }
      }
      expect(backMinor).toBeLessThanOrEqual(750)
      expect(cardBackMinor).toBeLessThanOrEqual(cardMinor)
    }),
    { numRuns: 25 },
  )
  expect(await exceptionKinds(hub)).toEqual([])
})

test('a void pays out no cash for what returned goods paid, but by who may refund beyond the policy', async () => {
  const exchange = { kind: 'exchange', amountMinor: 750, refundId: INTENT } as const
  const sold = { ...testSale(1, { count: 3 }), tenders: [exchange] }
  await till.send('sale_completed', sold)
  const facts = { kind: 'void', refundId: INTENT, reservationId: null, reason: 'a mistake', isRestocked: true } as const
  const draft = accepted(refundDraft(sold, NOTHING_REFUNDED, [], facts))
  const policy = await readPolicy(hub.database.read)
  const asCame = { method: undefined, reference: undefined }
  const money = (isAuthorised: boolean): RefundTender[] =>
    refundMoney({ sold, before: NOTHING_REFUNDED }, draft, asCame, { policy, isAuthorised })
  expect(() => money(false)).toThrow('Required permission: refund_beyond_policy')
  expect(money(true)).toEqual([{ kind: 'cash', amountMinor: 750 }])
  expect((await voidIt(1_000_000_001)).json.status).toBe('voided')
})
