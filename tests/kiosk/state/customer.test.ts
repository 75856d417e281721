import { expect, test } from 'vitest'
import type { Product } from '#core/catalogue/product.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import { asha } from '#tests/support/tiny-catalogue.ts'
import { action, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const CUSTOMER = action('customer')

const jane: SaleCustomer = { id: 31, name: 'Jane Doe', phoneEnd: '4321', groupIds: [2], loyaltyPoints: 120 }
const janet: SaleCustomer = {
  id: 32,
  name: 'Janet Exempt',
  phoneEnd: '',
  groupIds: [],
  loyaltyPoints: 0,
  exemption: { kind: 'customer', reference: 'NGO-1' },
}

const found = (...customers: readonly SaleCustomer[]): HubReply => ({
  outcome: 'answered',
  operation: 'customer_search',
  result: { customers },
})

/** A till at whose hub Jane and Janet are known, and milk costs members 70.00. */
const selling = (): TinyTill => {
  const till = startSelling()
  const milk: Product | undefined = till.shop.products.get(1)
  if (milk === undefined) throw new Error('The shop has milk.')
  const groupPrices = [
    { customerGroupId: 2, priceMinor: 7_000 },
    { customerGroupId: 3, priceMinor: 1 },
  ]
  till.shop.products.set(1, { ...milk, rules: { groupPrices } })
  till.store.hub = () => found(jane, janet)
  return till
}

test('somebody is found by a few letters, chosen and attached; members’ prices apply at once, before and after', () => {
  const till = selling()
  till.do('12⏎', CUSTOMER, 'jan⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'customer', found: [jane, janet] }, entry: '' })
  till.do('⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'customer_attached' } })
  till.do('12⏎')
  const lines = till.state().basket?.lines.map(({ unitPriceMinor, priceSource }) => [unitPriceMinor, priceSource])
  expect(lines).toEqual([
    [7_000, 'customer_group'],
    [7_000, 'customer_group'],
  ])
  till.do(CUSTOMER, action('void'))
  expect(till.state()).toMatchObject({ notice: { key: 'customer_detached' }, basket: { saleId: expect.any(String) } })
  expect(till.state().basket?.customer).toBeUndefined()
  expect(till.state().priced?.totals.totalMinor).toBe(14_800)
})

test('a sale names its customer by number alone', () => {
  const till = selling()
  till.do('12⏎', CUSTOMER, 'jane⏎⏎', '+70⏎')
  expect(till.shop.sales[0]).toMatchObject({ customerId: 31, totals: { totalMinor: 7_000 } })
  expect(JSON.stringify(till.shop.sales[0])).not.toContain('Jane')
})

test('a price that a person or a label has given stays', () => {
  const till = selling()
  till.do('12⏎', '50', action('override_price'), '⏎9⏎9999⏎', scan('2000077249904'))
  const before = till.state().basket?.lines
  till.do(CUSTOMER, 'jane⏎⏎')
  expect(till.state().basket?.lines).toEqual(before)
})

test('an exempt customer pays no tax', () => {
  const till = selling()
  till.do('14⏎', CUSTOMER, 'jan⏎↓⏎')
  expect(till.state().priced?.totals).toMatchObject({ taxMinor: 0, totalMinor: 2_000 - 305 })
})

test('somebody is attached before the first item, and the card is scanned where a customer is looked for', () => {
  const till = selling()
  till.do(CUSTOMER, scan('MEMBER-77'), '⏎')
  expect(till.store.effects.find(({ type }) => type === 'ask_hub')).toMatchObject({ fields: { text: 'MEMBER-77' } })
  expect(till.state().basket).toMatchObject({ customer: { name: 'Jane Doe' }, lines: [] })
  till.do('12⏎')
  expect(till.state().priced?.totals.totalMinor).toBe(7_000)
})

test('what is typed already is looked for at once; the number of a payment card goes nowhere', () => {
  const till = selling()
  till.do('5550125', CUSTOMER)
  expect(till.state().screen).toMatchObject({ name: 'customer', found: [jane, janet] })
  const asked = (): number => till.store.effects.filter(({ type }) => type === 'ask_hub').length
  const before = asked()
  expect(till.do(scan('4111111111111111')).notice?.key).toBe('card_number_refused')
  expect(till.do(scan('x'.repeat(101))).notice?.key).toBe('type_customer_first')
  expect(asked()).toBe(before)
})

test.each<[string, HubReply, string]>([
  ['away', { outcome: 'away' }, 'hub_needed'],
  ['nobody', found(), 'customer_none'],
])('what the hub says is said: %s', (_what, reply, key) => {
  const till = selling()
  till.store.hub = () => reply
  expect(till.do(CUSTOMER, 'jane⏎').notice?.key).toBe(key)
  expect(till.do('⏎').notice?.key).toBe('type_customer_first')
  expect(till.do(action('void')).notice?.key).toBe('customer_not_attached')
  expect(till.do('⎋').screen.name).toBe('sell')
})

test('an answer to an earlier question changes nothing', () => {
  const till = selling()
  till.store.hub = () => undefined
  till.do(CUSTOMER, 'jane⏎')
  const { screen } = till.state()
  if (screen.name !== 'customer' || screen.searchId === undefined) throw new Error('A question is open.')
  const { searchId } = screen
  const before = till.do('bob⏎')
  const purpose = { type: 'customer_search', searchId } as const
  expect(till.do({ type: 'hub_answered', purpose, reply: found(jane) })).toEqual(before)
  const after = till.do('⎋')
  expect(till.do({ type: 'hub_answered', purpose, reply: found(jane) })).toEqual(after)
})

test('who may not see customers needs a manager to look one up', () => {
  const till = selling()
  till.shop.operators.set(1, { ...asha, denials: ['view_customers'] })
  till.do(action('sign_out'), '1⏎1111⏎', '12⏎', CUSTOMER)
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'view_customers' })
  expect(till.do('9⏎9999⏎').screen.name).toBe('customer')
})
