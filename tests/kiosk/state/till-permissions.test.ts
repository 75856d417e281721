import { expect, test } from 'vitest'
import type { Permission } from '#core/staff/permissions.ts'
import { asha, meera } from '#tests/support/tiny-catalogue.ts'
import { action, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

/** A till at which Asha sells, to whom something is denied. */
const sellingWithout = (...denials: readonly Permission[]): TinyTill => {
  const till = startSelling()
  till.shop.operators.set(1, { ...asha, denials: [...denials] })
  till.do(action('sign_out'), '1⏎1111⏎')
  return till
}

const layer = (till: TinyTill): unknown => {
  const { screen } = till.state()
  return screen.name === 'authorise' ? [screen.action.type, screen.permission] : screen.name
}

test('a weight that is typed needs a manager, who stands in the sale', () => {
  const till = sellingWithout('manual_weight')
  till.store.scale = 'away'
  till.do('4011⏎', '0.850⏎')
  expect(layer(till)).toEqual(['keyed_weight', 'manual_weight'])
  expect(till.do('⎋')).toMatchObject({ screen: { name: 'weigh' }, entry: '0.850', basket: undefined })
  till.do('⏎', '9⏎9999⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    basket: {
      lines: [{ quantity: { weightGrams: 850 }, quantitySource: 'manual_weight' }],
      authorisations: [{ permission: 'manual_weight', authorisedBy: meera.id, line: 1 }],
    },
  })
  expect(till.store.saved?.basket).toEqual(till.state().basket)
})

test('so does a weight that is typed before the item, and one that a line gets', () => {
  const till = sellingWithout('manual_weight')
  till.do('0.5*4011⏎')
  expect(layer(till)).toEqual(['keyed_weight', 'manual_weight'])
  till.do('9⏎9999⏎', '0.7*⏎')
  expect(layer(till)).toEqual(['keyed_weight_of_line', 'manual_weight'])
  till.do('9⏎9999⏎')
  expect(till.state()).toMatchObject({
    nextQuantity: undefined,
    basket: { lines: [{ quantity: { weightGrams: 700 } }], authorisations: [{ line: 1 }, { line: 1 }] },
  })
})

test('what no scale weighs is refused before a manager is asked', () => {
  const till = sellingWithout('manual_weight')
  till.do('12⏎', '0.7*⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'quantity_out_of_range' } })
})

test.each<[Permission, string | ReturnType<typeof action>]>([
  ['process_sales', '+'],
  ['process_payments', action('cash')],
])('who may not %s takes money only by a manager’s leave, once', (permission, key) => {
  const till = sellingWithout(permission)
  till.do('12⏎', key)
  expect(layer(till)).toEqual(['take_payment', permission])
  till.do('9⏎9999⏎')
  if (till.state().screen.name === 'tender') till.do('100⏎')
  expect(till.shop.sales[0]?.authorisations).toEqual([{ permission, authorisedBy: meera.id }])
  till.do('12⏎', action('card'))
  expect(layer(till)).toEqual(['take_payment', permission])
})

test('the amount that was typed before the key is paid once it is allowed', () => {
  const till = sellingWithout('process_payments')
  till.do('12⏎', '50', action('cash'), '9⏎9999⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, tenders: [{ amountMinor: 5_000 }] })
})

test('who may not open a shift calls a manager to the float', () => {
  const till = startTinyTill()
  till.shop.operators.set(1, { ...asha, denials: ['open_shift'] })
  till.do(
    { type: 'started', recovered: undefined, shift: undefined, openIntents: [], unclaimed: [] },
    '1⏎1111⏎',
    '1000⏎',
  )
  expect(layer(till)).toEqual(['open_shift', 'open_shift'])
  till.do('9⏎9999⏎')
  expect(till.state()).toMatchObject({
    screen: { name: 'sell' },
    operator: { id: asha.id },
    shift: { openedBy: asha.id },
  })
})
