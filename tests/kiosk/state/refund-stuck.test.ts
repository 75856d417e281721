import { expect, test } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'
import { withHub, type TinyHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const REFUND = action('refund')
const OVERRIDE = action('void')
const risky: Policy['refunds'] = { daysMax: 10, cashMaxMinor: 50_000, withoutReceiptMaxMinor: 0, riskMaxMinor: 8_000 }

/** A till that sold one thing for 74.00 in cash. */
const shopWith = (policy: Partial<Policy> = {}): { till: TinyTill; hub: TinyHub } => {
  const till = startSelling(policy)
  const hub = withHub(till)
  till.do({ type: 'link_changed', isOnline: true, unsentCount: 0 })
  till.do('12⏎', action('total'), action('cash'), '⏎')
  return { till, hub }
}

/** To the money of the first sale, all of it, and on. */
const refundAll = (till: TinyTill) => till.do(REFUND, '1⏎', '*', '+', '⏎', '⏎', '+')

const asked = (till: TinyTill, operation: string) =>
  till.store.effects.flatMap((effect) => (effect.type === 'ask_hub' && effect.operation === operation ? [effect] : []))

test('a refund that waits for tills names them; it is asked again, and goes through when they have reported', () => {
  const { till, hub } = shopWith()
  hub.holding = ['T2', 'T4']
  refundAll(till)
  expect(till.state()).toMatchObject({
    screen: { name: 'refund_stuck', tills: ['T2', 'T4'], isAsking: false },
    notice: { key: 'refunds_held' },
  })
  expect(till.do('+').screen).toMatchObject({ name: 'refund_stuck' })
  hub.holding = []
  expect(till.do('+').screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]).not.toHaveProperty('isAtRisk')
})

test('one key and a manager wait no longer for a till that is gone', () => {
  const { till, hub } = shopWith()
  hub.holding = ['T2']
  refundAll(till)
  till.do(OVERRIDE)
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(asked(till, 'release_tills')).toMatchObject([{ fields: { tills: ['T2'], authorisedBy: meera.id } }])
  expect(till.state().screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]).toMatchObject({ operatorId: asha.id, reservationId: expect.any(String) as string })
  expect(till.store.reservations.size).toBe(0)
})

test('the hub does not let this person decide: nothing is given, and that is said', () => {
  const { till, hub } = shopWith()
  hub.holding = ['T2']
  refundAll(till)
  till.do(OVERRIDE)
  hub.refusal = 'permission_missing'
  till.do('9⏎9999⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'refund_stuck', isAsking: false },
    notice: { key: 'permission_missing' },
  })
  expect(till.do('⎋').screen.name).toBe('refund_pay')
  expect(till.shop.refunds).toEqual([])
})

test('keys while the hub is told land nowhere; after Escape its answer changes nothing', () => {
  const { till, hub } = shopWith()
  hub.holding = ['T2']
  refundAll(till)
  const answer = till.store.hub
  till.store.hub = (operation, fields) => (operation === 'release_tills' ? undefined : answer(operation, fields))
  till.do(OVERRIDE, '9⏎9999⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_stuck', isAsking: true })
  expect(till.do('+').notice?.key).toBe('hub_wait')
  const { screen } = till.state()
  if (screen.name !== 'refund_stuck') throw new Error('The hub is told.')
  const { refundId } = screen.pending.draft
  till.do('⎋')
  till.do({
    type: 'hub_answered',
    purpose: { type: 'refund_released', refundId },
    reply: { outcome: 'answered', operation: 'release_tills', result: { released: ['T2'] } },
  })
  expect(till.state().screen.name).toBe('refund_pay')
})

test('the hub is away: below the limit a manager gives it at the shop’s risk, and the refund says so', () => {
  const { till, hub } = shopWith({ refunds: risky })
  till.do(REFUND, '1⏎', '*', '+', '⏎', '⏎')
  hub.isAway = true
  expect(till.do('+')).toMatchObject({
    screen: { name: 'refund_stuck', tills: [] },
    notice: { key: 'refund_hub_away' },
  })
  till.do(OVERRIDE)
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.state().screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]).toMatchObject({
    isAtRisk: true,
    reservationId: null,
    totals: { totalMinor: 7_400 },
    authorisations: [{ permission: 'refund_beyond_policy', authorisedBy: meera.id }],
  })
})

test.each([
  ['the shop has no limit for it', {}],
  ['it is above the limit', { refunds: { ...risky, riskMaxMinor: 7_399 } }],
])('the hub is away and %s: nothing is given', (_why, policy) => {
  const { till, hub } = shopWith(policy)
  till.do(REFUND, '1⏎', '*', '+', '⏎', '⏎')
  hub.isAway = true
  expect(till.do('+')).toMatchObject({ screen: { name: 'refund_pay' }, notice: { key: 'refund_hub_away' } })
  expect(till.shop.refunds).toEqual([])
})

test('money of a card is not given at risk: the terminal pays it back only with the hub’s leave', () => {
  const till = startSelling({ refunds: risky })
  const hub = withHub(till)
  till.do({ type: 'link_changed', isOnline: true, unsentCount: 0 })
  till.do('12⏎', action('card'), '⏎', REFUND, '1⏎', '⏎⏎', '⏎', '⏎')
  hub.isAway = true
  expect(till.do('+')).toMatchObject({ screen: { name: 'refund_pay' }, notice: { key: 'refund_hub_away' } })
})

test('a sale that was never handed to the network goes back without the hub, and nobody is asked', () => {
  const { till, hub } = shopWith()
  hub.isAway = true
  till.shop.unheard.add(till.shop.sales[0]?.saleId ?? '')
  expect(till.do(REFUND, '1⏎')).toMatchObject({ screen: { name: 'refund_lines' }, notice: undefined })
  till.do('*', '+', '⏎', '⏎', '+')
  expect(till.state().screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]).toMatchObject({ reservationId: null, totals: { totalMinor: 7_400 } })
  expect(till.shop.refunds[0]).not.toHaveProperty('isAtRisk')
  expect(asked(till, 'reserve')).toEqual([])
})
