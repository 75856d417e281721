import { expect, test } from 'vitest'
import type { Coupon } from '#core/promotion/coupon.ts'
import { mayReprice } from '#kiosk/state/keep-basket.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const COUPON = action('coupon')

const coupons: readonly Coupon[] = [
  { id: 1, code: 'TEN', off: { kind: 'percent', ratePpm: 100_000 }, isActive: true, isStackable: true },
  {
    id: 2,
    code: 'OLD',
    off: { kind: 'amount', amountMinor: 1 },
    isActive: true,
    isStackable: true,
    expiresAt: '2026-02-28T00:00:00.000Z',
  },
  { id: 3, code: 'OFF', off: { kind: 'amount', amountMinor: 1 }, isActive: false, isStackable: true },
  {
    id: 4,
    code: 'BIG',
    off: { kind: 'amount', amountMinor: 500 },
    isActive: true,
    isStackable: true,
    minimumMinor: 10_000,
  },
  { id: 5, code: 'ONCE', off: { kind: 'amount', amountMinor: 100 }, isActive: true, isStackable: true, usesMax: 1 },
  {
    id: 6,
    code: 'CLUB',
    off: { kind: 'amount', amountMinor: 1 },
    isActive: true,
    isStackable: true,
    customerGroupIds: [9],
  },
]

const selling = (): TinyTill => {
  const till = startSelling()
  till.shop.coupons.push(...coupons)
  till.do('12⏎')
  return till
}

const questions = ({ store }: TinyTill): Extract<TillEffect, { type: 'ask_hub' }>[] =>
  store.effects.flatMap((effect) => (effect.type === 'ask_hub' ? [effect] : []))

test('a coupon is typed, in any letters, or scanned, and takes something off', () => {
  const typed = selling()
  expect(typed.do(COUPON, 'ten⏎')).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'coupon_attached' } })
  expect(typed.state().priced).toMatchObject({
    totals: { discountMinor: 740, totalMinor: 6_660 },
    discounts: [{ source: 'coupon', id: 1, amountMinor: 740 }],
  })
  const scanned = selling()
  scanned.do(scan('TEN'))
  expect(scanned.state().priced).toEqual(typed.state().priced)
  const onItsScreen = selling()
  onItsScreen.do(COUPON, scan('TEN'))
  expect(onItsScreen.state().priced).toEqual(typed.state().priced)
})

test.each([
  ['NOPE', 'coupon_unknown'],
  ['', 'coupon_unknown'],
  ['OLD', 'coupon_expired'],
  ['OFF', 'coupon_inactive'],
  ['BIG', 'coupon_minimum'],
  ['CLUB', 'coupon_not_for_customer'],
])('%s is refused in words: %s', (code, key) => {
  const till = selling()
  const before = till.state().priced
  expect(till.do(COUPON, `${code}⏎`).notice).toMatchObject({ tone: 'bad', key })
  expect(till.state().priced).toEqual(before)
})

test('a coupon goes into a sale once, and only into a sale', () => {
  const till = selling()
  expect(till.do(COUPON, 'TEN⏎', COUPON, 'TEN⏎').notice?.key).toBe('coupon_twice')
  const empty = startSelling()
  empty.shop.coupons.push(...coupons)
  expect(empty.do(COUPON, 'TEN⏎').notice?.key).toBe('coupon_no_items')
})

test('the void key takes the selected one out', () => {
  const till = selling()
  const before = till.state().priced
  till.do(COUPON, 'TEN⏎', COUPON, action('void'))
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'coupon_removed' } })
  expect(till.state().priced).toEqual(before)
  expect(till.do(COUPON, action('void')).notice?.key).toBe('coupon_none')
})

