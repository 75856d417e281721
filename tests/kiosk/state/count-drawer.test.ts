import fc from 'fast-check'
import { expect, test } from 'vitest'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const CLOSE = action('close_shift')
const TOTAL = action('total')

/** Counting by pieces, from the largest note (500.00) to the smallest (10.00). */
const counting = (): TinyTill => {
  const till = startSelling()
  till.do('12⏎', action('cash'), '⏎', CLOSE, '⏎')
  return till
}

test('the drawer is counted by notes and coins, the largest first; what should be in it shows only then', () => {
  const till = counting()
  expect(till.state().screen).toMatchObject({ denominationsMinor: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000] })
  till.do('1⏎2⏎1⏎⏎3⏎')
  expect(till.state().screen).toMatchObject({ pieces: [1, 2, 1, null, 3, null], selected: 6 })
  till.do('1⏎')
  expect(till.state().screen).toMatchObject({ name: 'confirm_close', countedCashMinor: 107_000 })
  till.do('⏎', '5')
  expect(till.state().screen.name).toBe('confirm_close')
  till.do('y')
  expect(till.state().screen).toMatchObject({
    name: 'shift_closed',
    report: {
      kind: 'z',
      reportNumber: 1,
      expectedCashMinor: 107_400,
      count: {
        countedCashMinor: 107_000,
        differenceMinor: -400,
        countings: 1,
        counts: [
          { valueMinor: 50_000, pieces: 1 },
          { valueMinor: 20_000, pieces: 2 },
          { valueMinor: 10_000, pieces: 1 },
          { valueMinor: 2_000, pieces: 3 },
          { valueMinor: 1_000, pieces: 1 },
        ],
      },
    },
  })
})

test('counted again: the pieces stay to be corrected, and how often it was counted is on the record', () => {
  const till = counting()
  till.do('2⏎', TOTAL)
  expect(till.state().screen).toMatchObject({ name: 'confirm_close', countedCashMinor: 100_000 })
  till.do('n')
  expect(till.state()).toMatchObject({ screen: { name: 'close_shift', countings: 2, selected: 0 } })
  till.do('↓', '3', '↓', '1', TOTAL, 'y')
  expect(till.state().screen).toMatchObject({
    name: 'shift_closed',
    report: { count: { countedCashMinor: 170_000, countings: 2 } },
  })
})

test('half a piece, none at all, too many: refused, and what is counted stays', () => {
  const till = counting()
  expect(till.do(TOTAL).notice?.key).toBe('count_first')
  expect(till.do('1,5⏎').notice?.key).toBe('pieces_invalid')
  expect(till.do('100000⏎').notice?.key).toBe('pieces_invalid')
  expect(till.do('7⏎1,5', '↓').notice?.key).toBe('pieces_invalid')
  expect(till.do('1,5', TOTAL).notice?.key).toBe('pieces_invalid')
  expect(till.state().screen).toMatchObject({ pieces: [7, null, null, null, null, null] })
  expect(till.do('5', '⎋')).toMatchObject({ screen: { name: 'close_shift' }, entry: '' })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('without a list of notes and coins there is only the sum', () => {
  const till = startSelling({ cashDenominationsMinor: [] })
  expect(till.do(CLOSE, '⏎').notice?.key).toBe('type_amount_first')
  expect(till.do('1000', TOTAL, 'y').screen.name).toBe('shift_closed')
})

test('whatever is counted, the sum is that of the pieces, and counted − expected is the difference', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 6, maxLength: 6 }), (pieces) => {
      fc.pre(pieces.some((count) => count > 0))
      const till = counting()
      till.do(`${pieces.join('⏎')}⏎y`)
      const values = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000]
      const countedCashMinor = pieces.reduce((sum, count, at) => sum + count * (values[at] ?? 0), 0)
      expect(till.state().screen).toMatchObject({
        report: { count: { countedCashMinor, differenceMinor: countedCashMinor - 107_400 } },
      })
    }),
    { numRuns: 20 },
  )
})

const withDollars = (): TinyTill => {
  const usd = {
    code: 'usd',
    name: 'Dollars',
    kind: 'foreign_cash',
    isActive: true,
    givesChange: true,
    opensDrawer: true,
    needsReference: false,
    isRefundable: false,
    currency: 'USD',
    ratePpm: 83_500_000,
  } as const
  const till = startSelling({ tenderTypes: [usd] })
  till.do('12⏎+', '2', action('tenders'), '1⏎⏎')
  return till
}

test('money of another country is counted by its currency, after the sum of our own', () => {
  const till = withDollars()
  till.do(CLOSE, '907⏎')
  expect(till.state().screen).toMatchObject({
    name: 'close_shift',
    sumMinor: 90_700,
    foreign: [{ currency: 'USD', countedMinor: null }],
    selected: 7,
  })
  expect(till.do('1.234⏎').notice?.key).toBe('amount_invalid')
  till.do('1.50⏎')
  expect(till.state().screen).toMatchObject({
    name: 'confirm_close',
    countedCashMinor: 90_700,
    foreign: [{ currency: 'USD', countedMinor: 150 }],
  })
  till.do('n')
  expect(till.state().screen).toMatchObject({ name: 'close_shift', sumMinor: undefined, countings: 2 })
  till.do('907⏎', '2', TOTAL, 'y')
  expect(till.state().screen).toMatchObject({
    name: 'shift_closed',
    report: {
      count: { countings: 2, foreign: [{ currency: 'USD', expectedMinor: 200, countedMinor: 200 }] },
    },
  })
})

test('foreign money that nobody counted is not there; our own must be counted beside it', () => {
  const till = withDollars()
  till.do(CLOSE, action('end'), '2', TOTAL)
  expect(till.state()).toMatchObject({ screen: { name: 'close_shift' }, notice: { key: 'count_first' } })
  till.do(action('home'), '⏎', '1', TOTAL, 'y')
  expect(till.state().screen).toMatchObject({
    name: 'shift_closed',
    report: { count: { foreign: [{ currency: 'USD', expectedMinor: 200, countedMinor: 0 }] } },
  })
})

test('pieces typed after a sum take its place', () => {
  const till = withDollars()
  till.do(CLOSE, '907⏎', action('home'), '⏎', '2↓', TOTAL)
  expect(till.state().screen).toMatchObject({
    name: 'confirm_close',
    countedCashMinor: 100_000,
    counts: [{ valueMinor: 50_000, pieces: 2 }],
  })
})
