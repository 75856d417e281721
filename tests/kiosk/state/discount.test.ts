import { expect, test } from 'vitest'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const DISCOUNT = action('discount')

test.each([
  ['10', 100_000],
  ['7.5%', 75_000],
  ['7,5%', 75_000],
  ['.5%', 5_000],
  ['7.25%', 72_500],
  ['8%', 80_000],
  ['0.0001%', 1],
])('%s is a percentage', (typed, ratePpm) => {
  const till = startSelling()
  till.do('12⏎', typed, DISCOUNT, '1⏎')
  expect(till.state().basket?.lines[0]?.discount).toEqual({ kind: 'percent', ratePpm })
})

test.each([
  ['2.50', 250],
  ['2.5', 250],
  ['1.', 100],
  ['0.05', 5],
])('%s is an amount', (typed, amountMinor) => {
  const till = startSelling()
  till.do('12⏎', typed, DISCOUNT, '1⏎')
  expect(till.state().basket?.lines[0]?.discount).toEqual({ kind: 'amount', amountMinor })
})

test.each([
  ['100.1%', 'discount_too_large'],
  ['101%', 'discount_too_large'],
  ['7.255', 'amount_invalid'],
  ['7.00001%', 'amount_invalid'],
  ['%', 'amount_invalid'],
  ['1a', 'amount_invalid'],
])('%s is refused as %s', (typed, key) => {
  const till = startSelling()
  expect(till.do('12⏎', typed, DISCOUNT).notice?.key).toBe(key)
})

test('half a percent off the whole sale comes to the cent, and nothing takes it back', () => {
  const till = startSelling()
  till.do('12⏎', '7.5%', action('order_discount'), '1⏎')
  expect(till.state().priced?.totals).toMatchObject({ discountMinor: 555, totalMinor: 6_845 })
  till.do('0.0', action('order_discount'))
  expect(till.state()).toMatchObject({
    notice: { key: 'discount_taken_back' },
    priced: { totals: { discountMinor: 0 } },
  })
})

test('a price and a discount on one line each keep the reason that was picked for them', () => {
  const till = startSelling()
  const reasonsOf = (): unknown => {
    const [line] = till.state().priced?.lines ?? []
    return [line?.discountReason, line?.reason]
  }
  till.do('12⏎', '10', DISCOUNT, '2⏎', '2.00', action('override_price'), '2⏎', '9⏎9999⏎')
  expect(reasonsOf()).toEqual(['Short date', 'Price match'])
  till.do('0', DISCOUNT)
  expect(reasonsOf()).toEqual([undefined, 'Price match'])
})
