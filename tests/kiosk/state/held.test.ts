import { expect, test } from 'vitest'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { HeldAtHub } from '#core/protocol/store-requests.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const ONLINE = { type: 'link_changed', isOnline: true, unsentCount: 0 } as const
const AWAY: HubReply = { outcome: 'away' }
const GONE: HubReply = { outcome: 'problem', code: 'not_found', detail: 'gone' }
const OTHER_ID = '019aa0c0-0000-7000-8000-0000000000aa'

const other: HeldAtHub = {
  heldBasketId: OTHER_ID,
  tillName: 'T2',
  operatorName: 'Ravi',
  heldAt: '2026-03-01T08:00:00.000Z',
  lineCount: 1,
  totalMinor: 2_000,
}

/** A basket as another till has set it aside. */
const otherBasket = (): string => {
  const till = startSelling()
  till.do('14⏎')
  return JSON.stringify({ ...till.state().basket, saleId: '019aa0c0-0000-7000-8000-0000000000bb' })
}

const listed = (...held: readonly HeldAtHub[]): HubReply => ({
  outcome: 'answered',
  operation: 'held_list',
  result: { held },
})

const taken = (heldBasketId: string, basket: string): HubReply => ({
  outcome: 'answered',
  operation: 'held_take',
  result: { heldBasketId, basket },
})

/** A till online, with one basket set aside that the hub has too. */
const holding = (): { readonly till: TinyTill; readonly ownId: string; readonly own: HeldAtHub } => {
  const till = startSelling()
  till.do(ONLINE, '12⏎', action('hold'))
  const ownId = till.shop.held[0]?.heldBasketId ?? ''
  till.do({
    type: 'hub_answered',
    purpose: { type: 'held_put', heldBasketId: ownId },
    reply: { outcome: 'answered', operation: 'held_put', result: {} },
  })
  return { till, ownId, own: { ...other, heldBasketId: ownId, tillName: 'T1', totalMinor: 7_400 } }
}

const notes = ({ store }: TinyTill): readonly unknown[] =>
  store.effects.flatMap((effect) => (effect.type === 'note_held' ? [[effect.heldBasketId, effect.what]] : []))

const last = ({ store }: TinyTill, type: TillEffect['type']): TillEffect | undefined =>
  store.effects.findLast((effect) => effect.type === type)

const answerWith = (till: TinyTill, list: HubReply, take?: HubReply): void => {
  till.store.hub = (operation) => (operation === 'held_list' ? list : take)
}

test('a basket set aside is told to the hub, again when the link is back, and it is noted that it is there', () => {
  const { till, ownId } = holding()
  expect(till.store.effects.filter(({ type }) => type === 'sync_held')).toHaveLength(3)
  expect(notes(till)).toEqual([[ownId, 'at_hub']])
  till.do({ ...ONLINE, isOnline: false }, ONLINE)
  expect(last(till, 'sync_held')).toBeDefined()
  till.do({ type: 'hub_answered', purpose: { type: 'held_put', heldBasketId: ownId }, reply: AWAY })
  expect(notes(till)).toHaveLength(1)
})

test('what a hub has not answered is told again as time passes, not only when the link was away', () => {
  const { till } = holding()
  const told = (): number => till.store.effects.filter(({ type }) => type === 'sync_held').length
  const before = told()
  till.do({ type: 'tick', nowMs: 10_000 })
  expect(told()).toBe(before + 1)
  expect(last(till, 'release_kept')).toBeDefined()
  till.do({ ...ONLINE, isOnline: false }, { type: 'tick', nowMs: 15_000 })
  expect(told()).toBe(before + 1)
})

test('the list has those of this till at once, and those of others when the hub has answered', () => {
  const { till, ownId, own } = holding()
  till.store.hub = () => undefined
  till.do(action('recall'))
  expect(till.state()).toMatchObject({
    screen: { name: 'held', held: [{ heldBasketId: ownId }], selected: 0 },
    notice: { key: 'held_asking' },
  })
  const question = last(till, 'ask_hub')
  expect(question).toMatchObject({ operation: 'held_list' })
  const purpose = question?.type === 'ask_hub' ? question.purpose : undefined
  if (purpose === undefined) throw new Error('The hub was asked.')
  till.do({ type: 'hub_answered', purpose, reply: listed(own, other) })
  expect(till.state()).toMatchObject({
    screen: { held: [{ heldBasketId: ownId }, { heldBasketId: OTHER_ID, tillName: 'T2' }], selected: 0 },
    notice: undefined,
  })
  till.do({ type: 'hub_answered', purpose, reply: listed() })
  expect(till.state().screen).toMatchObject({ held: [{}, {}] })
})

test('what another till has recalled disappears here', () => {
  const { till, ownId } = holding()
  answerWith(till, listed(other))
  till.do(action('recall'))
  expect(till.state().screen).toMatchObject({ held: [{ heldBasketId: OTHER_ID }], selected: 0 })
  expect(notes(till)).toContainEqual([ownId, 'dropped'])
  expect(till.shop.held).toEqual([])
})

test('a basket that the hub has not heard of yet stays, whatever the list says', () => {
  const till = startSelling()
  till.do(ONLINE, '12⏎', action('hold'))
  answerWith(till, listed())
  till.do(action('recall'))
  expect(till.state().screen).toMatchObject({ held: [{ totalMinor: 7_400 }] })
  till.do('⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{ productId: 1 }] } })
})

test('this till’s own is taken at the hub too, then opened as it is here', () => {
  const { till, ownId, own } = holding()
  answerWith(till, listed(own), taken(ownId, 'whatever the hub kept'))
  till.do(action('recall'), '⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { heldBasketId: ownId, lines: [{ productId: 1 }] },
    notice: { key: 'basket_recalled' },
  })
  expect(last(till, 'recall_basket')).toMatchObject({ taken: 'whatever the hub kept' })
})

