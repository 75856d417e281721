import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Reserved } from '#core/protocol/reserve.ts'
import type { Sale } from '#core/sale/sale.ts'
import { lookUpSale } from '#hub/broker/look-up-sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { releaseOwn } from '#hub/claims/release.ts'
import { searchCustomers } from '#hub/customers/search-customers.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import {
  claimAs,
  exceptionKinds,
  openTwoTills,
  pieces,
  refundClaim,
  refundOf,
  startAgain,
  type KnownTill,
} from '#tests/hub/claims/claims-fixture.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let till: KnownTill
let other: KnownTill
let sale: Sale
beforeEach(async () => {
  sale = testSale(1, { count: 3 })
  ;({ hub, till, other } = await openTwoTills(sale))
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5, quantity: 50 } })
})
afterEach(async () => closeSound(hub))

const release = async ({ device }: KnownTill, id: string): Promise<void> =>
  hub.database.write(async (tx) => releaseOwn(tx, id, { deviceId: device.id, nowIso: '2026-11-20T12:00:00.000Z' }))
const returnOf = async (at: KnownTill, count: number, id = newUuid()) =>
  claimAs(hub, at.device, refundClaim(sale.saleId, [pieces(1, count)]), id)
const lookUp = async () => lookUpSale(hub.database.read, sale.receiptLabel)

