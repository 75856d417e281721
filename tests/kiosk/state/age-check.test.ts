import { expect, test } from 'vitest'
import { refusals, ruledProducts, startRuledTill } from '#tests/kiosk/state/ruled-till.ts'
import { action, scan, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

const BEER = '5400141010015'

const asked = (): TinyTill => {
  const till = startSelling()
  till.do(scan(BEER))
  return till
}

test('an item with an age limit asks for the last day of birth', () => {
  const till = asked()
  expect(till.state()).toMatchObject({
    screen: { name: 'age_check', ageLimitYears: 21, bornOnOrBefore: '2005-03-01', item: { product: { id: 8 } } },
    basket: undefined,
    entry: '',
  })
  expect(till.store.effects.at(-1)).toEqual({ type: 'beep' })
})

test.each(['y', 'Y'])('%s sells it, and the check stands in the sale', (yes) => {
  const till = asked()
  till.do(yes)
  const ageCheck = { ageLimitYears: 21, bornOnOrBefore: '2005-03-01', checkedBy: 5 }
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'item_added' }, basket: { ageCheck } })
  expect(till.store.saved?.basket.ageCheck).toEqual(ageCheck)
  till.do(scan(BEER), '3*', scan(BEER))
  expect(till.state().basket?.lines).toHaveLength(3)
  till.do('+', action('cash'))
  expect(till.shop.sales[0]?.ageCheck).toEqual(ageCheck)
})

test.each(['n', 'N'])('%s leaves it, and that is on the record', (no) => {
  const till = asked()
  till.do(no)
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: undefined,
    notice: { tone: 'bad', key: 'age_refused', details: { name: 'Kingfisher 330 ml', ageLimitYears: 21 } },
  })
  expect(refusals(till)).toMatchObject([{ type: 'record_age_refusal', productId: 8, ageLimitYears: 21, operatorId: 5 }])
  expect(till.do('12⏎').basket?.lines).toHaveLength(1)
})

test('the refusal names the sale that is open, and the quantity is not meant for another item', () => {
  const till = startSelling()
  till.do('12⏎', '6*', scan(BEER), 'n', '14⏎')
  expect(refusals(till)).toMatchObject([{ saleId: till.state().basket?.saleId }])
  expect(till.state().basket?.lines.map(({ quantity }) => quantity)).toEqual([
    { unit: 'piece', count: 1 },
    { unit: 'piece', count: 1 },
  ])
})

test('nothing but Y and N answers: no Enter, no scan, no function key, no Escape', () => {
  const till = asked()
  for (const other of ['⏎', '⎋', '+', '*', 'x', action('cash'), action('hold'), scan(BEER), scan('12')]) {
    till.do(other)
    expect(till.state()).toMatchObject({ screen: { name: 'age_check' }, notice: { tone: 'bad', key: 'age_yes_no' } })
  }
  expect(till.state().basket).toBeUndefined()
})

test('a sale typed ahead does not answer, and a half typed code has to go first', () => {
  const till = asked()
  till.do('14⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'age_check' }, entry: '14', basket: undefined })
  till.do('y')
  expect(till.state()).toMatchObject({ screen: { name: 'age_check' }, entry: '', notice: { key: 'birth_date_wrong' } })
  expect(till.do('y').basket?.lines).toHaveLength(1)
})

test.each([
  ['01032005', true],
  ['01/03/2005', true],
  ['2004-12-24', true],
  ['02032005', false],
])('a date of birth %s is reckoned with: %s', (typed, isOldEnough) => {
  const till = asked()
  till.do(typed)
  expect(till.state()).toMatchObject({ screen: { name: 'age_check' }, entry: typed })
  till.do('y')
  expect(till.state().screen.name).toBe(isOldEnough ? 'sell' : 'age_check')
  expect(till.state().notice?.key).toBe(isOldEnough ? 'item_added' : 'age_too_young')
  expect(JSON.stringify(till.store.effects)).not.toContain(typed)
})

test('Escape and Backspace take back what is typed of a date, and no more than a date is typed', () => {
  const till = asked()
  expect(till.do('0103').entry).toBe('0103')
  expect(till.do('⌫').entry).toBe('010')
  expect(till.do('⎋')).toMatchObject({ entry: '', screen: { name: 'age_check' } })
  expect(till.do('01/03/20055')).toMatchObject({ entry: '01/03/2005', notice: { key: 'age_yes_no' } })
})

test('it is asked once a sale for the highest limit so far', () => {
  const till = startRuledTill()
  till.do('32⏎', 'y', '32⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { lines: [{}, {}] } })
  till.do(scan(BEER))
  expect(till.state().screen).toMatchObject({ name: 'age_check', ageLimitYears: 21 })
  till.do('n', '32⏎')
  expect(till.state().basket).toMatchObject({ lines: [{}, {}, {}], ageCheck: { ageLimitYears: 18 } })
  till.do(scan(BEER), 'y', '32⏎')
  expect(till.state().basket).toMatchObject({ ageCheck: { ageLimitYears: 21 } })
  expect(till.state().basket?.lines).toHaveLength(5)
})

test('the next customer is asked again, also where all was taken out', () => {
  const till = startSelling()
  till.do(scan(BEER), 'y', '-', scan(BEER))
  expect(till.state().screen.name).toBe('age_check')
  till.do('y', '+', action('cash'), '⏎', scan(BEER))
  expect(till.state().screen.name).toBe('age_check')
})

test('it survives a restart in the basket', () => {
  const till = startSelling()
  till.do(scan(BEER), 'y')
  const recovered = till.store.saved
  const again = startTinyTill()
  again.do({ type: 'started', recovered, shift: undefined, openIntents: [], unclaimed: [] }, '1⏎1111⏎', '1000⏎')
  again.do(scan(BEER))
  expect(again.state()).toMatchObject({ screen: { name: 'sell' }, basket: { ageCheck: { ageLimitYears: 21 } } })
})

test('the lock keeps the question', () => {
  const till = asked()
  till.do(action('lock'))
  expect(till.state().screen.name).toBe('locked')
  till.do('1111⏎')
  expect(till.state().screen.name).toBe('age_check')
  expect(till.do('y').basket?.lines).toHaveLength(1)
})

test('where nobody has set the clock, the day of the shift counts', () => {
  const till = startRuledTill()
  till.shop.isClockTrusted = false
  till.shop.nowMs = Date.parse('1970-01-01T09:00:00.000Z')
  expect(till.do('32⏎').screen).toMatchObject({ name: 'age_check', bornOnOrBefore: '2008-03-01' })
})

test('a search, a weight and a quantity ask as well', () => {
  const till = startRuledTill()
  till.do('wine⏎')
  expect(till.state().screen.name).toBe('age_check')
  till.do('n')
  till.shop.products.set(35, { ...ruledProducts.ham, ageLimitYears: 16 })
  till.do('35⏎')
  expect(till.state().screen).toMatchObject({ name: 'age_check', item: { addition: { quantitySource: 'scale' } } })
  till.do('y')
  expect(till.state().basket?.lines).toMatchObject([{ quantity: { weightGrams: 850 } }])
  till.do('2*', '32⏎', 'y')
  expect(till.state().basket?.lines[1]).toMatchObject({ quantity: { count: 2 } })
})
