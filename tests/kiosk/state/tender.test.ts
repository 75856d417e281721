import { expect, test } from 'vitest'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const CASH = action('cash')
const typesOf = (till: TinyTill): string[] => till.store.effects.map(({ type }) => type)

test('the basket is on disk before money is taken; then sale, drawer, receipt, in this order', () => {
  const till = startSelling()
  till.do('12⏎')
  till.store.effects.length = 0
  till.do('+', '100⏎')
  expect(typesOf(till)).toEqual(['save_basket', 'complete_sale', 'open_drawer', 'print_receipt', 'show_display'])
  expect(till.store.effects[0]).toMatchObject({ isNow: true, tenders: [] })
  expect(till.store.effects.at(-1)).toMatchObject({ upper: 'THANK YOU', lower: 'CHANGE 26.00' })
  expect(till.state()).toMatchObject({
    screen: { name: 'complete', changeMinor: 2_600, sale: { receiptLabel: 'T1-000001' } },
    basket: undefined,
    priced: undefined,
    tenders: [],
    shiftTotals: { saleCount: 1, cashMinor: 7_400 },
  })
})

test('the cash key alone pays exactly, from the sale or the payment', () => {
  const till = startSelling()
  till.do('12⏎', CASH, '14⏎+', CASH)
  expect(till.shop.sales.map(({ tenders }) => tenders)).toMatchObject([
    [{ amountMinor: 2_000, changeMinor: 0 }],
    [{ amountMinor: 7_400, givenMinor: 7_400, changeMinor: 0 }],
  ])
})

test('Enter that bounces never ends a sale: it types the exact sum, and only then takes it', () => {
  const till = startSelling()
  till.do('12⏎⏎⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'tender' },
    entry: '74.00',
    notice: { key: 'exact_offered', details: { amountMinor: 7_400 } },
  })
  expect(till.do('⏎').screen.name).toBe('complete')
})

test('less is part of it, and the rest can be paid by card', () => {
  const till = startSelling()
  till.do('12⏎', '50', CASH)
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'tender_taken' } })
  expect(till.store.saved?.tenders).toMatchObject([{ amountMinor: 5_000 }])
  till.do(action('card'))
  expect(till.shop.sales[0]?.tenders).toMatchObject([
    { kind: 'cash', amountMinor: 5_000 },
    { kind: 'card', amountMinor: 2_400, last4: '4242' },
  ])
})

test('a card pays part of it, and no drawer opens for cards alone', () => {
  const till = startSelling()
  till.do('12⏎+', '50', action('card'), action('card'))
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ amountMinor: 5_000 }, { amountMinor: 2_400 }])
  expect(typesOf(till)).not.toContain('open_drawer')
})

test.each(['8901262010016⏎', '999999⏎', '1.234⏎', '0⏎', '..⏎'])('the amount %j is refused', (typed) => {
  const till = startSelling()
  till.do('12⏎+', typed)
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, tenders: [], entry: '', notice: { tone: 'bad' } })
})

test('far too much is refused in cash, and anything too much by card', () => {
  const till = startSelling()
  expect(till.do('12⏎+', '841⏎').notice).toMatchObject({ key: 'over_tender', details: { maxMinor: 84_000 } })
  till.do('74.01', action('card'))
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'over_tender' } })
  expect(till.do('840⏎').screen).toMatchObject({ name: 'complete', changeMinor: 76_600 })
})

test('a barcode during the payment beeps, and neither sells nor pays nor touches what is typed', () => {
  const till = startSelling()
  till.do('12⏎+', '10', scan('8901491101837'))
  expect(till.state()).toMatchObject({
    screen: { name: 'tender' },
    entry: '10',
    tenders: [],
    notice: { key: 'scan_ignored_here' },
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'beep' })
  expect(till.do('0⏎').screen).toMatchObject({ name: 'complete', changeMinor: 2_600 })
})

test('arrows offer what customers give: exact, then rising, round and round', () => {
  const till = startSelling()
  till.do('12⏎+')
  const offered = ['↓', '↓', '↓', '↓', '↓', '↓'].map((key) => till.do(key).entry)
  expect(offered).toEqual(['74.00', '80.00', '100.00', '200.00', '500.00', '74.00'])
  expect(till.do('↑').entry).toBe('500.00')
  expect(till.do('⎋', '↑').entry).toBe('500.00')
  expect(till.do('⏎').screen).toMatchObject({ changeMinor: 42_600 })
})

test('`-` takes the last cash back, and nothing that a card has paid', () => {
  const till = startSelling()
  expect(till.do('12⏎+', '-').notice?.key).toBe('money_first')
  till.do('50⏎', '5', '-')
  expect(till.state()).toMatchObject({ entry: '5', tenders: [{}], notice: { key: 'entry_open' } })
  till.do('⎋', '-')
  expect(till.state()).toMatchObject({ tenders: [], notice: { key: 'tender_undone' } })
  expect(till.store.saved).toMatchObject({ tenders: [], isNow: true })
  till.do('50', action('card'), '-')
  expect(till.state()).toMatchObject({ tenders: [{ kind: 'card' }], notice: { key: 'conflict' } })
})

