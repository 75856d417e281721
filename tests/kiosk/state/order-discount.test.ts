import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const ORDER = action('order_discount')

/** Milk at 74.00 and chips at 20.00, and a discount of the clerk's on both. */
const giving = (typed: string, policy: Parameters<typeof startSelling>[0] = {}) => {
  const till = startSelling(policy)
  till.do('12⏎14⏎', typed, ORDER, '⏎')
  return till
}

test('a clerk gives up to the limit on the whole sale, and is asked for a manager above it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (percent) => {
      const { screen, basket } = giving(String(percent)).state()
      const given = { name: 'sell', off: { kind: 'percent', ratePpm: percent * 10_000 } }
      const shown = { name: screen.name, off: basket?.orderDiscount?.off }
      expect(shown).toEqual(percent <= 10 ? given : { name: 'authorise', off: undefined })
    }),
    { numRuns: 30 },
  )
})

test.each([
  ['9.40', 'sell'],
  ['9.41', 'authorise'],
])('an amount is measured by all that may be reduced, 94.00: %s leads to %s', (typed, screen) => {
  expect(giving(typed).state().screen.name).toBe(screen)
})

test.each([
  ['20', 'sell'],
  ['21', 'authorise'],
])('the limit is the shop’s where it has one, 20 %%: %s leads to %s', (typed, screen) => {
  expect(giving(typed, { discountLimitPpm: 200_000 }).state().screen.name).toBe(screen)
})

test('a manager’s word on it stands in the sale, and covers the payment', () => {
  const till = giving('50')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'override_discount_limit' })
  const { screen, basket, priced, operator } = till.do('9⏎9999⏎')
  expect([screen.name, operator]).toEqual(['sell', asha])
  expect(priced?.totals.totalMinor).toBe(4_700)
  expect(basket?.authorisations).toEqual([{ permission: 'override_discount_limit', authorisedBy: meera.id }])
  expect(till.do('+').screen.name).toBe('tender')
})

test('taking it back needs no manager', () => {
  const till = giving('50')
  till.do('9⏎9999⏎', '0', ORDER)
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, priced: { totals: { totalMinor: 9_400 } } })
})

test('a manager’s word covers what was there: what is scanned after it is asked for again, and the till says so', () => {
  const till = giving('50')
  till.do('9⏎9999⏎')
  expect(till.do('14⏎')).toMatchObject({ notice: { key: 'leave_ended' }, basket: { authorisations: [] } })
  const asked = till.do('+')
  expect(asked).toMatchObject({
    screen: { name: 'authorise', permission: 'override_discount_limit' },
    notice: { key: 'manager_needed_discount' },
  })
  const { screen, basket } = till.do('9⏎9999⏎')
  expect(screen.name).toBe('tender')
  expect(basket?.authorisations).toEqual([{ permission: 'override_discount_limit', authorisedBy: meera.id }])
})

test('a line that grows is asked for again as well; what is taken out is not', () => {
  const till = giving('50')
  till.do('9⏎9999⏎')
  expect(till.do('3*⏎')).toMatchObject({ notice: { key: 'leave_ended' } })
  expect(till.do('+').screen).toMatchObject({ name: 'authorise', permission: 'override_discount_limit' })
  till.do('9⏎9999⏎', '⎋', '1*⏎', action('void'))
  expect(till.state().basket?.authorisations).toHaveLength(1)
  expect(till.do('+').screen.name).toBe('tender')
})

test('a discount on one line is asked for again when the line grows, not when another is scanned', () => {
  const till = startSelling()
  till.do('12⏎', '50', action('discount'), '⏎', '9⏎9999⏎', '14⏎')
  expect(till.do('+').screen.name).toBe('tender')
  till.do('⎋', '↑', '2*⏎')
  expect(till.do('+').screen).toMatchObject({ name: 'authorise', permission: 'override_discount_limit' })
})
