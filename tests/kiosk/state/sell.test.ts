import { expect, test } from 'vitest'
import { action, scan, startSelling } from '#tests/support/tiny-till.ts'

const MILK = '8901262010016'

test('a scan, a keyed code, a PLU and an article number all sell', () => {
  const till = startSelling()
  till.do(scan(MILK, ']E0'), `${MILK}⏎`, '12⏎', '8901058000016⏎')
  expect(till.state().basket?.lines.map(({ name, code }) => [name, code])).toEqual([
    ['Amul Milk 1 l', MILK],
    ['Amul Milk 1 l', MILK],
    ['Amul Milk 1 l', '12'],
    ['Tata Salt 1 kg', '8901058000016'],
  ])
  expect(till.state().priced?.totals.totalMinor).toBe(3 * 7_400 + 2_800)
})

test('the result line tells what was added and what it comes to; the customer sees the total', () => {
  const till = startSelling()
  till.do('3*', scan(MILK))
  expect(till.state().notice).toEqual({
    tone: 'good',
    key: 'item_added',
    details: { name: 'Amul Milk 1 l', quantity: '3', isWeighed: false, unitPriceMinor: 7_400, amountMinor: 22_200 },
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'show_display', upper: 'Amul Milk 1 l', lower: 'TOTAL 222.00' })
  expect(till.state().nextQuantity).toBeUndefined()
})

test.each(['0*', '100000*', '10000*', '1,2345*', '.*', '99999999999*'])('%j is no quantity', (typed) => {
  const till = startSelling()
  expect(till.do(typed)).toMatchObject({
    nextQuantity: undefined,
    entry: '',
    notice: { tone: 'bad', key: 'quantity_out_of_range' },
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'beep' })
})

test.each(['0*', '100000*'])('after %j nothing sells as one piece, typed in a burst or not', (typed) => {
  const till = startSelling()
  till.do('14⏎', `${typed}12⏎`)
  expect(till.state()).toMatchObject({
    isQuantityRefused: true,
    entry: '',
    notice: { tone: 'bad', key: 'quantity_first' },
  })
  for (const again of ['4011⏎', '⏎', scan(MILK), 'paneer⏎', '+', '-', '4.99', action('department')]) till.do(again)
  till.do('5', action('cash'), action('card'), action('hold'), action('menu'), action('hold'))
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{ isVoided: false }] } })
  expect(till.do('3*12⏎')).toMatchObject({
    isQuantityRefused: false,
    basket: { lines: [{}, { quantity: { unit: 'piece', count: 3 } }] },
  })
})

test.each(['⎋', '⌫', '7⎋', '7⌫⌫'])('%j takes a refused quantity back', (keys) => {
  const till = startSelling()
  expect(till.do('0*', keys)).toMatchObject({ isQuantityRefused: false, notice: undefined })
  expect(till.do('12⏎').basket?.lines).toMatchObject([{ quantity: { count: 1 } }])
})

test('a refused quantity takes the place of one that waited, and a selected line keeps its own', () => {
  const till = startSelling()
  expect(till.do('3*0*')).toMatchObject({ nextQuantity: undefined, isQuantityRefused: true })
  till.do('⎋12⏎14⏎', '↑', '0*')
  expect(till.state().basket?.lines).toMatchObject([{ quantity: { count: 1 } }, { quantity: { count: 1 } }])
  expect(till.do('5*').basket?.lines[0]?.quantity).toMatchObject({ count: 5 })
  expect(till.state().isQuantityRefused).toBe(false)
})

test('`*` wants a number first', () => {
  expect(startSelling().do('*').notice?.key).toBe('type_quantity_first')
})

test('a quantity that does not go with the item is forgotten', () => {
  const till = startSelling()
  expect(till.do('3*4011⏎')).toMatchObject({ nextQuantity: undefined, notice: { key: 'quantity_out_of_range' } })
  expect(till.do('0,5*12⏎')).toMatchObject({ nextQuantity: undefined, notice: { details: { priceUnit: 'piece' } } })
  expect(till.do('12⏎').basket?.lines[0]?.quantity).toEqual({ unit: 'piece', count: 1 })
})

