import { expect, test } from 'vitest'
import type { CardAnswer } from '#kiosk/state/till-event.ts'
import { action, scan, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

const CARD = action('card')
const approved: CardAnswer = { outcome: 'approved', approvalCode: '9', scheme: 'visa', last4: '1234' }
const answer = (till: TinyTill, intentId: string, what: CardAnswer) => till.do(...till.store.answerCard(intentId, what))
const lastIntent = (till: TinyTill): string => till.store.intents.at(-1)?.intentId ?? ''
const charges = (till: TinyTill) => till.store.effects.filter(({ type }) => type === 'charge_card')

/** A till that waits for the terminal's answer to a card for one milk. */
const chargingTill = (): TinyTill => {
  const till = startSelling()
  till.store.card = undefined
  till.do('12⏎', CARD)
  return till
}

/** A till whose terminal lost the reply. */
const unknownTill = (): TinyTill => {
  const till = chargingTill()
  till.store.card = { outcome: 'unknown' }
  answer(till, lastIntent(till), till.store.card)
  return till
}

test('the basket is saved, then the card is charged, then the sale completes', () => {
  const till = startSelling()
  till.do('12⏎')
  till.store.effects.length = 0
  till.do(CARD)
  expect(till.store.effects).toMatchObject([
    { type: 'save_basket', isNow: true },
    { type: 'charge_card', amountMinor: 7_400, operatorId: 5 },
    { type: 'complete_sale', tenders: [{ kind: 'card', last4: '4242' }] },
    { type: 'print_receipt' },
    { type: 'show_display' },
  ])
})

test('a declined card leaves the payment open, with the terminal’s words made harmless', () => {
  const till = startSelling()
  till.store.card = { outcome: 'declined', reason: 'no\u001B[2J funds' }
  till.do('12⏎', CARD)
  expect(till.state()).toMatchObject({
    screen: { name: 'tender' },
    tenders: [],
    openIntents: [],
    notice: { key: 'card_declined', details: { reason: 'no[2J funds' } },
  })
  till.store.card = approved
  expect(till.do(CARD).screen.name).toBe('complete')
})

test('keys and scans typed ahead of the terminal are refused: none becomes an amount', () => {
  const till = chargingTill()
  till.do('500⏎', scan('8901491101837'), '+', CARD)
  expect(till.state()).toMatchObject({ screen: { name: 'card', phase: 'charging' }, entry: '' })
  answer(till, lastIntent(till), { outcome: 'declined', reason: 'x' })
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, entry: '', tenders: [] })
  expect(charges(till)).toHaveLength(1)
})

test('Escape asks the terminal to stop, and still waits for its answer', () => {
  const till = chargingTill()
  till.do('⎋')
  expect(till.store.effects.at(-1)).toEqual({ type: 'cancel_card', intentId: lastIntent(till) })
  expect(till.state()).toMatchObject({ screen: { name: 'card', phase: 'charging' }, notice: { key: 'still_waiting' } })
  answer(till, lastIntent(till), approved)
  expect(till.state().screen.name).toBe('complete')
})

test('a lost reply is unknown: Enter looks it up, whatever else is pressed', () => {
  const till = unknownTill()
  expect(till.state()).toMatchObject({
    screen: { name: 'card', phase: 'unknown' },
    openIntents: [{ amountMinor: 7_400 }],
    notice: { key: 'card_unknown' },
  })
  expect(till.do('5', CARD).screen).toMatchObject({ phase: 'unknown' })
  till.store.card = undefined
  expect(till.do('⏎').screen).toMatchObject({ phase: 'looking_up' })
  expect(till.do('5').notice?.key).toBe('card_wait')
  till.store.card = approved
  answer(till, lastIntent(till), approved)
  expect(till.state()).toMatchObject({ screen: { name: 'complete' }, openIntents: [] })
  expect(charges(till)).toHaveLength(1)
})

test('a look-up that finds no charge leads back to the payment', () => {
  const till = unknownTill()
  till.store.card = { outcome: 'not_found' }
  till.do('⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'tender' },
    openIntents: [],
    notice: { key: 'card_not_charged', details: { amountMinor: 7_400 } },
  })
})

