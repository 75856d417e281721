import { expect, test } from 'vitest'
import { makeSellingRules } from '#core/basket/selling-rules.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const jane: SaleCustomer = { id: 31, name: 'Jane Doe', phoneEnd: '4321', groupIds: [], loyaltyPoints: 50 }
const loyalty = { earnPerMinor: 1_000, pointValueMinor: 100 }

const answered = (fields: Readonly<Record<string, unknown>>): HubReply => ({
  outcome: 'answered',
  operation: 'reserve',
  result: { reservationId: String(fields['reservationId']) },
})

/** Milk for 74.00 to Jane, who has 50 points of 1.00. */
const paying = (customer: SaleCustomer = jane): TinyTill => {
  const till = startSelling({ loyalty })
  till.shop.rules = makeSellingRules(till.shop.policy, [])
  till.do({ type: 'catalogue_changed' })
  till.store.hub = (operation, fields) =>
    operation === 'customer_search'
      ? { outcome: 'answered', operation, result: { customers: [customer] } }
      : answered(fields)
  till.do('12⏎', action('customer'), 'jane⏎⏎', '+')
  return till
}

const questions = ({ store }: TinyTill): Extract<TillEffect, { type: 'ask_hub' }>[] =>
  store.effects.flatMap((effect) => (effect.type === 'ask_hub' ? [effect] : []))

test('all points that there are pay, once the hub has set them aside; the rest is paid otherwise', () => {
  const till = paying()
  till.do('p')
  const { tenders, screen } = till.state()
  const { reservationId } = questions(till).at(-1)?.fields ?? {}
  expect(questions(till).at(-1)).toMatchObject({
    operation: 'reserve',
    fields: { claim: { kind: 'points', customerId: 31, points: 50, saleId: till.state().basket?.saleId } },
  })
  expect([screen.name, tenders]).toEqual([
    'tender',
    [{ kind: 'points', amountMinor: 5_000, points: 50, reservationId }],
  ])
  till.do('24⏎')
  expect(till.shop.sales[0]).toMatchObject({
    reservationIds: [reservationId],
    loyalty: { pointsEarned: 2, pointsBurned: 50 },
  })
})

test('a part of them pays what is typed, in whole points, and no more than there are', () => {
  const till = paying()
  till.do('10.50', 'p')
  expect(till.state().tenders).toMatchObject([{ kind: 'points', amountMinor: 1_000, points: 10 }])
  expect(till.do('41', 'p').notice).toMatchObject({ key: 'over_tender', details: { maxMinor: 4_000 } })
  expect(till.do('0.50', 'p').notice?.key).toBe('points_none')
  till.do('p')
  expect(till.do('p').notice?.key).toBe('points_none')
  expect(till.state().tenders.map(({ amountMinor }) => amountMinor)).toEqual([1_000, 4_000])
})

test('points that are taken back are released', () => {
  const till = paying()
  till.do('p', '-')
  expect(till.state().tenders).toEqual([])
  expect(questions(till).at(-1)).toMatchObject({ operation: 'release' })
})

test('who has no points, or no name, or shops where there are none, hears it', () => {
  expect(paying({ ...jane, loyaltyPoints: 0 }).do('p').notice?.key).toBe('points_none')
  const nobody = paying()
  expect(nobody.do('⎋', action('customer'), action('void'), '+p').notice?.key).toBe('points_customer_first')
  expect(startSelling().do('12⏎+p').notice?.key).toBe('points_not_here')
})

test('while the hub is asked only Escape does anything, and what comes after it is released', () => {
  const till = paying()
  till.store.hub = () => undefined
  till.do('p')
  const asked = questions(till).at(-1)
  expect(till.do('5').notice?.key).toBe('hub_wait')
  till.do('⎋')
  expect(till.state().screen.name).toBe('tender')
  if (asked === undefined) throw new Error('The hub is asked.')
  till.do({ type: 'hub_answered', purpose: asked.purpose, reply: answered(asked.fields) })
  expect(till.state().tenders).toEqual([])
  expect(questions(till).at(-1)).toMatchObject({ operation: 'release' })
})

test.each<[HubReply, string, string]>([
  [{ outcome: 'away' }, 'hub_needed', 'release'],
  [{ outcome: 'problem', code: 'points_short', detail: 'Only 3.' }, 'hub_refused', 'release'],
])('without leave nothing is paid: %j', (reply, key, last) => {
  const till = paying()
  till.store.hub = () => reply
  till.do('p')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, tenders: [], notice: { key } })
  expect(questions(till).at(-1)).toMatchObject({ operation: last })
})

test('whoever’s points they are stays the customer until they are taken back', () => {
  const till = paying()
  till.do('10', 'p', '⏎')
  const { tenders } = till.state()
  expect(tenders).toHaveLength(1)
  till.do(action('escape'), action('escape'), action('customer'), action('void'))
  expect(till.state().notice).toMatchObject({ key: 'paid_already', details: { paidMinor: 1_000 } })
  expect(till.state()).toMatchObject({ basket: { customer: jane }, tenders })
  till.do('john⏎⏎')
  expect(till.state().notice?.key).toBe('paid_already')
  expect(till.state()).toMatchObject({ basket: { customer: jane }, tenders })
})
