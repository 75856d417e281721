import { expect, test } from 'vitest'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import { noteHeld, syncHeld } from '#kiosk/effects/held-baskets.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { basketOf } from '#tests/kiosk/store/till-fixture.ts'
import { products, withTill } from '#tests/kiosk/store/with-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const id = (at: number): string => `0197f9a0-0000-7000-8000-${String(at).padStart(12, '0')}`
const OTHER = id(99)
const openedLocal = promotionTimeOf('2026-03-02 09:00', '2026-03-02T09:00:00.000Z')
const by = { operatorId: 7, openedLocal }

const hold = (store: TillStore, at: number): string => {
  const held = store.baskets.hold(basketOf(id(at), products), { ...by, label: 'Alex' })
  if (held instanceof DomainError) throw held
  return held.heldBasketId
}

const otherText = JSON.stringify(basketOf(id(50), products))

test('a basket set aside is to be told to the hub, also after a restart, until the hub has it', () => {
  withTill((store, restart) => {
    const heldBasketId = hold(store, 1)
    const again = restart()
    expect(again.heldAtHub.open()).toEqual([{ heldBasketId, phase: 'put' }])
    expect(again.heldAtHub.putOf(heldBasketId)).toMatchObject({ heldBasketId, operatorName: 'Alex', lineCount: 3 })
    again.heldAtHub.confirm(heldBasketId)
    expect(again.heldAtHub.open()).toEqual([])
    expect(restart().baskets.held()).toMatchObject([{ heldBasketId, isAtHub: true }])
  })
})

test('one that was recalled without the hub is to be told, and a late word of it changes nothing', () => {
  withTill((store, restart) => {
    const heldBasketId = hold(store, 1)
    expect(store.baskets.recall(heldBasketId, { ...by, saleId: id(2) })).toMatchObject({ heldBasketId })
    store.heldAtHub.confirm(heldBasketId)
    const again = restart()
    expect(again.heldAtHub.open()).toEqual([{ heldBasketId, phase: 'take' }])
    again.heldAtHub.forget(heldBasketId)
    expect(again.heldAtHub.open()).toEqual([])
  })
})

test('one that the hub has given out opens, this till’s as it is here, another’s as it was there', () => {
  withTill((store) => {
    const own = hold(store, 1)
    store.heldAtHub.confirm(own)
    const recalled = store.baskets.recall(own, { ...by, saleId: id(2), taken: 'not looked at' })
    expect(recalled).toMatchObject({ heldBasketId: own, saleId: id(2), openedLocal })
    expect(store.heldAtHub.phaseOf(own)).toBeUndefined()
    if (!(recalled instanceof DomainError)) store.baskets.cancel(recalled, by)
    store.heldAtHub.note(OTHER, 'taking')
    const other = store.baskets.recall(OTHER, { ...by, saleId: id(3), taken: otherText })
    expect(other).toMatchObject({ heldBasketId: OTHER, saleId: id(3), openedLocal })
    expect(store.baskets.loadOpen()?.basket).toEqual(other)
    expect(store.heldAtHub.open()).toEqual([])
  })
})

test('what cannot be read does not open', () => {
  withTill((store) => {
    const refused = store.baskets.recall(OTHER, { ...by, saleId: id(3), taken: '{"lines":[]}' })
    expect(refused).toMatchObject({ code: 'not_found' })
    expect(store.baskets.loadOpen()).toBeUndefined()
  })
})

test('one that came late is set aside here, for this till alone', () => {
  withTill((store, restart) => {
    store.heldAtHub.note(OTHER, 'taking')
    const again = restart()
    expect(again.heldAtHub.open()).toEqual([{ heldBasketId: OTHER, phase: 'taking' }])
    again.baskets.keepTaken(OTHER, otherText, 'Another till')
    again.baskets.keepTaken(OTHER, otherText, 'Twice')
    again.heldAtHub.note(id(98), 'taking')
    again.baskets.keepTaken(id(98), 'unreadable', 'Another till')
    const { totalMinor } = priceBasket(basketOf(id(50), products), PLAIN_RULES).totals
    expect(again.baskets.held()).toMatchObject([
      { heldBasketId: OTHER, label: 'Another till', lineCount: 3, totalMinor },
    ])
    expect(again.heldAtHub.open()).toEqual([])
    expect(again.baskets.recall(OTHER, { ...by, saleId: id(4) })).toMatchObject({ heldBasketId: OTHER })
    expect(again.heldAtHub.open()).toEqual([])
  })
})

test('what the hub has not heard is told, and each answer says what it was about', async () => {
  const asked: unknown[] = []
  const told: TillEvent[] = []
  withTill((store) => {
    const [first = '', second = '', third = ''] = [1, 2, 3].map((at) => hold(store, at))
    store.heldAtHub.note(OTHER, 'taking')
    store.baskets.recall(first, { ...by, saleId: id(9) })
    syncHeld({
      store,
      askHub: async (operation, fields) => {
        asked.push([operation, fields['heldBasketId']])
        return 'unavailable'
      },
      tell: (...events) => void told.push(...events),
    })
    expect(new Set(asked)).toEqual(
      new Set([
        ['held_take', first],
        ['held_put', second],
        ['held_put', third],
        ['held_take', OTHER],
      ]),
    )
    noteHeld(store, { type: 'note_held', heldBasketId: first, what: 'settled' })
    noteHeld(store, { type: 'note_held', heldBasketId: second, what: 'at_hub' })
    noteHeld(store, { type: 'note_held', heldBasketId: third, what: 'dropped' })
    noteHeld(store, { type: 'note_held', heldBasketId: OTHER, what: 'settled' })
    expect(store.heldAtHub.open()).toEqual([])
    expect(store.baskets.held()).toMatchObject([{ heldBasketId: second, isAtHub: true }])
  })
  await waitUntil(
    () => told.length === 4,
    () => `${told.length} answers`,
  )
  const purposes = told.map((event) => (event.type === 'hub_answered' ? event.purpose.type : event.type))
  expect(purposes.toSorted()).toEqual(['held_put', 'held_put', 'held_take', 'held_told'])
})