test('a quantity survives a scan that was misread', () => {
  const till = startSelling()
  till.do('3*', scan('8901262010017', ']E0'))
  expect(till.state().notice?.key).toBe('barcode_check_digit_wrong')
  expect(till.do(scan(MILK)).basket?.lines[0]?.quantity).toEqual({ unit: 'piece', count: 3 })
})

test('a quantity and Enter change the last line; a selected line takes `*` at once', () => {
  const till = startSelling()
  till.do('12⏎14⏎', '3*⏎')
  expect(till.state().basket?.lines.map(({ quantity }) => quantity)).toMatchObject([{ count: 1 }, { count: 3 }])
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    nextQuantity: undefined,
    notice: { key: 'item_changed', details: { quantity: '3', amountMinor: 6_000 } },
  })
  till.do('↑', '5*')
  expect(till.state().basket?.lines[0]?.quantity).toMatchObject({ count: 5 })
  expect(till.state().selectedLine).toBeUndefined()
  expect(startSelling().do('3*⏎').notice?.key).toBe('nothing_selected')
})

test('`-` voids the last line, or the selected one; the selection ends with it', () => {
  const till = startSelling()
  till.do('12⏎14⏎42⏎', '-')
  expect(till.state().notice).toMatchObject({ key: 'item_voided', details: { name: 'Paneer', amountMinor: 35_700 } })
  till.do('↑')
  expect(till.state().selectedLine).toBe(1)
  till.do('-')
  expect(till.state().basket?.lines.map(({ isVoided }) => isVoided)).toEqual([true, false, true])
  expect(till.state().selectedLine).toBeUndefined()
  expect(till.do('--').notice?.key).toBe('basket_empty')
})

test('`-` never throws away what is half typed', () => {
  const till = startSelling()
  expect(till.do('12⏎', '14', '-')).toMatchObject({ entry: '14', notice: { key: 'entry_open' } })
  expect(till.state().basket?.lines[0]?.isVoided).toBe(false)
})

test('selection moves over live lines only; the last one selected is none selected', () => {
  const till = startSelling()
  till.do('12⏎14⏎9⏎42⏎', '↑-', '↑')
  expect(till.state().selectedLine).toBe(2)
  expect(till.do(action('home')).selectedLine).toBe(1)
  expect(till.do('↑').selectedLine).toBe(1)
  expect(till.do(action('end')).selectedLine).toBeUndefined()
  expect(till.do(action('page_up')).selectedLine).toBe(1)
  expect(till.do('⎋').selectedLine).toBeUndefined()
})

test('a scan over something typed sells one, and says that the rest is gone', () => {
  const till = startSelling()
  till.do('3', scan(MILK))
  expect(till.state()).toMatchObject({
    entry: '',
    notice: { key: 'item_added', details: { quantity: '1', isEntryDropped: true } },
  })
})

test('labels with a weight or a price in them', () => {
  const till = startSelling()
  till.do(scan('2100042012509'), scan('2000077249904'))
  expect(till.state().basket?.lines).toMatchObject([
    { name: 'Paneer', quantity: { weightGrams: 1_250 }, quantitySource: 'label' },
    { name: 'Cake of the day', unitPriceMinor: 24_990, priceSource: 'label', quantitySource: 'label' },
  ])
  till.do('3*', scan('2000077249904'))
  expect(till.state().basket?.lines[2]).toMatchObject({ quantity: { count: 3 }, priceSource: 'label' })
  expect(till.do('3*', scan('2100042012509')).notice?.key).toBe('quantity_out_of_range')
  expect(till.do('0.5*', scan('2000077249904')).notice?.key).toBe('quantity_out_of_range')
  expect(till.state().basket?.lines).toHaveLength(3)
})

