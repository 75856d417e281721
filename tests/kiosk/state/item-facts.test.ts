import { expect, test } from 'vitest'
import { refusals, startRuledTill } from '#tests/kiosk/state/ruled-till.ts'
import { action, scan, type TinyTill } from '#tests/support/tiny-till.ts'

const GS = '\u001D'
const PHONE = '04012345678901'
const YOGHURT = '04011111111116'
const HAM = '94098765432104'

/** A GS1 DataMatrix as a scanner sends it. */
const gs1 = (data: string) => scan(data, ']d2')

const lines = ({ state }: TinyTill) => state().basket?.lines ?? []

test('what is sold by serial number asks for it, by scan or by keys', () => {
  const till = startRuledTill()
  till.do('34⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'serial' }, basket: undefined })
  till.do('SN-1⏎', '34⏎', scan('SN-2', ']C0'))
  expect(lines(till)).toMatchObject([{ attributes: { serial: 'SN-1' } }, { attributes: { serial: 'SN-2' } }])
  till.do('+', action('cash'))
  expect(till.shop.sales[0]?.lines[0]?.attributes).toEqual({ serial: 'SN-1' })
})

test('GS1 data has the serial number in it, of the item or alone', () => {
  const till = startRuledTill()
  till.do(gs1(`01${PHONE}21A7`))
  expect(lines(till)).toMatchObject([{ productId: 34, attributes: { serial: 'A7' } }])
  till.do('34⏎', gs1('21B8'))
  expect(till.state().screen.name).toBe('serial')
  till.do(gs1(`01${PHONE}21B8`))
  expect(lines(till)).toMatchObject([{}, { attributes: { serial: 'B8' } }])
  till.do('34⏎', gs1('00340123450000000000'))
  expect(till.state().notice?.tone).toBe('bad')
})

test('one number is sold once a sale, one piece at a time', () => {
  const till = startRuledTill()
  till.do('34⏎', 'A7⏎', '34⏎', 'A7⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'serial' }, notice: { key: 'serial_twice' } })
  till.do('⎋')
  expect(till.do(gs1(`01${PHONE}21A7`)).notice?.key).toBe('serial_twice')
  expect(till.do('2*34⏎')).toMatchObject({
    screen: { name: 'sell' },
    notice: { key: 'serial_one_each' },
    nextQuantity: undefined,
  })
  expect(till.do('2*⏎').notice?.key).toBe('serial_one_each')
  expect(lines(till)).toHaveLength(1)
  till.do('⎋', '-', '34⏎', 'A7⏎')
  expect(lines(till)).toMatchObject([{ isVoided: true }, { isVoided: false, attributes: { serial: 'A7' } }])
})

test('the code of an item that was typed ahead is no serial number, nor is nothing', () => {
  const till = startRuledTill()
  till.do('34⏎', '12⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'serial' }, notice: { key: 'serial_is_item' } })
  expect(till.do(scan('8901262010016', ']E0')).notice?.key).toBe('serial_is_item')
  expect(till.do('⏎').notice?.key).toBe('serial_first')
  expect(till.do('4111111111111111⏎').notice?.key).toBe('card_number_refused')
  expect(till.do('⎋')).toMatchObject({ screen: { name: 'sell' }, basket: undefined })
})

test('lot and last day go into the line', () => {
  const till = startRuledTill()
  till.do(gs1(`01${YOGHURT}1726040110L-1${GS}21X9`))
  expect(lines(till)).toMatchObject([
    { productId: 36, attributes: { lot: 'L-1', expiryDate: '2026-04-01', serial: 'X9' }, quantity: { count: 1 } },
  ])
  till.do('3*', gs1(`01${YOGHURT}10L-2${GS}21X10`))
  expect(lines(till)[1]).toMatchObject({ attributes: { lot: 'L-2' }, quantity: { count: 3 } })
})

test('a weight in GS1 data is that of the label, a price what the label asks', () => {
  const till = startRuledTill()
  till.do(gs1(`01${HAM}3103000750`))
  expect(lines(till)).toMatchObject([
    { quantity: { weightGrams: 750 }, quantitySource: 'label', unitPriceMinor: 80_000 },
  ])
  till.do(gs1(`01${YOGHURT}3103000150`))
  expect(lines(till)[1]).toMatchObject({ quantity: { count: 1 }, unitPriceMinor: 2_500 })
  till.do(gs1(`01${HAM}310300075039221999`))
  expect(lines(till)[2]).toMatchObject({ unitPriceMinor: 1_999, priceSource: 'label', quantity: { count: 1 } })
})

test('the facts of a code wait for the scale with it, and for a weight that is keyed', () => {
  const till = startRuledTill()
  till.do(gs1(`01${HAM}10L-7`))
  expect(lines(till)).toMatchObject([{ attributes: { lot: 'L-7' }, quantitySource: 'scale' }])
  till.do('0.5*', gs1(`01${HAM}10L-8`))
  till.do('9⏎9999⏎')
  expect(lines(till)[1]).toMatchObject({ attributes: { lot: 'L-8' }, quantitySource: 'manual_weight' })
})

test('a coupon of North America is refused in words', () => {
  const till = startRuledTill()
  expect(till.do(gs1('8110012345612345611110123')).notice).toMatchObject({
    tone: 'bad',
    key: 'gs1_coupon',
  })
})

test('a crate’s code names no item', () => {
  const till = startRuledTill()
  expect(till.do(gs1('00340123450000000000')).notice?.key).toBe('gs1_no_item')
})

test.each(['17', '16'])('past its day of AI %s it is not sold; leaving it is on the record', (ai) => {
  const till = startRuledTill()
  till.do(gs1(`01${YOGHURT}${ai}260228`))
  expect(till.state()).toMatchObject({ screen: { name: 'expired_item', lastDate: '2026-02-28' }, basket: undefined })
  for (const other of ['⏎', '+', scan('12')]) expect(till.do(other).screen.name).toBe('expired_item')
  till.do('n')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: undefined,
    notice: { key: 'expired_refused' },
  })
  expect(refusals(till)).toMatchObject([{ type: 'record_restriction', productId: 36, why: 'expired' }])
  expect(till.do(gs1(`01${YOGHURT}${ai}260301`)).basket?.lines).toHaveLength(1)
})

test('a manager may let it go, and that stands in the sale; Escape goes back to the question', () => {
  const till = startRuledTill()
  till.do('12⏎', gs1(`01${YOGHURT}17260228`), 'y')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'sell_expired' })
  till.do('⎋')
  expect(till.state().screen.name).toBe('expired_item')
  till.do('y', '9⏎9999⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: {
      lines: [{}, { productId: 36, attributes: { expiryDate: '2026-02-28' } }],
      authorisations: [{ permission: 'sell_expired', authorisedBy: 7, line: 2 }],
    },
  })
  expect(refusals(till)).toEqual([])
})

