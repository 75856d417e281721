import { expect, test } from 'vitest'
import { meera } from '#tests/support/tiny-catalogue.ts'
import { action, scan, startSelling } from '#tests/support/tiny-till.ts'

const LOCK = action('lock')

test('the lock keeps the basket on disk and asks for the PIN of whoever locked', () => {
  const till = startSelling()
  till.do('12⏎', LOCK)
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, entry: '' })
  expect(till.store.effects.slice(-2)).toMatchObject([
    { type: 'save_basket', isNow: true },
    { type: 'record_lock', operatorId: 5, why: 'key' },
  ])
  till.do('9999⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, notice: { key: 'pin_wrong' } })
  till.do('1111⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'till_unlocked' } })
  expect(till.state().basket?.lines).toHaveLength(1)
})

test.each<[string, (string | ReturnType<typeof action>)[]]>([
  ['sell', ['12⏎', '3*8901']],
  ['find', ['mil']],
  ['tender', ['12⏎+', '50']],
  ['price_check', [action('price_check'), '12']],
  ['department', ['5', action('department'), '2']],
  ['unknown_item', ['99999⏎', '12.']],
  ['close_shift', [action('close_shift'), '10']],
  ['confirm_cancel', ['12⏎', action('cancel_sale')]],
  ['menu', [action('menu'), '↓↓']],
  ['complete', ['12⏎+100⏎']],
])('behind the lock %s stays as it was', (name, steps) => {
  const till = startSelling()
  const before = till.do(...steps)
  expect(before.screen.name).toBe(name)
  const after = till.do(LOCK, '1111⏎')
  expect({ ...after, notice: undefined }).toEqual({ ...before, notice: undefined })
})

test('the right PIN of somebody else, answered late, unlocks nothing', () => {
  const till = startSelling()
  till.do(LOCK, { type: 'pin_checked', result: 'right', operator: meera, attempts: 1 })
  expect(till.state()).toMatchObject({
    screen: { name: 'locked' },
    operator: { name: 'Asha' },
    notice: { key: 'pin_wrong' },
  })
  const before = till.do('1111⏎')
  expect(till.do({ type: 'pin_checked', result: 'right', operator: meera, attempts: 1 })).toEqual(before)
})

test('idle time locks, input puts it off, and a card on its way holds it back', () => {
  const till = startSelling()
  const idle = () => till.do({ type: 'tick', nowMs: till.shop.nowMs + 300_000 }).screen.name
  till.shop.nowMs += 100_000
  till.do('12⏎')
  expect(till.do({ type: 'tick', nowMs: till.shop.nowMs + 299_999 }).screen.name).toBe('sell')
  till.store.card = undefined
  till.do(action('card'))
  expect(idle()).toBe('card')
  till.store.card = { outcome: 'unknown' }
  till.do({ type: 'card_answered', intentId: till.store.intents[0]?.intentId ?? '', answer: { outcome: 'unknown' } })
  expect(idle()).toBe('locked')
  expect(till.store.effects.at(-1)).toMatchObject({ type: 'record_lock', why: 'idle' })
})

test('a shop without idle time never locks by itself', () => {
  const till = startSelling({ idleLockSeconds: 0 })
  expect(till.do({ type: 'tick', nowMs: till.shop.nowMs + 1e9 }).screen.name).toBe('sell')
})

test('a card that is approved behind the lock pays the sale', () => {
  const till = startSelling()
  till.store.card = undefined
  till.do('12⏎', action('card'), LOCK)
  const [intent] = till.store.intents
  till.store.card = { outcome: 'approved', approvalCode: '7', scheme: 'visa', last4: '4242' }
  till.do(...till.store.answerCard(intent?.intentId ?? '', till.store.card))
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, basket: undefined, openIntents: [] })
  expect(till.shop.sales).toHaveLength(1)
  expect(till.do('1111⏎').screen).toMatchObject({ name: 'complete', sale: { receiptNumber: 1 } })
})

test('a weight that comes behind the lock is sold', () => {
  const till = startSelling()
  till.store.scale = undefined
  till.do('4011⏎')
  const { screen } = till.state()
  const readingId = screen.name === 'weigh' ? screen.readingId : ''
  till.do(LOCK, { type: 'weight_read', readingId, weightGrams: 500 })
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, priced: { totals: { totalMinor: 3_450 } } })
  expect(till.do('1111⏎').screen.name).toBe('sell')
})

test('what waited for the scale waits for the PIN too, and is not taken for one', () => {
  const till = startSelling()
  till.store.scale = undefined
  till.do('4011⏎', '12⏎', '14⏎')
  const { screen } = till.state()
  const readingId = screen.name === 'weigh' ? screen.readingId : ''
  till.do(LOCK, { type: 'weight_read', readingId, weightGrams: 500 })
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, entry: '', basket: { lines: [{}] } })
  till.do('1111⏎')
  expect(till.state().basket?.lines.map(({ name }) => name)).toEqual(['Bananas', 'Amul Milk 1 l', 'Lays Magic Masala'])
})

test('the sign-out key lets somebody else take over, with basket and unknown payment', () => {
  const till = startSelling()
  till.store.card = undefined
  till.do('12⏎', action('card'), LOCK, action('sign_out'))
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in' }, operator: undefined, openIntents: [{}] })
  expect(till.store.effects.at(-1)).toEqual({ type: 'record_sign_out', operatorId: 5 })
  till.do('2⏎2222⏎')
  expect(till.state()).toMatchObject({ operator: { name: 'Ravi' }, screen: { name: 'card', phase: 'unknown' } })
  till.store.card = { outcome: 'approved', approvalCode: '7', scheme: 'visa', last4: '4242' }
  till.do('⏎')
  expect(till.shop.sales).toMatchObject([{ operatorId: 6, totals: { totalMinor: 7_400 } }])
})

test('Escape, scans and other keys do nothing to a locked till', () => {
  const till = startSelling()
  till.do('12⏎', LOCK, '11⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, entry: '' })
  till.do(scan('8901262010016'), action('hold'), LOCK, '+-*')
  expect(till.state()).toMatchObject({ screen: { name: 'locked' }, notice: { key: 'sign_in_first' } })
  expect(till.state().basket?.lines).toHaveLength(1)
})

test('no card number waits behind the lock', () => {
  const till = startSelling()
  till.do('30569309025904', LOCK, '1111⏎')
  expect(till.state().entry).toBe('')
})

test('the lock knows whether somebody locked, or nobody touched the till', () => {
  const till = startSelling()
  expect(till.do(LOCK).screen).toEqual({ name: 'locked', why: 'key' })
  till.do('1111⏎')
  till.do({ type: 'tick', nowMs: till.shop.nowMs + 300_000 })
  expect(till.state().screen).toEqual({ name: 'locked', why: 'idle' })
})