test('a label of an item that nobody knows is an unknown item', () => {
  const till = startSelling()
  expect(till.do(scan('2199999012502')).screen).toMatchObject({ name: 'unknown_item' })
})

test.each<[string, string]>([
  ['8901262010017', 'barcode_check_digit_wrong'],
  ['\u001B[2J', 'barcode_invalid'],
  ['890\u0000126', 'barcode_invalid'],
  ['x'.repeat(65), 'barcode_invalid'],
  ['x'.repeat(4_000), 'barcode_invalid'],
  ['4111111111111111', 'card_number_refused'],
  ['', 'barcode_invalid'],
])('the scan %j is refused aloud and sells nothing', (text, key) => {
  const till = startSelling()
  expect(till.do(scan(text))).toMatchObject({
    basket: undefined,
    notice: { tone: 'bad', key },
    screen: { name: 'sell' },
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'beep' })
  expect(JSON.stringify(till.store.effects)).not.toContain('4111')
})

test('a name with escapes in it reaches neither result line nor display', () => {
  const till = startSelling()
  const { milk } = { milk: till.shop.products.get(1) }
  if (milk !== undefined) till.shop.products.set(1, { ...milk, name: 'Evil\u001B[2J\u202Emilk' })
  till.do('12⏎')
  expect(till.state().notice?.details['name']).toBe('Evil[2Jmilk')
  expect(till.store.effects.at(-1)).toMatchObject({ upper: 'Evil[2Jmilk' })
})

test('a damaged scan is told with its count and leaves what is typed', () => {
  const till = startSelling()
  const state = till.do('12', { type: 'scan_rejected', reason: 'framing', count: 3 })
  expect(state).toMatchObject({ entry: '12', notice: { key: 'scan_rejected', details: { count: 3 } } })
})

test('what is typed has an end: a full entry stays full until it is used, and then is refused whole', () => {
  const till = startSelling()
  till.do('12⏎+', '7'.repeat(70))
  expect(till.state()).toMatchObject({ entry: '7'.repeat(64), notice: { key: 'text_invalid' } })
  expect(till.do('⏎')).toMatchObject({ entry: '', tenders: [], notice: { key: 'amount_invalid' } })
})

test('Backspace takes whole characters', () => {
  expect(startSelling().do('/𝒳y⌫').entry).toBe('𝒳')
  expect(startSelling().do('/𝒳⌫⌫').entry).toBe('')
})

test('a sale holds 500 lines; the next item is refused and nothing else changes', () => {
  const till = startSelling()
  till.runner.dispatch(...Array.from({ length: 500 }, () => scan(MILK)))
  expect(till.state().basket?.lines).toHaveLength(500)
  const before = till.state().priced?.totals
  expect(till.do(scan(MILK))).toMatchObject({ priced: { totals: before }, notice: { key: 'basket_full' } })
  till.do('4011⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'weigh', isReading: false }, notice: { key: 'basket_full' } })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('keys that mean nothing here say so and change nothing else', () => {
  const till = startSelling()
  const before = till.do('12⏎+', '5')
  const after = till.do(action('hold'), 'q')
  expect({ ...after, notice: undefined }).toEqual({ ...before, notice: undefined })
  expect(after.notice?.key).toBe('key_ignored_here')
  expect(till.do({ type: 'key', action: undefined, text: undefined }).notice?.key).toBe('key_ignored_here')
})

test('a quantity that a selected line does not take leaves none armed from before', () => {
  const till = startSelling()
  till.do('12⏎14⏎', '2*', '↑', '0.5*')
  expect(till.state()).toMatchObject({ nextQuantity: undefined, notice: { key: 'quantity_out_of_range' } })
  till.do('14⏎')
  expect(till.state().basket?.lines.at(-1)?.quantity).toEqual({ unit: 'piece', count: 1 })
})