test('Escape clears, then goes back to the sale; what is paid stays paid and keeps the basket', () => {
  const till = startSelling()
  till.do('12⏎14⏎+', '5⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, entry: '' })
  till.do('80', action('card'), '⎋')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    tenders: [{ amountMinor: 8_000 }],
    notice: { key: 'money_kept', details: { paidMinor: 8_000, dueMinor: 1_400 } },
  })
  for (const name of ['hold', 'cancel_sale'] as const) expect(till.do(action(name)).notice?.key).toBe('paid_already')
  expect(till.do('-').notice).toMatchObject({ key: 'paid_already', details: { paidMinor: 8_000 } })
  expect(till.state().basket?.lines.every(({ isVoided }) => !isVoided)).toBe(true)
  till.do('9⏎', '⏎⏎⏎')
  expect(till.shop.sales).toMatchObject([
    { totals: { totalMinor: 9_400 }, tenders: [{ kind: 'card' }, { kind: 'cash' }] },
  ])
})

test('a customer who is short of money gives an item back, and what the card has paid ends the sale', () => {
  const till = startSelling()
  till.do('12⏎14⏎+', '74', action('card'), '⎋', '-')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, priced: { totals: { totalMinor: 7_400 } } })
  till.do('+')
  expect(till.shop.sales).toMatchObject([{ totals: { totalMinor: 7_400 }, tenders: [{ kind: 'card' }] }])
  expect(till.state().screen.name).toBe('complete')
})

test('a sale that costs nothing is ended by somebody, and opens no drawer', () => {
  const till = startSelling()
  till.do('9⏎⏎')
  expect(till.state().screen.name).toBe('tender')
  till.do('⏎⏎')
  expect(till.shop.sales).toMatchObject([{ totals: { totalMinor: 0 } }])
  expect(typesOf(till)).not.toContain('open_drawer')
  expect(startSelling().do('9⏎+', action('card')).notice?.key).toBe('amount_invalid')
})

test('nothing is paid while nothing is sold', () => {
  const till = startSelling()
  for (const name of ['total', 'cash', 'card', 'enter'] as const) {
    expect(till.do(action(name)).notice?.key).toBe('basket_empty')
  }
  expect(till.do('12⏎-+').notice?.key).toBe('basket_empty')
})

test('the twentieth payment pays the rest', () => {
  const till = startSelling()
  till.do('12⏎+', '1⏎'.repeat(19), '1⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'tender_incomplete' } })
  expect(till.do('1', action('card')).notice?.key).toBe('tender_incomplete')
  till.do('55⏎')
  expect(till.shop.sales[0]?.tenders).toHaveLength(20)
})

test('after a sale any key or scan begins the next one', () => {
  const till = startSelling()
  till.do('12⏎', CASH, '14⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{ name: 'Lays Magic Masala' }] } })
  till.do(CASH, scan('8901262010016'))
  expect(till.state().basket?.lines).toHaveLength(1)
  till.do(CASH, 'm')
  expect(till.state().screen.name).toBe('find')
  till.do('⎋', '12⏎', CASH, '⏎')
  expect(till.state().screen.name).toBe('sell')
})

test('an amount and the quantity that waited do not meet the next sale', () => {
  const till = startSelling()
  till.do('12⏎', '3*', '+', '⎋')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, nextQuantity: undefined })
})

test('taxes inside, on top and of two rates add up to what is paid', () => {
  const till = startSelling()
  till.do('12⏎', scan('4006381333931'), scan('0420000000013'), '+', CASH)
  const [sale] = till.shop.sales
  expect(sale?.totals).toMatchObject({ totalMinor: 7_400 + 9_900 + 59_950 + 5_321 })
  expect(sale?.taxes.map(({ name }) => name)).toEqual(['GST', 'CGST', 'SGST', 'Sales tax'])
})

test('a digit typed after an offered sum begins another amount; after one it adds to it again', () => {
  const till = startSelling()
  expect(till.do('12⏎+', '⏎', '1').entry).toBe('1')
  expect(till.do('00').entry).toBe('100')
  expect(till.do('↓', '2').entry).toBe('2')
  expect(till.do('⎋⏎', '⌫', '5').entry).toBe('74.05')
  expect(till.do('⎋⏎', action('lock'), '1111⏎', '8').entry).toBe('8')
  expect(till.do('0⏎').screen).toMatchObject({ name: 'complete', changeMinor: 600 })
})

test('an offered sum is taken by Enter, and what is typed like one is not replaced', () => {
  const till = startSelling()
  till.do('12⏎+', '⏎⎋', '74.00', '1')
  expect(till.state().entry).toBe('74.001')
  till.do('⎋', '⏎⏎')
  expect(till.state().screen.name).toBe('complete')
})
