import { expect, test } from 'vitest'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'
import { action, scan, startSelling } from '#tests/support/tiny-till.ts'

const DISCOUNT = action('discount')
const OVERRIDE = action('override_price')

/** Milk at 74.00, and half of it off: more than a clerk may give. */
const asking = () => {
  const till = startSelling()
  till.do('12⏎', '50', DISCOUNT, '⏎')
  return till
}

test('who may needs nobody: a small discount is given at once, on the record with its reason', () => {
  const till = startSelling()
  const { screen, basket, priced, notice } = till.do('12⏎', '10', DISCOUNT, '2⏎')
  expect(screen.name).toBe('sell')
  expect(notice).toMatchObject({ tone: 'good', key: 'discount_given' })
  expect(basket?.lines[0]).toMatchObject({
    discount: { kind: 'percent', ratePpm: 100_000 },
    discountReason: 'Short date',
  })
  expect(basket?.authorisations).toBeUndefined()
  expect(priced?.totals).toMatchObject({ discountMinor: 740, totalMinor: 6_660 })
})

test('a manager allows one act, and both stand in the sale', () => {
  const till = asking()
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'override_discount_limit' })
  const { screen, operator, basket, priced } = till.do('9⏎9999⏎')
  expect([screen.name, operator]).toEqual(['sell', asha])
  expect(priced?.totals.totalMinor).toBe(3_700)
  expect(basket?.authorisations).toEqual([{ permission: 'override_discount_limit', authorisedBy: meera.id, line: 1 }])
  expect(till.store.effects).toContainEqual({
    type: 'check_authorisation',
    operatorNumber: 9,
    pin: '9999',
    needs: ['override_discount_limit', 'apply_discounts'],
    permission: 'override_discount_limit',
    act: 'line_discount',
    subjectId: basket?.saleId,
    askedBy: asha.id,
  })
  till.do('60', DISCOUNT, '⏎')
  expect(till.state().screen.name).toBe('authorise')
})

test.each([
  ['a wrong PIN', '9⏎9998⏎', 'pin_wrong'],
  ['a number that nobody has', '77⏎1111⏎', 'pin_wrong'],
  ['somebody who may not either', '2⏎2222⏎', 'authorisation_may_not'],
  ['the one who asks', '1⏎1111⏎', 'authorisation_may_not'],
])('%s allows nothing, and asks again from the number on', (_what, keys, notice) => {
  const till = asking()
  const { screen, notice: said, priced } = till.do(keys)
  expect(screen).toMatchObject({ name: 'authorise', operatorNumber: undefined })
  expect(said?.key).toBe(notice)
  expect(priced?.totals.discountMinor).toBe(0)
})

test('what is too short to be a PIN costs no attempt', () => {
  const till = asking()
  till.do('9⏎12⏎9⏎⏎')
  expect(till.store.effects.filter(({ type }) => type === 'check_authorisation')).toEqual([])
  expect(till.state().screen).toMatchObject({ name: 'authorise', operatorNumber: undefined })
})

test('after too many wrong PINs a manager allows nothing here either', () => {
  const till = asking()
  for (let attempt = 0; attempt < 5; attempt += 1) till.do('9⏎0000⏎')
  expect(till.do('9⏎9999⏎').notice?.key).toBe('authorisation_locked')
})

test('Escape leaves everything as it was', () => {
  const till = startSelling()
  const before = till.do('12⏎', '50')
  till.do(DISCOUNT, '⏎', '9⏎99', '⎋')
  expect(till.state()).toEqual({ ...before, entry: '', notice: undefined })
})

test('scans never leak into the layer, and what is typed there never leaks out', () => {
  const till = asking()
  const before = till.do('9⏎999')
  const after = till.do(scan('8901058000016'))
  expect(after).toEqual({ ...before, notice: { tone: 'bad', key: 'scan_ignored_here', details: {} } })
  const printed = till.do({ type: 'printed', outcome: 'refused', attention: 'No paper.' })
  expect(printed).toMatchObject({ screen: { name: 'authorise' }, entry: '999', notice: { key: 'print_refused' } })
})

test('the lock forgets the act and every digit of the PIN', () => {
  const till = asking()
  till.do('9⏎999', action('lock'))
  expect(till.state().behindLock).toMatchObject({ screen: { name: 'sell' }, entry: '' })
  expect(till.do('1111⏎').screen.name).toBe('sell')
})

test('help and idle time find no way around the layer', () => {
  const till = asking()
  expect(till.do(action('help')).screen.name).toBe('authorise')
  expect(till.do({ type: 'tick', nowMs: till.shop.nowMs + 300_000 }).screen.name).toBe('locked')
})

test('an answer that comes when nobody asks any more does nothing', () => {
  const till = startSelling()
  const before = till.do('12⏎')
  expect(till.do({ type: 'authorisation_checked', result: 'right', authorisedBy: 7 })).toEqual(before)
})

test('another price needs a manager, and the first price stays on the record', () => {
  const till = startSelling()
  till.do('12⏎', '50', OVERRIDE, '⏎', '9⏎9999⏎', '40', OVERRIDE, '⏎', '9⏎9999⏎')
  expect(till.state().basket?.lines[0]).toMatchObject({
    unitPriceMinor: 4_000,
    originalPriceMinor: 7_400,
    priceSource: 'override',
    reason: 'Wrong shelf label',
  })
})
