import { expect, test } from 'vitest'
import { action, scan, startSelling } from '#tests/support/tiny-till.ts'

const MILK = '8901262010016'

test('any letter opens the search, Enter sells what is selected', () => {
  const till = startSelling()
  till.do('mil')
  expect(till.state()).toMatchObject({ screen: { name: 'find', results: [{ product: { name: 'Amul Milk 1 l' } }] } })
  till.do('⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{ code: MILK }] }, entry: '' })
})

test('`/` and the find key open it too, with what is typed; quantities go along', () => {
  const till = startSelling()
  expect(till.do('/').screen).toMatchObject({ name: 'find', selected: 0 })
  till.do('⎋', '12', action('find'))
  expect(till.state()).toMatchObject({ entry: '12', screen: { results: [{ product: { name: 'Amul Milk 1 l' } }] } })
  till.do('⎋', '3*/flEUR⏎')
  expect(till.state().basket?.lines).toMatchObject([{ name: 'Fleurs coupées', code: '', quantity: { count: 3 } }])
})

test('a code typed into the search stands first', () => {
  const till = startSelling()
  till.do('/SOAP-1')
  expect(till.state().screen).toMatchObject({ results: [{ product: { name: 'Soap' } }] })
  till.do('⎋', '/42⏎')
  expect(till.state().basket?.lines[0]?.name).toBe('Paneer')
})

test('arrows move in the results; nothing found is refused and Escape leads out', () => {
  const till = startSelling()
  expect(till.do('/', '↓↓↑', action('end'), action('home')).screen).toMatchObject({ selected: 0 })
  till.do('zzz')
  expect(till.state().screen).toMatchObject({ results: [] })
  expect(till.do('⏎')).toMatchObject({ screen: { name: 'find' }, entry: '', notice: { key: 'barcode_unknown' } })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('a weighed product is found and weighed; a scan leaves the search and sells', () => {
  const till = startSelling()
  till.do('ban⏎')
  expect(till.state().basket?.lines).toMatchObject([{ name: 'Bananas', quantity: { weightGrams: 850 } }])
  till.do('mi', scan('4006381333931'))
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, entry: '', notice: { details: { quantity: '1' } } })
})

test('a price that changes under search or price check is what is shown and sold', () => {
  const till = startSelling()
  till.do('/milk')
  const milk = till.shop.products.get(1)
  if (milk !== undefined) till.shop.products.set(1, { ...milk, priceMinor: 8_000 })
  till.do({ type: 'catalogue_changed' })
  expect(till.state().screen).toMatchObject({ results: [{ product: { priceMinor: 8_000 } }] })
  till.do('⏎', action('price_check'), '12⏎')
  expect(till.state().priced?.totals.totalMinor).toBe(8_000)
  if (milk !== undefined) till.shop.products.set(1, milk)
  till.do({ type: 'catalogue_changed' })
  expect(till.state().screen).toMatchObject({ name: 'price_check', found: { product: { priceMinor: 7_400 } } })
  till.shop.products.delete(1)
  expect(till.do({ type: 'catalogue_changed' }).screen).toMatchObject({ found: undefined })
})

test('prices are checked as often as wanted, and nothing is sold', () => {
  const till = startSelling()
  till.do(action('price_check'), '12⏎')
  expect(till.state().screen).toMatchObject({ found: { product: { name: 'Amul Milk 1 l' }, stockLevel: 10 } })
  till.do(scan('4006381333931'))
  expect(till.state().screen).toMatchObject({ found: { product: { name: 'Highlighter Boss' } } })
  expect(till.do('99⏎').notice?.key).toBe('barcode_unknown')
  expect(till.do(scan('8901262010017')).notice?.key).toBe('barcode_check_digit_wrong')
  till.do('SOAP', '-', '1', '⏎')
  expect(till.do('⏎')).toMatchObject({ screen: { name: 'sell' }, basket: undefined })
  expect(till.do(action('price_check'), '⎋').screen.name).toBe('sell')
})

test('an amount, then the department key, then its number or the arrows', () => {
  const till = startSelling()
  till.do('4.99', action('department'), '3⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: { lines: [{ name: 'Household', unitPriceMinor: 499, priceSource: 'keyed', departmentId: 3 }] },
  })
  till.do('2*', '10', action('menu'), '↓⏎', '↓⏎')
  expect(till.state().basket?.lines[1]).toMatchObject({
    name: 'Produce',
    quantity: { count: 2 },
    unitPriceMinor: 1_000,
  })
})

test('the department key wants an amount that is one', () => {
  const till = startSelling()
  expect(till.do(action('department')).notice?.key).toBe('type_amount_first')
  expect(till.do('0', action('department')).notice?.key).toBe('amount_invalid')
  expect(till.do('999999999', action('department')).notice?.key).toBe('amount_invalid')
  expect(till.do('1,2', '*', '5', action('department')).notice?.key).toBe('quantity_out_of_range')
  till.do('⎋', '5', action('department'), '77⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'department' }, notice: { key: 'not_found' } })
  expect(till.do('⎋')).toMatchObject({ screen: { name: 'sell' }, basket: undefined })
})

test('an unknown barcode is sold as such for a price with its decimal sign', () => {
  const till = startSelling()
  till.do('2*', scan('5012345678900'))
  expect(till.state()).toMatchObject({ screen: { name: 'unknown_item' }, notice: { key: 'barcode_unknown' } })
  expect(till.store.effects.at(-1)).toEqual({ type: 'beep' })
  till.do('12.⏎')
  expect(till.state().basket?.lines).toMatchObject([
    { name: 'Unknown item 5012345678900', quantity: { count: 2 }, unitPriceMinor: 1_200, productId: null },
  ])
})

test('a code typed ahead behind an unknown one never becomes its price', () => {
  const till = startSelling()
  till.do('999999⏎', '12⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'unknown_item' },
    basket: undefined,
    entry: '',
    notice: { key: 'point_first' },
  })
  till.do('⏎')
  expect(till.state().notice?.key).toBe('type_amount_first')
  till.do(scan(MILK))
  expect(till.state()).toMatchObject({ basket: undefined, notice: { key: 'scan_ignored_here' } })
  till.do('0.00⏎')
  expect(till.state()).toMatchObject({ basket: undefined, notice: { key: 'amount_invalid' } })
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('a currency without decimals takes the price as it is', () => {
  const till = startSelling({ currency: 'JPY' })
  till.do('999999⏎', '120⏎')
  expect(till.state().basket?.lines[0]?.unitPriceMinor).toBe(120)
})

test('a shop may refuse what no barcode knows', () => {
  const till = startSelling({ unknownItemDepartmentId: null })
  expect(till.do('999999⏎')).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'barcode_unknown' } })
  const strange = startSelling({ unknownItemDepartmentId: 99 })
  expect(strange.do('999999⏎', '1.5⏎')).toMatchObject({ basket: undefined, notice: { key: 'barcode_unknown' } })
})

test('the menu does what its keys do', () => {
  const till = startSelling()
  expect(till.do(action('menu'), '↓↑⏎').screen.name).toBe('price_check')
  expect(till.do('⎋', action('menu'), action('help')).screen.name).toBe('help')
  expect(till.do('⏎', action('menu'), '7', action('cash')).screen.name).toBe('menu')
  expect(till.do('⎋').screen.name).toBe('sell')
  expect(till.do(action('menu'), scan(MILK)).screen.name).toBe('sell')
  expect(till.do(action('help'), scan(MILK)).basket?.lines).toHaveLength(2)
})
