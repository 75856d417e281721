import fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveLines } from '#core/basket/basket.ts'
import { piecesOf } from '#core/restriction/quantity-max.ts'
import { refusals, startRuledTill } from '#tests/kiosk/state/ruled-till.ts'
import { action, type TinyTill } from '#tests/support/tiny-till.ts'

const MINUTE_MS = 60_000

/** The shop's time as HH:MM, on the day of the tiny shop. */
const setTime = (till: TinyTill, time: string): void => {
  till.shop.nowMs = Date.parse(`2026-03-01T${time}:00.000Z`) - 330 * MINUTE_MS
}

test('out of its hours a product is refused with them, for everybody, and that is on the record', () => {
  const till = startRuledTill()
  setTime(till, '22:00')
  till.do('2*32⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: undefined,
    nextQuantity: undefined,
    notice: { key: 'sale_hours', details: { name: 'Wine', fromTime: '08:00', toTime: '22:00' } },
  })
  expect(refusals(till)).toMatchObject([
    { type: 'record_restriction', productId: 32, why: 'sale_hours', operatorId: 5 },
  ])
  setTime(till, '21:59')
  expect(till.do('32⏎').screen.name).toBe('age_check')
})

test.each(['+', 'cash', 'card'])('a sale that waited past the hours is not paid: %s names the line', (key) => {
  const till = startRuledTill()
  till.do('12⏎', '32⏎y', '14⏎')
  setTime(till, '22:30')
  till.do(key === 'cash' || key === 'card' ? action(key) : key)
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    selectedLine: 2,
    tenders: [],
    notice: { tone: 'bad', key: 'sale_hours', details: { isInSale: true, name: 'Wine' } },
  })
  expect(till.store.intents).toEqual([])
  expect(refusals(till)).toMatchObject([{ productId: 32, why: 'sale_hours', saleId: till.state().basket?.saleId }])
  till.do('-', '+', action('cash'))
  expect(till.shop.sales).toMatchObject([{ lines: [{ productId: 1 }, { productId: 4 }] }])
})

test('a payment that has begun goes on past the hours', () => {
  const till = startRuledTill()
  till.do('32⏎y', '+', '10', action('cash'))
  expect(till.state().tenders).toHaveLength(1)
  setTime(till, '22:30')
  till.do('⎋', '+', action('cash'))
  expect(till.shop.sales).toHaveLength(1)
})

test('a limit for one sale counts all lines of the product', () => {
  const till = startRuledTill()
  till.do('4*33⏎')
  expect(till.state()).toMatchObject({
    basket: undefined,
    nextQuantity: undefined,
    notice: { key: 'quantity_limit', details: { quantityMax: 3 } },
  })
  till.do('2*33⏎', '33⏎', '33⏎')
  expect(till.state().basket?.lines.map(({ quantity }) => quantity)).toEqual([
    { unit: 'piece', count: 2 },
    { unit: 'piece', count: 1 },
  ])
  expect(till.do('2*⏎').notice?.key).toBe('quantity_limit')
  expect(till.do('↑', '3*').notice?.key).toBe('quantity_limit')
  expect(refusals(till)).toMatchObject([{ why: 'quantity_max' }, {}, {}, {}])
  till.do('⎋', '-', '3*⏎')
  expect(till.state().basket?.lines[0]?.quantity).toEqual({ unit: 'piece', count: 3 })
})

test('a held sale that is above a limit by now is not paid before it is changed', () => {
  const till = startRuledTill()
  till.do('3*33⏎', action('hold'))
  const tobacco = till.shop.products.get(33)
  if (tobacco !== undefined) till.shop.products.set(33, { ...tobacco, rules: { quantityMax: 2 } })
  till.do(action('recall'), '⏎', '+')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'quantity_limit' } })
  till.do('2*')
  expect(till.state().notice?.key).toBe('item_changed')
  expect(till.do('+').screen.name).toBe('tender')
})

const anyWords = fc.array(
  fc.constantFrom('33⏎', '2*', '3*', '1*', '⏎', '-', '↑', '↓', '⎋', '12⏎', 'tob⏎', '9*33⏎', '+'),
  { maxLength: 30 },
)

test('whatever is typed, a sale never has more of a product than its limit', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const till = startRuledTill()
      for (const word of words) {
        const { basket } = till.do(word)
        expect(basket === undefined ? 0 : piecesOf(basket, 33)).toBeLessThanOrEqual(3)
        expect(basket === undefined || liveLines(basket).every(({ unitPriceMinor }) => unitPriceMinor >= 0)).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
})
