import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Reserved } from '#core/protocol/reserve.ts'
import type { Sale } from '#core/sale/sale.ts'
import { releaseOwn } from '#hub/claims/release.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import {
  claimAs,
  exceptionKinds,
  openTwoTills,
  pieces,
  refundClaim,
  refundOf,
  type KnownTill,
} from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let one: KnownTill
let other: KnownTill
let sale: Sale
beforeEach(async () => {
  const card = {
    kind: 'card',
    amountMinor: 500,
    intentId: newUuid(),
    approvalCode: '1',
    scheme: 'v',
    last4: '4242',
  } as const
  const cash = { kind: 'cash', amountMinor: 500, givenMinor: 500, changeMinor: 0 } as const
  sale = { ...testSale(1, { count: 2, priceMinor: 500 }), tenders: [card, cash] }
  ;({ hub, till: one, other } = await openTwoTills(sale))
})
afterEach(async () => closeSound(hub))

const granted = async ({ device }: KnownTill): Promise<Reserved> => {
  const answer = await claimAs(hub, device, refundClaim(sale.saleId, [pieces(1, 1)]))
  if (typeof answer === 'string') throw new Error(answer)
  return answer
}
const refundBy = (reserved: Reserved) => refundOf(sale, [pieces(1, 1)], reserved)

test('two that are open at once are not both told that the card has its money left', async () => {
  const [first, second] = [refundBy(await granted(one)), refundBy(await granted(other))]
  expect([first, second].map(({ tenders }) => tenders.map(({ kind }) => kind))).toEqual([['card'], ['cash']])
  // They are booked in the order in which they are done.
  await other.send('refund_completed', { ...second, refundLabel: 'T2-R000001' })
  await one.send('refund_completed', first)
  expect(await exceptionKinds(hub)).toEqual([])
})

test('a card that gets more than it paid is booked, and somebody gets to know', async () => {
  const [first, { reservationId }] = [refundBy(await granted(one)), await granted(other)]
  await one.send('refund_completed', first)
  await other.send('refund_completed', { ...first, refundId: newUuid(), reservationId, refundLabel: 'T2-R000001' })
  expect(await exceptionKinds(hub)).toEqual(['reservation_exceeded', 'refund_wrong'])
})

test('a sale that was voided stays so, whatever else goes back of it', async () => {
  await one.send('refund_completed', refundOf(sale, [], { kind: 'void' }))
  await other.send('refund_completed', { ...refundBy({ reservationId: newUuid() }), reservationId: null })
  const statuses = await hub.database.read.all({ build: (db) => db.selectFrom('sales').select('status') }, {})
  expect(statuses).toEqual([{ status: 'voided' }])
  expect(await exceptionKinds(hub)).toContain('refund_wrong')
})

test('a reservation serves once, and is not granted again', async () => {
  const claim = refundClaim(sale.saleId, [pieces(1, 1)])
  const reservationId = newUuid()
  await claimAs(hub, one.device, claim, reservationId)
  const refund = refundOf(sale, [pieces(1, 1)], { reservationId })
  await one.send('refund_completed', refund)
  expect(await claimAs(hub, one.device, claim, reservationId)).toBe('reservation_ended')
  const again = { ...refund, refundId: newUuid(), refundNumber: 2, refundLabel: 'T1-R000002' }
  await one.send('refund_completed', { ...again, tenders: [{ kind: 'cash', amountMinor: 500 }] })
  expect(await exceptionKinds(hub)).toEqual(['reservation_used_twice'])
})

/** Five pieces at 5.00, paid with one card of so much, another, and cash. */
const soldByCards = (receiptNumber: number, firstMinor: number, secondMinor: number): Sale => {
  const card = { kind: 'card', approvalCode: '1', scheme: 'v', last4: '4242' } as const
  const cashMinor = 2_500 - firstMinor - secondMinor
  const tenders = [
    { ...card, amountMinor: firstMinor, intentId: newUuid() },
    { ...card, amountMinor: secondMinor, intentId: newUuid() },
    { kind: 'cash' as const, amountMinor: cashMinor, givenMinor: cashMinor, changeMinor: 0 },
  ]
  const paid = tenders.filter(({ amountMinor }) => amountMinor > 0)
  return { ...testSale(receiptNumber, { count: 5, priceMinor: 500 }), tenders: paid }
}

test('two cards of different amounts: the answer says which gets how much, and what is given up is free again', async () => {
  const byCards = soldByCards(2, 600, 900)
  await one.send('sale_completed', byCards)
  const claim = async (till: KnownTill): Promise<Reserved> => {
    const answer = await claimAs(hub, till.device, refundClaim(byCards.saleId, [pieces(1, 1)]))
    if (typeof answer === 'string') throw new Error(answer)
    return answer
  }
  const amounts = ({ tenders = [] }: Reserved): number[] => tenders.map(({ amountMinor }) => amountMinor)
  const [first, second, third] = [await claim(one), await claim(other), await claim(one)]
  expect([first, second, third].map(amounts)).toEqual([[500], [100, 400], [500]])
  await hub.database.write(async (tx) =>
    releaseOwn(tx, first.reservationId, { deviceId: one.device.id, nowIso: '2026-11-20T12:00:00.000Z' }),
  )
  // The first card is free again for 5.00, though the second reservation has its last 1.00.
  const fourth = await claim(other)
  expect(fourth.tenders).toEqual(first.tenders)
})

test('whatever tills reserve, give up and do in whatever order: no card gets more than it paid, and nothing is found fault with', async () => {
  const anyStep = fc.record({
    by: fc.constantFrom(0, 1),
    isUsed: fc.boolean(),
    count: fc.constantFrom(1, 2),
    at: fc.nat(),
  })
  let receipt = 2
  const anyCase = fc.tuple(fc.nat(1_500), fc.nat(1_000), fc.array(anyStep, { minLength: 2, maxLength: 8 }))
  let cardsMinor = 0
  await fc.assert(
    fc.asyncProperty(anyCase, async ([firstMinor, secondMinor, steps]) => {
      receipt += 1
      const sold = soldByCards(receipt, firstMinor, secondMinor)
      await one.send('sale_completed', sold)
      const open: { till: KnownTill; count: number; answer: Reserved; isUsed: boolean }[] = []
      const end = async (at: number): Promise<void> => {
        const [ended] = open.splice(at, 1)
        if (ended === undefined) return
        const { till, count, answer, isUsed } = ended
        const { reservationId, tenders = [] } = answer
        if (!isUsed) {
          const nowIso = '2026-11-20T12:00:00.000Z'
          await hub.database.write(async (tx) => releaseOwn(tx, reservationId, { deviceId: till.device.id, nowIso }))
          return
        }
        const refund = refundOf(sold, [pieces(1, count)], answer)
        await till.send('refund_completed', { ...refund, refundNumber: receipt, tenders })
        for (const { kind, amountMinor } of tenders) if (kind === 'card') cardsMinor += amountMinor
      }
      for (const { by, isUsed, count, at } of steps) {
        const till = by === 0 ? one : other
        const answer = await claimAs(hub, till.device, refundClaim(sold.saleId, [pieces(1, count)]))
        if (typeof answer === 'string') await end(at % Math.max(1, open.length))
        else open.push({ till, count, answer, isUsed })
      }
      while (open.length > 0) await end((steps[0]?.at ?? 0) % open.length)
    }),
    { numRuns: 40 },
  )
  expect(await exceptionKinds(hub)).toEqual([])
  expect(cardsMinor).toBeGreaterThan(0)
})
