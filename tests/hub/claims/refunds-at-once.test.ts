import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Reserved } from '#core/protocol/reserve.ts'
import type { Sale } from '#core/sale/sale.ts'
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
  expect(await exceptionKinds(hub)).toEqual(['refund_wrong'])
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
