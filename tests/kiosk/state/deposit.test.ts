import fc from 'fast-check'
import { expect, test } from 'vitest'
import { noticeText } from '#kiosk/text/sentences.ts'
import { refusals, startRuledTill } from '#tests/kiosk/state/ruled-till.ts'
import { action, scan, type TinyTill } from '#tests/support/tiny-till.ts'

const COLA = '4006381333948'

const kinds = ({ state }: TinyTill): readonly unknown[] =>
  (state().basket?.lines ?? []).map(({ kind = 'goods', quantity, isVoided }) => [
    kind,
    quantity.unit === 'piece' ? quantity.count : quantity.weightGrams,
    isVoided,
  ])

test('a bottle brings its deposit, which follows it in quantity and out of the sale', () => {
  const till = startRuledTill()
  till.do('2*', scan(COLA))
  expect(till.state()).toMatchObject({
    notice: { key: 'item_added', details: { name: 'Cola 1 l', amountMinor: 8_000 } },
    priced: { totals: { totalMinor: 9_000, itemCount: 2 } },
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'show_display', upper: 'Cola 1 l', lower: 'TOTAL 90.00' })
  till.do('5*⏎')
  expect(kinds(till)).toEqual([
    ['goods', 5, false],
    ['deposit', 5, false],
  ])
  till.do('12⏎', '↑', '3*')
  expect(kinds(till).slice(0, 2)).toEqual([
    ['goods', 3, false],
    ['deposit', 3, false],
  ])
  till.do('⎋', '-', '-')
  expect(kinds(till)).toEqual([
    ['goods', 3, true],
    ['deposit', 3, true],
    ['goods', 1, true],
  ])
})

test('no discount and no other price touches a deposit', () => {
  const till = startRuledTill()
  till.do(scan(COLA), '10', action('discount'), '⏎')
  expect(till.state().basket?.lines).toMatchObject([{ discount: {} }, { kind: 'deposit' }])
  expect(till.state().basket?.lines[1]).not.toHaveProperty('discount')
})

test('empties come back by their count', () => {
  const till = startRuledTill()
  till.do(action('empties'))
  expect(till.state().screen).toMatchObject({ name: 'empties', deposits: [{ id: 30 }] })
  till.do('⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'empties' }, notice: { key: 'pieces_invalid' } })
  till.do('12⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    notice: { key: 'empties_taken', details: { amountMinor: -6_000 } },
    basket: { lines: [{ kind: 'empties', unitPriceMinor: -500, quantity: { count: 12 } }] },
  })
})

test.each(['6', '6*'])('%j before the key is the count', (typed) => {
  const till = startRuledTill()
  till.do(typed, action('empties'))
  expect(till.state()).toMatchObject({ entry: '6', nextQuantity: undefined })
  expect(till.do('⏎').basket?.lines).toMatchObject([{ quantity: { count: 6 } }])
})

test('more than may come back at once is refused with the limit, wherever it is typed', () => {
  const till = startRuledTill()
  till.do('5', action('empties'), '⏎', '999', action('empties'))
  expect(noticeText(till.do('⏎'), String)).toBe('Empties: 1 to 999 on one line')
  till.do('⎋', '⎋', '1000', action('empties'))
  expect(till.state()).toMatchObject({ screen: { name: 'empties' }, entry: '' })
  expect(noticeText(till.state(), String)).toBe('Empties: 1 to 999 on one line')
  expect(noticeText(till.do('⏎'), String)).toBe('How many pieces? A whole number such as 12, at most 999')
  expect(noticeText(till.do('1000⏎'), String)).toBe('No deposit has this code, and as a count 999 is the most')
  till.do('⎋', '⎋', '1000*', action('empties'))
  expect(noticeText(till.state(), String)).toBe('Empties: 1 to 999 on one line')
  expect(kinds(till)).toEqual([['empties', 5, false]])
})

