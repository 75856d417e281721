import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tillActions } from '#kiosk/state/till-action.ts'
import { whyNot } from '#kiosk/state/why-not.ts'
import { anyHappening } from '#tests/kiosk/state/any-input.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

test('a disabled key says what it will say when it is pressed', () => {
  fc.assert(
    fc.property(fc.array(anyHappening, { maxLength: 40 }), fc.constantFrom(...tillActions), (happenings, name) => {
      const till = startSelling()
      for (const happening of happenings) till.do(...happening(till))
      const { screen, isSwallowing, entry } = till.state()
      fc.pre((screen.name === 'sell' || screen.name === 'tender') && !isSwallowing && entry === '')
      const why = whyNot(till.state(), name)
      fc.pre(why !== undefined)
      const { notice } = till.do(action(name))
      const isMeant = notice?.key === why || notice?.key === 'key_ignored_here'
      expect(isMeant).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('what the keys of an empty till, a sale and a payment say', () => {
  const till = startSelling()
  const say = () =>
    tillActions.map((name) => `${name} ${whyNot(till.state(), name) ?? ''}`).filter((text) => !text.endsWith(' '))
  const always = ['give_back give_back_none']
  const discounts = ['discount', 'order_discount', 'override_price']
  const typed = ['department type_amount_first', 'quantity type_quantity_first']
  const items = ['cancel_sale', 'card', 'cash', 'hold', 'tenders', 'total', 'void', ...discounts].map(
    (name) => `${name} basket_empty`,
  )
  expect(say().toSorted()).toEqual([...always, ...typed, ...items].toSorted())
  till.do('12⏎', '3')
  expect(say().toSorted()).toEqual([...always, 'recall basket_not_empty', 'void_sale basket_not_empty'].toSorted())
  till.do('⎋0*')
  expect(say()).toEqual(expect.arrayContaining(['cash quantity_first', 'total quantity_first']))
  till.do('⎋+')
  expect(say()).toContain('void money_first')
  till.do('5⏎⎋')
  expect(say()).toEqual(expect.arrayContaining(['hold paid_already', 'cancel_sale paid_already']))
})