test('somebody may have been faster', () => {
  const { till, ownId, own } = holding()
  answerWith(till, listed(own), GONE)
  till.do(action('recall'), '⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'held', held: [] },
    basket: undefined,
    notice: { tone: 'bad', key: 'held_gone' },
  })
  expect(notes(till)).toContainEqual([ownId, 'dropped'])
  expect(till.do('⏎').notice?.key).toBe('held_none')
})

test.each([true, false])('while the hub is away, known to be: %s, this till’s own word counts', (isKnown) => {
  const { till, ownId, own } = holding()
  if (isKnown) till.do({ ...ONLINE, isOnline: false })
  answerWith(till, listed(own), AWAY)
  till.do(action('recall'), '⏎')
  expect(till.state().basket).toMatchObject({ heldBasketId: ownId })
  expect(last(till, 'recall_basket')).not.toHaveProperty('taken')
  expect(till.store.effects.at(-2)).toEqual({ type: 'sync_held' })
})

test('another till’s is asked for, on record first, and opens as a new sale that names the hold', () => {
  const till = startSelling()
  till.do(ONLINE)
  answerWith(till, listed(other), taken(OTHER_ID, otherBasket()))
  till.do(action('recall'), '⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { heldBasketId: OTHER_ID, lines: [{ productId: 4 }] },
    priced: { totals: { totalMinor: 2_000 } },
  })
  expect(till.state().basket?.saleId).not.toBe('019aa0c0-0000-7000-8000-0000000000bb')
  const types = till.store.effects.map(({ type }) => type)
  expect(types.lastIndexOf('note_held')).toBeLessThan(types.lastIndexOf('ask_hub'))
})

const SPRING: Coupon = {
  id: 1,
  code: 'SPRING',
  off: { kind: 'percent', ratePpm: 100_000 },
  isActive: true,
  isStackable: true,
  expiresAt: '2026-03-02T00:00:00.000Z',
}

test.each(['this till', 'another till'])('what %s set aside opens on another day with that day’s offers', (whose) => {
  const before = startSelling({ idleLockSeconds: 0 })
  before.shop.coupons.push(SPRING)
  before.do('12⏎', action('coupon'), 'SPRING⏎')
  expect(before.state().priced?.totals.totalMinor).toBe(6_660)
  const { basket } = before.state()
  const saleId = '019aa0c0-0000-7000-8000-0000000000bb'
  const till = whose === 'this till' ? before : startSelling({ idleLockSeconds: 0 })
  till.do(whose === 'this till' ? action('hold') : ONLINE)
  answerWith(till, listed(other), taken(OTHER_ID, JSON.stringify({ ...basket, saleId })))
  till.shop.nowMs += 24 * 3_600_000
  till.do(action('recall'), '⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { lines: [{ productId: 1 }], openedLocal: { date: '2026-03-02' } },
    priced: { totals: { totalMinor: 7_400 }, refusedCoupons: [{ couponId: 1, error: { code: 'coupon_expired' } }] },
  })
})

test.each([
  [
    GONE,
    'held_gone',
    [
      [OTHER_ID, 'taking'],
      [OTHER_ID, 'settled'],
    ],
  ],
  [AWAY, 'hub_needed', [[OTHER_ID, 'taking']]],
] as const)('an answer %o says so', (reply, key, noted) => {
  const till = startSelling()
  till.do(ONLINE)
  answerWith(till, listed(other), reply)
  expect(till.do(action('recall'), '⏎')).toMatchObject({ screen: { name: 'held' }, notice: { tone: 'bad', key } })
  expect(notes(till)).toEqual(noted)
})

test('while the hub is asked only Escape does anything; what comes then is set aside here', () => {
  const till = startSelling()
  till.do(ONLINE)
  answerWith(till, listed(other))
  till.do(action('recall'), '⏎')
  for (const key of ['⏎', '↓', '5'])
    expect(till.do(key)).toMatchObject({ screen: { taking: OTHER_ID }, notice: { key: 'hub_wait' } })
  expect(till.do(scan('12')).notice?.key).toBe('scan_ignored_here')
  till.do('⎋', '12⏎')
  const basket = otherBasket()
  till.do({
    type: 'hub_answered',
    purpose: { type: 'held_take', heldBasketId: OTHER_ID },
    reply: taken(OTHER_ID, basket),
  })
  expect(till.state().basket?.lines).toMatchObject([{ productId: 1 }])
  expect(last(till, 'keep_held')).toEqual({ type: 'keep_held', heldBasketId: OTHER_ID, basket })
})

test('with nothing set aside the hub is asked, and says so', () => {
  const till = startSelling()
  expect(till.do(action('recall')).notice?.key).toBe('held_none')
  till.do(ONLINE)
  till.store.hub = () => undefined
  expect(till.do(action('recall'), '⏎').notice?.key).toBe('held_asking')
  till.do('⎋')
  answerWith(till, listed())
  expect(till.do(action('recall'))).toMatchObject({ screen: { name: 'held', held: [] }, notice: { key: 'held_none' } })
  answerWith(till, AWAY)
  till.do('⎋')
  expect(till.do(action('recall')).notice?.key).toBe('held_none')
})

test('the hub hears of what was recalled without it', () => {
  const { till, ownId } = holding()
  till.do({ type: 'hub_answered', purpose: { type: 'held_told', heldBasketId: ownId }, reply: AWAY })
  expect(notes(till)).toHaveLength(1)
  till.do({ type: 'hub_answered', purpose: { type: 'held_told', heldBasketId: ownId }, reply: GONE })
  expect(notes(till)).toContainEqual([ownId, 'settled'])
})