test('a manager who sells is asked too, and stands in the sale', () => {
  const till = startRuledTill()
  till.do(action('sign_out'), '9⏎9999⏎', gs1(`01${YOGHURT}17260228`))
  expect(till.state().screen.name).toBe('expired_item')
  till.do('y')
  expect(till.state().basket).toMatchObject({ authorisations: [{ authorisedBy: 7, line: 1 }] })
})

test('a product may ask several things, one after the other', () => {
  const till = startRuledTill()
  const phone = till.shop.products.get(34)
  if (phone === undefined) throw new Error('There is a phone.')
  till.shop.products.set(34, { ...phone, ageLimitYears: 16 })
  till.do(gs1(`01${PHONE}17260228`), 'y', '9⏎9999⏎', 'y', 'SN-1⏎')
  expect(till.state().basket).toMatchObject({
    ageCheck: { ageLimitYears: 16 },
    authorisations: [{ permission: 'sell_expired' }],
    lines: [{ attributes: { serial: 'SN-1', expiryDate: '2026-02-28' } }],
  })
})

test('a quantity that such an item does not take is not kept for the next', () => {
  const till = startRuledTill()
  till.do('34⏎', 'SN-1⏎', '2*⏎')
  expect(till.state().notice?.key).toBe('serial_one_each')
  expect(till.state().nextQuantity).toBeUndefined()
})