test('nobody is stuck with a terminal that never answers, and no card is charged twice', () => {
  const till = unknownTill()
  till.store.card = undefined
  till.do('⏎⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, openIntents: [{}], notice: { key: 'card_unknown' } })
  till.do(CARD)
  expect(till.state().screen).toMatchObject({ name: 'card', phase: 'looking_up' })
  till.do('⎋')
  expect(charges(till)).toHaveLength(1)
  expect(till.do(action('cash')).screen.name).toBe('complete')
})

test('a basket with an unknown payment is neither held nor cancelled', () => {
  const till = unknownTill()
  till.do('⎋⎋')
  for (const name of ['hold', 'cancel_sale'] as const) {
    expect(till.do(action(name))).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'payment_unknown_blocks' } })
  }
  till.do('-', action('sign_out'))
  expect(till.state()).toMatchObject({ operator: { name: 'Asha' }, notice: { key: 'basket_not_empty' } })
})

test('an approval that comes late pays its sale, and moves nobody from where they type', () => {
  const till = unknownTill()
  till.do('⎋⎋', '14⏎', '890')
  answer(till, lastIntent(till), approved)
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    entry: '890',
    tenders: [{ kind: 'card', amountMinor: 7_400 }],
    notice: { key: 'card_approved' },
  })
  expect(till.store.saved?.tenders).toHaveLength(1)
  till.do('⎋+')
  expect(till.state().screen.name).toBe('tender')
  till.do('20⏎')
  expect(till.shop.sales).toMatchObject([
    { totals: { totalMinor: 9_400 }, tenders: [{ kind: 'card' }, { kind: 'cash' }] },
  ])
})

test('an approval that comes late on the payment screen completes the sale', () => {
  const till = unknownTill()
  till.do('⎋')
  answer(till, lastIntent(till), approved)
  expect(till.state().screen.name).toBe('complete')
})

test('an approval that fits no more is told aloud: after cash, and after a line was voided', () => {
  const till = unknownTill()
  till.do('⎋', '50⏎')
  answer(till, lastIntent(till), approved)
  expect(till.state()).toMatchObject({
    tenders: [{ kind: 'cash' }],
    openIntents: [],
    notice: { tone: 'bad', key: 'card_late', details: { amountMinor: 7_400 } },
  })
  const paid = unknownTill()
  paid.do('⎋', action('cash'))
  answer(paid, lastIntent(paid), approved)
  expect(paid.state()).toMatchObject({ screen: { name: 'complete' }, notice: { key: 'card_late' } })
})

test('answers to payments that nobody knows change nothing', () => {
  const till = chargingTill()
  const before = till.state()
  for (const what of [approved, { outcome: 'declined', reason: 'x' }, { outcome: 'unknown' }] as const) {
    till.do({ type: 'card_answered', intentId: 'nobody', answer: what })
  }
  expect(till.state()).toEqual(before)
})

test('closing the shift is refused while a payment is unknown, and asks the terminal again', () => {
  const till = unknownTill()
  till.do('⎋', action('cash'), '⏎')
  till.store.card = undefined
  till.do(action('close_shift'))
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'payment_unknown_blocks' } })
  expect(till.store.effects.at(-1)).toEqual({ type: 'look_up_card', intentId: lastIntent(till) })
  answer(till, lastIntent(till), { outcome: 'not_found' })
  expect(till.state().notice?.key).toBe('card_not_charged')
  expect(till.do(action('close_shift')).screen.name).toBe('close_shift')
})

/** A till that was paid in cash before the terminal said that the card was charged too. */
const paidTwice = (): TinyTill => {
  const till = unknownTill()
  till.do('⎋', action('cash'), '⏎')
  answer(till, lastIntent(till), approved)
  return till
}
const chargedInVain = { amountMinor: 7_400, scheme: 'visa', last4: '1234' }