describe('the rest of a sale', () => {
  test('is reserved up to what was sold, at two tills together', async () => {
    const granted = (await returnOf(till, 2)) as Reserved
    expect(granted.refunded).toEqual({ lines: [], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 })
    // All is left but what the other till has reserved: that is no fault of the receipt.
    expect(await returnOf(other, 2)).toBe('conflict')
    const second = (await returnOf(other, 1)) as Reserved
    expect(second.refunded?.lines).toMatchObject([{ line: 1, amount: 2, grossMinor: 500 }])
    expect(await returnOf(other, 1)).toBe('conflict')
    expect((await lookUp()).refunded.lines).toMatchObject([{ amount: 3 }])
  })

  test('goes to one of two that ask at once', async () => {
    const answers = await Promise.all([returnOf(till, 2), returnOf(other, 2)])
    expect(answers.filter((answer) => answer === 'conflict')).toHaveLength(1)
  })

  test('is asked for again under the same id, and answered the same', async () => {
    const claim = refundClaim(sale.saleId, [pieces(1, 1)])
    const id = newUuid()
    const granted = await claimAs(hub, till.device, claim, id)
    expect(await claimAs(hub, till.device, claim, id)).toEqual(granted)
    expect(await claimAs(hub, other.device, claim, id)).toBe('conflict')
    expect(await returnOf(till, 1, id)).toBe('conflict')
    expect((await lookUp()).refunded.lines).toMatchObject([{ amount: 1 }])
  })

  test('is free again after a release, and the id is closed', async () => {
    const id = newUuid()
    await returnOf(till, 3, id)
    await expect(release(other, id)).rejects.toMatchObject({ code: 'not_found' })
    await release(till, id)
    await release(till, id)
    expect(await returnOf(till, 3, id)).toBe('reservation_ended')
    expect(await returnOf(other, 3)).toMatchObject({ refunded: { lines: [] } })
  })

  test('stays closed where the release came before the request', async () => {
    const id = newUuid()
    await release(till, id)
    expect(await returnOf(till, 1, id)).toBe('reservation_ended')
  })

  test('ends with the entry that uses it, and is gone', async () => {
    const reservationId = newUuid()
    const granted = (await returnOf(till, 2, reservationId)) as Reserved
    await till.send('refund_completed', refundOf(sale, [pieces(1, 2)], granted))
    expect(await lookUp()).toMatchObject({ status: 'partially_returned', refunded: { lines: [{ amount: 2 }] } })
    await release(till, reservationId)
    expect(await returnOf(till, 2)).toBe('refund_too_much')
    const last = newUuid()
    const rest = (await returnOf(other, 1, last)) as Reserved
    const refund = refundOf(sale, [pieces(1, 1)], { ...rest, kind: 'refund' })
    await other.send('refund_completed', { ...refund, refundLabel: 'T2-R000001' })
    expect(await lookUp()).toMatchObject({ status: 'refunded', refunded: { tenders: [{ amountMinor: 750 }] } })
    expect(await returnOf(till, 1)).toBe('refund_nothing_left')
    expect(await exceptionKinds(hub)).toEqual([])
  })

  test('is refused for what is not sold, not here, void or in other money', async () => {
    const ask = async (saleId: string, line = 1) => claimAs(hub, till.device, refundClaim(saleId, [pieces(line, 1)]))
    expect(await ask(newUuid())).toBe('sale_not_known_here')
    expect(await ask(sale.saleId, 2)).toBe('line_not_found')
    const foreign = { ...testSale(2), currency: 'EUR' }
    await till.send('sale_completed', foreign)
    expect(await ask(foreign.saleId)).toBe('refund_currency')
    const undone = testSale(3)
    await till.send('sale_completed', undone)
    await till.send('refund_completed', refundOf(undone, [], { kind: 'void' }))
    expect(await ask(undone.saleId)).toBe('sale_already_void')
    expect((await lookUpSale(hub.database.read, undone.receiptLabel)).status).toBe('voided')
  })

  test('is not taken back where the catalogue says so, though its price may be', async () => {
    const row = await hub.database.read.one({ build: (db) => db.selectFrom('products').select('row') }, {})
    const product = { ...(JSON.parse(row?.row ?? '{}') as Product), rules: { isReturnable: false as const } }
    const body = { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
    await hub.journal.write(async ({ record }) => record(programActor, { type: 'product_saved', body }))
    expect(await returnOf(till, 1)).toBe('refund_not_returnable')
    expect(typeof (await claimAs(hub, till.device, refundClaim(sale.saleId, [pieces(1, 1)], 'refund')))).toBe('object')
  })

  test('waits for tills that have not reported', async () => {
    await startAgain(hub)
    expect(await returnOf(till, 1)).toBe('refunds_held')
  })

  test('of another shop’s receipt is not looked up', async () => {
    await expect(lookUpSale(hub.database.read, 'K9-000001')).rejects.toMatchObject({ code: 'refund_other_shop' })
    await expect(lookUpSale(hub.database.read, 'T1-000999')).rejects.toMatchObject({ code: 'sale_not_known_here' })
    await expect(lookUpSale(hub.database.read, '77')).rejects.toMatchObject({ code: 'sale_not_known_here' })
    expect((await lookUpSale(hub.database.read, sale.saleId)).sale).toEqual(sale)
    expect((await lookUpSale(hub.database.read, '1000000001')).sale).toEqual(sale)
  })
})

describe('a refund that arrives', () => {
  test.each([
    ['under no reservation that was ever granted', 'reservation_unknown', async () => newUuid()],
    [
      'under a released one',
      'reservation_released',
      async () => {
        const id = newUuid()
        await returnOf(till, 1, id)
        await release(till, id)
        return id
      },
    ],
    [
      'under another till’s',
      'reservation_foreign',
      async () => {
        const id = newUuid()
        await returnOf(other, 1, id)
        return id
      },
    ],
  ])('%s is booked, as an exception', async (_what, kind, made) => {
    const reservationId = await made()
    await till.send('refund_completed', refundOf(sale, [pieces(1, 1)], { reservationId }))
    expect(await exceptionKinds(hub)).toEqual([kind])
    expect((await lookUp()).status).toBe('partially_returned')
    expect(await returnOf(till, 1, reservationId)).toMatch(/conflict|reservation_ended/u)
  })

  test('twice, or beyond what was sold, or without its sale, is booked once each and told', async () => {
    const all = refundOf(sale, [pieces(1, 3)])
    await till.send('refund_completed', all)
    await till.send('refund_completed', all)
    expect(await exceptionKinds(hub)).toEqual(['refund_twice'])
    await till.send('refund_completed', { ...all, refundId: newUuid() })
    await till.send('refund_completed', { ...all, refundId: newUuid(), originalSaleId: newUuid() })
    await till.send('refund_completed', { ...all, refundId: newUuid(), originalSaleId: null, currency: 'USD' })
    expect(await exceptionKinds(hub)).toEqual(['refund_twice', 'refund_wrong', 'refund_without_sale'])
    const { json } = await hub.ask('GET', '/api/v1/reports/summary')
    expect(json).toMatchObject({ total_returns: 4, total_revenue: 7.5 - 4 * 7.5 })
  })
})

const coupon = (more: Partial<Coupon> = {}): Coupon => ({
  id: 1,
  code: 'TEN',
  off: { kind: 'percent', ratePpm: 100_000 },
  isActive: true,
  isStackable: true,
  usesMax: 2,
  ...more,
})
const saveCoupon = async (saved: Coupon): Promise<void> => {
  await hub.journal.write(async ({ record }) => record(programActor, { type: 'coupon_saved', body: { coupon: saved } }))
}
/** A sale that a coupon took 10 % off, under the reservation. */
const withCoupon = (receiptNumber: number, reservationIds: string[]): Sale => {
  const plain = testSale(receiptNumber, { count: 4 })
  const off = { source: 'coupon' as const, id: 1, amountMinor: 100 }
  const [line] = plain.lines
  if (line === undefined) throw new Error('A test sale has a line.')
  return {
    ...plain,
    lines: [{ ...line, discountMinor: 100, netMinor: 900, grossMinor: 900, discounts: [off] }],
    totals: { ...plain.totals, discountMinor: 100, totalMinor: 900 },
    tenders: [{ kind: 'cash', amountMinor: 900, givenMinor: 900, changeMinor: 0 }],
    discounts: [{ ...off, name: 'TEN' }],
    reservationIds,
  }
}

describe('a coupon', () => {
  const use = async (at: KnownTill, id = newUuid(), saleId = newUuid()) =>
    claimAs(hub, at.device, { kind: 'coupon', couponId: 1, saleId }, id)

  test('has its last use for exactly one of two tills at once', async () => {
    await saveCoupon(coupon({ usesMax: 1 }))
    const answers = await Promise.all([use(till), use(other)])
    expect(answers.filter((answer) => answer === 'coupon_used_up')).toHaveLength(1)
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1)
  })

  test('is used by the sale, given back by its void, and counted where nothing was reserved', async () => {
    await saveCoupon(coupon())
    const id = newUuid()
    const sold = withCoupon(2, [id])
    await use(till, id, sold.saleId)
    await till.send('sale_completed', sold)
    expect(await use(till)).toMatchObject({})
    expect(await use(till)).toBe('coupon_used_up')
    await till.send('refund_completed', refundOf(sold, [], { kind: 'void' }))
    expect(typeof (await use(till))).toBe('object')
    expect(await exceptionKinds(hub)).toEqual([])
    // Tills that were away used it three times.
    for (const number of [3, 4, 5]) await till.send('sale_completed', withCoupon(number, []))
    expect(await exceptionKinds(hub)).toEqual(['coupon_overused'])
  })

  test('that is switched off, expired or unknown is refused', async () => {
    expect(await use(till)).toBe('coupon_unknown')
    await saveCoupon(coupon({ isActive: false }))
    expect(await use(till)).toBe('coupon_inactive')
    await saveCoupon(coupon({ expiresAt: '2026-11-20T12:00:00.000Z' }))
    expect(await use(till)).toBe('coupon_expired')
  })

  test('that was reserved for a basket at one till is used by the till that recalled it', async () => {
    await saveCoupon(coupon())
    const id = newUuid()
    await use(till, id)
    await other.send('sale_completed', { ...withCoupon(1, [id]), heldBasketId: newUuid() })
    await release(till, id)
    expect(await exceptionKinds(hub)).toEqual([])
  })

  test('under a reservation of something else is an exception', async () => {
    await saveCoupon(coupon())
    const id = newUuid()
    await returnOf(till, 1, id)
    await till.send('sale_completed', withCoupon(2, [id, id]))
    expect(await exceptionKinds(hub)).toEqual(['reservation_foreign', 'reservation_foreign'])
  })
})