test('scanned bottles come back one by one, on one line; a code chooses, and does not count', () => {
  const till = startRuledTill()
  till.do(action('empties'), scan(COLA), scan(COLA), scan('9000'))
  expect(kinds(till)).toEqual([['empties', 3, false]])
  expect(till.state().screen.name).toBe('empties')
  expect(till.do(scan('12')).notice?.key).toBe('empties_not')
  till.do('9000⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'empties', selected: 0 }, entry: '' })
  expect(till.do('8901⏎').notice?.key).toBe('empties_not')
  till.do('⎋', '12⏎')
  expect(kinds(till)).toEqual([
    ['empties', 3, false],
    ['goods', 1, false],
  ])
})

test('what was bought and what came back add up in one ticket', () => {
  const till = startRuledTill()
  till.do('2*', scan(COLA), '4', action('empties'), '⏎')
  expect(till.state().priced?.totals.totalMinor).toBe(8_000 + 1_000 - 2_000)
  till.do('+', action('cash'))
  expect(till.shop.sales).toMatchObject([
    {
      lines: [{ productId: 31 }, { kind: 'deposit', depositOf: 1 }, { kind: 'empties', grossMinor: -2_000 }],
      totals: { totalMinor: 7_000, itemCount: 2 },
      tenders: [{ kind: 'cash', amountMinor: 7_000 }],
    },
  ])
})

test('empties alone are paid out in cash, and no card pays them', () => {
  const till = startRuledTill()
  till.do('3', action('empties'), '⏎', '+')
  expect(till.state().screen.name).toBe('tender')
  till.do('⏎')
  expect(till.state()).toMatchObject({ notice: { key: 'cash_goes_out', details: { amountMinor: 1_500 } } })
  expect(till.do(action('card')).screen.name).toBe('tender')
  till.do(action('cash'))
  expect(till.shop.sales).toMatchObject([
    {
      totals: { totalMinor: -1_500 },
      tenders: [{ kind: 'cash', amountMinor: -1_500, givenMinor: 0, changeMinor: 1_500 }],
    },
  ])
  expect(till.state()).toMatchObject({ screen: { name: 'complete', changeMinor: 1_500 } })
})

test('a shop without deposits takes none back', () => {
  const till = startRuledTill()
  till.shop.products.delete(30)
  expect(till.do(action('empties')).notice?.key).toBe('empties_none')
  expect(till.do(scan(COLA)).basket?.lines).toHaveLength(1)
})

test('the code of a deposit sells it, for what it costs', () => {
  const till = startRuledTill()
  expect(till.do('9000⏎').basket?.lines).toMatchObject([{ kind: 'deposit', unitPriceMinor: 500 }])
})

const anyWords = fc.array(
  fc.constantFrom<string>(
    '31⏎',
    '9000⏎',
    'EMPTIES',
    '2*',
    '12⏎',
    '⏎',
    '-',
    '↑',
    '↓',
    '⎋',
    '7',
    'PRICE',
    'DISCOUNT',
    'HOLD',
    'RECALL',
  ),
  { maxLength: 30 },
)

const acts: Readonly<Record<string, Parameters<typeof action>[0]>> = {
  EMPTIES: 'empties',
  PRICE: 'override_price',
  DISCOUNT: 'discount',
  HOLD: 'hold',
  RECALL: 'recall',
}

test('whatever is typed, deposits follow and only empties cost less than nothing', () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const till = startRuledTill()
      for (const word of words) {
        const name = acts[word]
        const lines = till.do(name === undefined ? word : action(name)).basket?.lines ?? []
        for (const line of lines.filter(({ depositOf }) => depositOf !== undefined)) {
          const { isVoided, quantity } = lines[(line.depositOf ?? 0) - 1] ?? {}
          expect(line).toMatchObject({ kind: 'deposit', unitPriceMinor: 500, isVoided, quantity })
        }
        const below = lines.filter(({ unitPriceMinor }) => unitPriceMinor < 0)
        expect(below.every(({ kind, unitPriceMinor }) => kind === 'empties' && unitPriceMinor === -500)).toBe(true)
      }
      expect(refusals(till)).toEqual([])
    }),
    { numRuns: 150 },
  )
})
