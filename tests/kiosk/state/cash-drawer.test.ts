import { expect, test } from 'vitest'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const DRAWER = action('drawer')
const MANAGER = '9⏎9999⏎'
const typesOf = (till: TinyTill): string[] => till.store.effects.map(({ type }) => type)
const moved = (till: TinyTill): unknown[] =>
  till.store.effects.flatMap((effect) => (effect.type === 'move_cash' ? [effect.movement] : []))

test('the drawer opens for nothing with a reason, after that is on the record', () => {
  const till = startSelling()
  till.do(DRAWER, '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'reason', reasons: expect.arrayContaining(['Drawer check']) } })
  till.store.effects.length = 0
  till.do('↓⏎')
  expect(typesOf(till)).toEqual(['perform', 'move_cash', 'open_drawer'])
  expect(moved(till)).toMatchObject([
    { kind: 'no_sale', amountMinor: 0, reason: 'Change for the drawer', operatorId: 5 },
  ])
  expect(till.store.effects.at(-1)).toEqual({ type: 'open_drawer', reason: 'no_sale' })
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    shiftTotals: { noSaleCount: 1 },
    notice: { key: 'cash_moved' },
  })
})

test('a drop is a clerk’s; the amount may be typed before the key', () => {
  const till = startSelling()
  till.do('250', DRAWER, '4⏎⏎')
  expect(moved(till)).toMatchObject([{ kind: 'drop', amountMinor: 25_000 }])
  till.do(DRAWER, '↓↓↓⏎', '12,5⏎1⏎')
  expect(moved(till)).toMatchObject([{ amountMinor: 25_000 }, { kind: 'drop', amountMinor: 1_250 }])
  expect(till.state().shiftTotals).toMatchObject({ dropCount: 2, dropMinor: 26_250 })
})

test('paid in and out want a manager, who stands in the record; without one nothing moves', () => {
  const till = startSelling()
  till.do('40', DRAWER, '3⏎⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'authorise', permission: 'paid_in_out' } })
  till.do('⎋')
  expect(till.state().screen.name).toBe('sell')
  expect(moved(till)).toEqual([])
  till.do('40', DRAWER, '3⏎⏎', MANAGER)
  expect(moved(till)).toMatchObject([{ kind: 'paid_out', amountMinor: 4_000, operatorId: 5, authorisedBy: 7 }])
  till.do('15', DRAWER, '2⏎⏎', MANAGER)
  expect(till.state().shiftTotals).toMatchObject({ paidInMinor: 1_500, paidOutMinor: 4_000 })
})

test('nothing, no number in the list, and what no coins make are refused', () => {
  const till = startSelling({ smallestCoinMinor: 50 })
  expect(till.do(DRAWER, '9⏎').notice?.key).toBe('not_found')
  expect(till.do('4⏎⏎').notice?.key).toBe('type_amount_first')
  expect(till.do('0⏎').notice?.key).toBe('type_amount_first')
  expect(till.do('1,25⏎').notice).toMatchObject({ key: 'amount_invalid', details: { smallestCoinMinor: 50 } })
  expect(till.do('1..⏎').notice?.key).toBe('amount_invalid')
  till.do('5', '⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'cash_drawer', kind: 'drop' }, entry: '' })
  expect(till.do('⎋').screen).toMatchObject({ name: 'cash_drawer', kind: undefined })
  expect(till.do('⎋').screen.name).toBe('sell')
  expect(till.do('1..', DRAWER).notice?.key).toBe('amount_invalid')
})