test('a card that is charged beside the cash is said until it is given back, and keeps the shift open', () => {
  const till = paidTwice()
  expect(till.state()).toMatchObject({ notice: { key: 'card_late' }, openIntents: [], unclaimed: [chargedInVain] })
  till.do('12⏎', action('cash'), '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, unclaimed: [chargedInVain] })
  till.do(action('close_shift'))
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { tone: 'bad', key: 'give_back_blocks' } })
  till.do(action('menu'), '↓↓↓↓↓↓⏎')
  expect(till.state().screen).toMatchObject({ name: 'confirm_give_back', payment: chargedInVain })
  till.do('⏎', scan('8901262010016'))
  expect(till.state().screen.name).toBe('confirm_give_back')
  for (const no of ['n', '⎋']) {
    expect(till.do(no)).toMatchObject({ screen: { name: 'sell' }, unclaimed: [{}] })
    till.do(action('give_back'))
  }
  expect(till.store.givenBack).toEqual([])
  till.do('Y')
  expect(till.store.givenBack).toHaveLength(1)
  expect(till.store.effects.at(-1)).toMatchObject({ type: 'give_back', operatorId: 5 })
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    unclaimed: [],
    notice: { tone: 'good', key: 'card_given_back', details: { amountMinor: 7_400 } },
  })
  expect(till.do(action('give_back')).notice?.key).toBe('give_back_none')
  expect(till.do(action('close_shift')).screen.name).toBe('close_shift')
})

test('of several cards the oldest is given back first', () => {
  const till = paidTwice()
  till.store.card = undefined
  till.do('14⏎', CARD)
  const second = lastIntent(till)
  answer(till, second, { outcome: 'unknown' })
  till.do('⎋', action('cash'), '⏎')
  answer(till, second, approved)
  expect(till.state().unclaimed).toMatchObject([{ amountMinor: 7_400 }, { amountMinor: 2_000 }])
  till.do(action('give_back'), 'y')
  expect(till.state().unclaimed).toMatchObject([{ amountMinor: 2_000 }])
})

test('a boot finds the card that is to be given back, whoever signs in', () => {
  const till = recovered(paidTwice(), true)
  expect(till.state()).toMatchObject({ screen: { name: 'sign_in' }, unclaimed: [chargedInVain] })
  till.do('2⏎2222⏎', action('give_back'), 'y')
  expect(till.store.effects.at(-1)).toMatchObject({ type: 'give_back', operatorId: 6 })
})

const recovered = (till: TinyTill, isAnswered: boolean): TinyTill => {
  const { saved, shift, totals, intents } = till.store
  const again = startTinyTill()
  again.store.card = isAnswered ? approved : { outcome: 'unknown' }
  again.store.intents = [...intents]
  again.store.unclaimed = [...till.store.unclaimed]
  again.store.shift = shift
  again.do({
    type: 'started',
    recovered: saved,
    shift: shift === undefined ? undefined : { shift, totals },
    openIntents: intents,
    unclaimed: [...till.store.unclaimed],
  })
  return again
}

test('after a boot the payment is looked up before anybody signs in; approved, it completes the sale', () => {
  const till = recovered(chargingTill(), true)
  expect(till.state()).toMatchObject({
    screen: { name: 'sign_in' },
    tenders: [{ kind: 'card', amountMinor: 7_400 }],
    openIntents: [],
  })
  expect(till.store.saved?.tenders).toHaveLength(1)
  expect(charges(till)).toEqual([])
  till.do('2⏎2222⏎')
  expect(till.state().screen).toMatchObject({ name: 'complete', sale: { operatorId: 6 } })
})

test('after a boot a payment that stays unknown is the first thing that is shown', () => {
  const till = recovered(chargingTill(), false)
  till.do('1⏎1111⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'card', phase: 'unknown', amountMinor: 7_400 },
    notice: { key: 'card_unknown' },
  })
  till.store.card = approved
  expect(till.do('⏎').screen.name).toBe('complete')
})

test('a basket that was paid when the power went completes at sign-in, after the shift is open', () => {
  const till = recovered(chargingTill(), true)
  till.do({
    type: 'started',
    recovered: till.store.saved,
    shift: undefined,
    openIntents: [],
    unclaimed: [],
  })
  till.do('1⏎1111⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'open_shift' }, notice: { key: 'sale_recovered' } })
  expect(till.shop.sales).toEqual([])
  till.do('1000⏎')
  expect(till.shop.sales).toHaveLength(1)
  expect(till.state().screen.name).toBe('complete')
})