test('a coupon with a limited number of uses waits for the hub, and the till does not', () => {
  const till = selling()
  till.store.hub = () => undefined
  till.do(COUPON, 'ONCE⏎')
  expect(till.state().notice?.key).toBe('coupon_asking')
  const [asked] = questions(till)
  if (asked?.purpose.type !== 'coupon') throw new Error('The hub is asked for the coupon.')
  const { reservationId, saleId } = asked.purpose
  expect(asked).toMatchObject({
    operation: 'reserve',
    fields: { reservationId, claim: { kind: 'coupon', couponId: 5, saleId }, operatorId: 5 },
  })
  till.do('14⏎', '4')
  till.do({
    type: 'hub_answered',
    purpose: asked.purpose,
    reply: { outcome: 'answered', operation: 'reserve', result: { reservationId } },
  })
  expect(till.state()).toMatchObject({ entry: '4', notice: { key: 'coupon_attached' } })
  expect(till.state().basket?.coupons).toMatchObject([{ coupon: { code: 'ONCE' }, reservationId }])
  till.do('⎋+1000⏎')
  expect(till.shop.sales[0]).toMatchObject({ reservationIds: [reservationId], totals: { totalMinor: 9_300 } })
})

const granting = (till: TinyTill): void => {
  till.store.hub = (operation, fields) =>
    operation === 'reserve'
      ? { outcome: 'answered', operation, result: { reservationId: String(fields['reservationId']) } }
      : { outcome: 'answered', operation: 'release', result: null }
}

test.each([
  ['cancelled', [action('cancel_sale'), 'y']],
  ['held', [action('hold')]],
  ['taken out', [COUPON, action('void')]],
  ['emptied', ['-', action('sign_out')]],
])('a use that is kept goes back when the sale or the coupon is %s', (_how, steps) => {
  const till = selling()
  granting(till)
  till.do(COUPON, 'ONCE⏎')
  const reservationId = till.state().basket?.coupons?.[0]?.reservationId
  expect(reservationId).toBeDefined()
  till.do(...steps)
  expect(questions(till).at(-1)).toMatchObject({ operation: 'release', fields: { reservationId } })
  expect(till.state().unreleased).toEqual([])
  expect([...till.store.baskets.values()].flatMap(({ coupons: held = [] }) => held)).toEqual([])
})

test('without the hub it is refused, and what may have been kept is given back when the hub is there again', () => {
  const till = selling()
  till.do(COUPON, 'ONCE⏎')
  expect(till.state()).toMatchObject({ notice: { tone: 'bad', key: 'coupon_needs_hub' } })
  const [reservationId] = till.state().unreleased
  expect(till.state().basket?.coupons).toBeUndefined()
  granting(till)
  till.do({ type: 'link_changed', isOnline: true, unsentCount: 0 })
  expect(questions(till).at(-1)).toMatchObject({ operation: 'release', fields: { reservationId } })
  expect(till.state().unreleased).toEqual([])
})

test('of more than two hundred that wait the oldest is kept on the disk as released, whatever it was before', () => {
  const waiting = Array.from({ length: 200 }, (_, at) => `waits ${at}`)
  const { state, effects } = releaseAll({ ...selling().state(), unreleased: waiting }, ['another'])
  expect(state.unreleased).toEqual([...waiting.slice(1), 'another'])
  expect(effects).toContainEqual({
    type: 'keep_reservation',
    reservationId: 'waits 0',
    phase: 'released',
    details: undefined,
  })
})

test('what the hub refuses is said in its words', () => {
  const till = selling()
  till.store.hub = () => ({ outcome: 'problem', code: 'coupon_used_up', detail: 'Used up.' })
  expect(till.do(COUPON, 'ONCE⏎').notice?.key).toBe('coupon_used_up')
  till.store.hub = () => ({ outcome: 'problem', code: 'of_a_later_version', detail: 'Not today.' })
  expect(till.do(COUPON, 'ONCE⏎').notice).toMatchObject({ key: 'hub_refused', details: { detail: 'Not today.' } })
})