describe('a customer', () => {
  const saveCustomer = async (more: { readonly accountLimitMinor?: number } = {}): Promise<void> =>
    saveTestCustomer(hub.journal, { phone: '2125550142', loyaltyPoints: 100, ...more })
  const savePolicy = async (more: Partial<Policy>): Promise<void> => {
    const policy = { ...(await readPolicy(hub.database.read)), ...more }
    await hub.journal.write(async ({ record }) => record(programActor, { type: 'policy_saved', body: { policy } }))
  }
  const points = async (count: number, id = newUuid(), saleId = newUuid()) =>
    claimAs(hub, till.device, { kind: 'points', customerId: 1, points: count, saleId }, id)
  const credit = async (amountMinor: number, id = newUuid(), saleId = newUuid()) =>
    claimAs(hub, till.device, { kind: 'account', customerId: 1, amountMinor, saleId }, id)
  const found = async () => (await searchCustomers(hub.database.read, '0142'))[0]

  test('burns no more points than there are, earns some, and has them taken back', async () => {
    await savePolicy({ loyalty: { earnPerMinor: 100, pointValueMinor: 1 } })
    expect(await points(1)).toBe('not_found')
    await saveCustomer()
    const reservationId = newUuid()
    const plain = testSale(2, { count: 4 })
    expect(typeof (await points(60, reservationId, plain.saleId))).toBe('object')
    expect(await points(41)).toBe('points_too_few')
    expect(await found()).toMatchObject({ loyaltyPoints: 40 })
    const sold: Sale = {
      ...plain,
      customerId: 1,
      tenders: [
        { kind: 'points', amountMinor: 60, points: 60, reservationId },
        { kind: 'cash', amountMinor: 940, givenMinor: 940, changeMinor: 0 },
      ],
      reservationIds: [reservationId],
      loyalty: { pointsEarned: 9, pointsBurned: 60 },
    }
    await till.send('sale_completed', sold)
    expect(await found()).toMatchObject({ loyaltyPoints: 49 })
    await till.send('refund_completed', refundOf(sold, [pieces(1, 2)]))
    expect(await found()).toMatchObject({ loyaltyPoints: 49 - 4 + 30 })
    const rest = (await lookUpSale(hub.database.read, sold.receiptLabel)).refunded
    await till.send('refund_completed', refundOf(sold, [pieces(1, 2)], { refunded: rest }))
    expect(await found()).toMatchObject({ loyaltyPoints: 100 })
    expect(await exceptionKinds(hub)).toEqual([])
    // Two tills that were away burned the same points.
    for (const number of [3, 4]) {
      await till.send('sale_completed', {
        ...testSale(number),
        customerId: 1,
        tenders: [
          { kind: 'points', amountMinor: 60, points: 60, reservationId: newUuid() },
          { kind: 'cash', amountMinor: 190, givenMinor: 190, changeMinor: 0 },
        ],
        loyalty: { pointsEarned: 0, pointsBurned: 60 },
      })
    }
    expect(await exceptionKinds(hub)).toEqual(['balance_exceeded'])
  })

  test('owes no more than the limit, and less after a refund', async () => {
    const account = {
      code: 'account',
      name: 'On account',
      kind: 'account',
      isActive: true,
      givesChange: false,
      opensDrawer: false,
      needsReference: false,
      isRefundable: true,
    } as const
    await savePolicy({ tenderTypes: [account] })
    await saveCustomer()
    expect(await credit(1)).toBe('account_none')
    await saveCustomer({ accountLimitMinor: 1_500 })
    expect(await credit(1_501)).toBe('account_limit')
    const reservationId = newUuid()
    const plain = testSale(2, { count: 4 })
    await credit(1_000, reservationId, plain.saleId)
    expect(await credit(501)).toBe('account_limit')
    expect(await found()).toMatchObject({ accountLeftMinor: 500 })
    const sold: Sale = {
      ...plain,
      customerId: 1,
      tenders: [{ kind: 'other', method: 'account', amountMinor: 1_000, reference: null, reservationId }],
      reservationIds: [reservationId],
    }
    await till.send('sale_completed', sold)
    expect(await found()).toMatchObject({ accountLeftMinor: 500 })
    await till.send('refund_completed', refundOf(sold, [pieces(1, 1)]))
    expect(await found()).toMatchObject({ accountLeftMinor: 750 })
    await till.send('sale_completed', { ...sold, ...testSaleIds(3), reservationIds: [] })
    expect(await exceptionKinds(hub)).toEqual(['balance_exceeded'])
  })
})

const testSaleIds = (receiptNumber: number): Pick<Sale, 'saleId' | 'receiptNumber' | 'receiptLabel'> => {
  const { saleId, receiptLabel } = testSale(receiptNumber)
  return { saleId, receiptNumber, receiptLabel }
}
