import fc from 'fast-check'
import { expect, test } from 'vitest'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { paidMinor } from '#core/tender/tendering.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'
import { anyHappening, anyKeys, type Happening } from '#tests/kiosk/state/any-input.ts'
import { startRuledTill } from '#tests/kiosk/state/ruled-till.ts'
import { action, type TinyTill } from '#tests/support/tiny-till.ts'

const checkEffect = (till: TinyTill, effect: TillEffect): void => {
  if (effect.type !== 'complete_sale') return
  expect(paidMinor(effect.tenders)).toBe(priceBasket(effect.basket, PLAIN_RULES).totals.totalMinor)
  expect(till.store.shift).toBeDefined()
}

const checkState = (state: TillState): void => {
  const { basket, behindLock, operator, priced, screen, selectedLine, tenders } = state
  expect(priced).toEqual(basket === undefined ? undefined : priceBasket(basket, PLAIN_RULES))
  if (tenders.length > 0) expect(paidMinor(tenders)).toBeLessThanOrEqual(priced?.totals.totalMinor ?? 0)
  expect(operator === undefined).toBe(screen.name === 'sign_in')
  expect(behindLock !== undefined).toBe(screen.name === 'locked')
  expect(screen.name === 'card' && basket === undefined).toBe(false)
  if (selectedLine !== undefined) {
    expect(basket?.lines.find(({ line }) => line === selectedLine)?.isVoided).toBe(false)
  }
  expect(state.entry.length).toBeLessThanOrEqual(64)
}

/** Money of a card is in a sale, on the way into one, or to be given back, and in one of them alone. */
const checkCards = ({ shop, state, store }: TinyTill): void => {
  const tenders = [...shop.sales.flatMap((sale) => sale.tenders), ...state().tenders]
  const inSales = tenders.flatMap((tender) => (tender.kind === 'card' ? [tender.intentId] : []))
  const unclaimed = state().unclaimed.map(({ intentId }) => intentId)
  const known = [...inSales, ...unclaimed, ...store.givenBack]
  expect(new Set(known).size).toBe(known.length)
  expect(new Set(known)).toEqual(store.approved)
}

/** What is typed where a PIN is typed goes to the PIN's check, and nowhere else. */
const checkSecret = (before: TillState, after: TillState, effects: readonly TillEffect[]): void => {
  const isSecret =
    before.screen.name === 'locked' || (before.screen.name === 'sign_in' && before.screen.field === 'pin')
  if (!isSecret || before.entry.length < 4) return
  const told = JSON.stringify([after.notice, effects.filter(({ type }) => type !== 'check_pin')])
  expect(told).not.toContain(`"${before.entry}"`)
}

const happen = (till: TinyTill, happening: Happening): void => {
  for (const event of happening(till)) {
    const before = till.state()
    const from = till.store.effects.length
    till.runner.dispatch(event)
    const effects = till.store.effects.slice(from)
    for (const effect of effects) checkEffect(till, effect)
    checkState(till.state())
    checkSecret(before, till.state(), effects)
  }
}

const anyDay = fc.array(anyHappening, { maxLength: 60 })

/** Runs on all that may happen; the till is in whatever state that leads to. */
const afterAnyDay = (check: (till: TinyTill) => void): void => {
  fc.assert(
    fc.property(anyDay, (happenings) => {
      const till = startRuledTill()
      for (const happening of happenings) happen(till, happening)
      check(till)
    }),
    { numRuns: 300 },
  )
}

test('whatever happens, the till holds what it must hold, and every basket is sold once at most', () => {
  afterAnyDay((till) => {
    const { sales } = till.shop
    expect(new Set(sales.map(({ saleId }) => saleId)).size).toBe(sales.length)
    for (const sale of sales) expect(verifySale(sale)).toEqual([])
    checkCards(till)
    const { shift, totals } = till.store
    if (shift === undefined) return
    expect(totals.saleCount).toBe(sales.filter(({ shiftId }) => shiftId === shift.shiftId).length)
  })
})

test('Escape never takes anything from a sale', () => {
  afterAnyDay((till) => {
    const before = till.state()
    const from = till.store.effects.length
    const after = till.do('⎋')
    const liveLines = (state: TillState) => state.basket?.lines.filter(({ isVoided }) => !isVoided) ?? []
    expect(liveLines(after)).toEqual(liveLines(before))
    expect(after.tenders).toEqual(before.tenders)
    const types = till.store.effects.slice(from).map(({ type }) => type)
    expect(types).not.toContain('complete_sale')
    expect(types).not.toContain('hold_basket')
  })
})

/** What a cashier does to get back to selling from a screen; Escape everywhere else. */
const waysBack: Partial<Record<ScreenName, readonly (string | TillEvent)[]>> = {
  locked: ['⎋', action('sign_out')],
  sign_in: ['⎋', '9⏎9999⏎'],
  open_shift: ['y⏎'],
  // The law asks: Escape is no answer.
  age_check: ['n'],
}

const wayBack = (till: TinyTill): void => {
  const { screen } = till.state()
  if (screen.name === 'card' && screen.phase === 'charging') {
    till.do({ type: 'card_answered', intentId: screen.intentId, answer: { outcome: 'unknown' } })
  }
  till.do(...(waysBack[screen.name] ?? ['⎋']))
}

test('nobody is ever stuck: a few keys lead back to selling from anywhere', () => {
  afterAnyDay((till) => {
    for (let tries = 0; tries < 10 && till.state().screen.name !== 'sell'; tries += 1) wayBack(till)
    expect(till.state().screen.name).toBe('sell')
  })
})

const outcomeOf = ({ shop, state, store }: TinyTill) => ({
  state: state(),
  effects: store.effects.filter(({ type }) => type !== 'type_ahead'),
  sales: shop.sales,
  held: shop.held,
})

test('keys and scans in one burst end as they do one by one', () => {
  fc.assert(
    fc.property(fc.array(anyKeys, { maxLength: 60 }), (keys) => {
      const oneByOne = startRuledTill()
      const burst = startRuledTill()
      for (const event of keys.flat()) oneByOne.runner.dispatch(event)
      burst.runner.dispatch(...keys.flat())
      expect(outcomeOf(burst)).toEqual(outcomeOf(oneByOne))
    }),
    { numRuns: 200 },
  )
})

const comesAtOnce = new Set<string | undefined>(['escape', 'lock'])

test('keys and scans that overtake the scale end as those that wait for it', () => {
  const anyTypedAhead = fc
    .array(anyKeys, { maxLength: 40 })
    .map((keys) => keys.flat().filter((event) => event.type !== 'key' || !comesAtOnce.has(event.action)))
  fc.assert(
    fc.property(anyTypedAhead, (keys) => {
      const atOnce = startRuledTill()
      const slow = startRuledTill()
      slow.store.scale = undefined
      atOnce.runner.dispatch(...keys)
      slow.runner.dispatch(...keys)
      for (let { screen } = slow.state(); screen.name === 'weigh' && screen.isReading; { screen } = slow.state()) {
        slow.do({ type: 'weight_read', readingId: screen.readingId, weightGrams: 850 })
      }
      expect(outcomeOf(slow)).toEqual(outcomeOf(atOnce))
    }),
    { numRuns: 200 },
  )
})