test('an answer for a sale that is over, or that is being paid, changes nothing and goes back', () => {
  for (const steps of ['+100⏎', '+50⏎']) {
    const till = selling()
    till.store.hub = () => undefined
    till.do(COUPON, 'ONCE⏎')
    const [asked] = questions(till)
    if (asked?.purpose.type !== 'coupon') throw new Error('The hub is asked for the coupon.')
    const { reservationId } = asked.purpose
    const before = till.do(steps)
    till.do({
      type: 'hub_answered',
      purpose: asked.purpose,
      reply: { outcome: 'answered', operation: 'reserve', result: { reservationId } },
    })
    expect(till.state().priced).toEqual(before.priced)
    expect(till.state().notice?.key).toBe('coupon_late')
    expect(questions(till).at(-1)).toMatchObject({ operation: 'release', fields: { reservationId } })
  }
})

test.each(['card', 'refund_pay', 'refund_terminal'] as const)(
  'nothing that is answered changes the sum while money is counted by it (%s)',
  (name) => {
    const state = selling().state()
    expect(mayReprice(state)).toBe(true)
    // The name of the screen is all that is looked at.
    expect(mayReprice({ ...state, screen: { ...state.screen, name } as TillState['screen'] })).toBe(false)
  },
)

test('a coupon that has nothing to do when the sale is paid stays with the customer', () => {
  const till = selling()
  till.do('14⏎', '14⏎', COUPON, 'BIG⏎', '-')
  expect(till.state().priced?.refusedCoupons).toMatchObject([{ couponId: 4, error: { code: 'coupon_minimum' } }])
  till.do('+100⏎')
  expect(till.shop.sales[0]?.discounts).toBeUndefined()
  const sold = till.store.effects.find(({ type }) => type === 'complete_sale')
  expect(sold).toHaveProperty('basket')
  expect(sold).not.toHaveProperty('basket.coupons')
})

const outdone: readonly Coupon[] = [
  { id: 21, code: 'ALONE', off: { kind: 'amount', amountMinor: 900 }, isActive: true, isStackable: false },
  { id: 22, code: 'SIX', off: { kind: 'amount', amountMinor: 600 }, isActive: true, isStackable: true },
  { id: 23, code: 'FIVE', off: { kind: 'amount', amountMinor: 500 }, isActive: true, isStackable: true },
]

test.each([[['ALONE', 'SIX', 'FIVE']], [['SIX', 'ALONE', 'FIVE']], [['FIVE', 'SIX', 'ALONE']]])(
  'coupons that do not go together count as is best, in whatever order they come: %s',
  (codes) => {
    const till = selling()
    till.shop.coupons.push(...outdone)
    for (const code of codes) till.do(COUPON, `${code}⏎`)
    expect(till.state().priced?.totals.discountMinor).toBe(1_100)
    till.do('+100⏎')
    const sold = till.store.effects.find(({ type }) => type === 'complete_sale')
    expect(sold).toHaveProperty('basket.coupons.length', 2)
  },
)

test('a coupon that a better one outdoes is taken, and the till says that the better one counts', () => {
  const till = selling()
  till.shop.coupons.push(...outdone)
  till.do(COUPON, 'ALONE⏎')
  expect(till.do(COUPON, 'SIX⏎')).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'coupon_not_stackable' } })
  expect(till.state().priced).toMatchObject({
    totals: { discountMinor: 900 },
    refusedCoupons: [{ couponId: 22, error: { code: 'coupon_not_stackable' } }],
  })
})

test('a use that is kept for a coupon which a better one outdoes goes back when the sale is paid', () => {
  const till = selling()
  till.shop.coupons.push(...outdone)
  granting(till)
  till.do(COUPON, 'ALONE⏎', COUPON, 'ONCE⏎')
  const reservationId = till.state().basket?.coupons?.[1]?.reservationId
  expect(reservationId).toBeDefined()
  till.do('+100⏎')
  expect(till.shop.sales[0]?.discounts).toMatchObject([{ source: 'coupon', id: 21, amountMinor: 900 }])
  expect(till.shop.sales[0]).not.toHaveProperty('reservationIds')
  expect(questions(till).at(-1)).toMatchObject({ operation: 'release', fields: { reservationId } })
})
