import { describe, expect, it } from 'vitest'
import { attachCustomer } from '#core/basket/attach-customer.ts'
import { addOpenAmount, addProduct } from '#core/basket/change-basket.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { memberPrice } from '#core/customer/member-price.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { department, EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const group: TaxGroup = { id: 1, name: 'A', isInclusive: true, rates: [] }
const customer: SaleCustomer = { id: 1, name: 'Jane', phoneEnd: '', groupIds: [2, 3], loyaltyPoints: 0 }
const price = (customerGroupId: number, priceMinor: number) => ({ customerGroupId, priceMinor })
const bread = product({ rules: { groupPrices: [price(2, 200), price(3, 220), price(4, 1)] } })

describe('what somebody pays', () => {
  it('is the lowest price of their groups, and never more than on the shelf', () => {
    expect(memberPrice(bread, customer)).toEqual({ unitPriceMinor: 200, priceSource: 'customer_group' })
    expect(memberPrice(bread, undefined)).toEqual({ unitPriceMinor: 250, priceSource: 'catalogue' })
    expect(memberPrice(product(), customer)).toEqual({ unitPriceMinor: 250, priceSource: 'catalogue' })
    const dearer = product({ rules: { groupPrices: [price(2, 300)] } })
    expect(memberPrice(dearer, customer)).toEqual({ unitPriceMinor: 250, priceSource: 'catalogue' })
  })
})

describe('a customer', () => {
  const added = { code: '', quantity: { unit: 'piece', count: 1 }, quantitySource: 'keyed' } as const
  const listed = { ...added, unitPriceMinor: 250, priceSource: 'catalogue' } as const
  const one = accepted(addProduct(EMPTY, bread, group, listed))
  const labelled = accepted(addProduct(one, bread, group, { ...listed, unitPriceMinor: 99, priceSource: 'label' }))
  const basket = accepted(addOpenAmount(labelled, department, group, { ...added, amountMinor: 500 }))

  it('brings the prices of their groups to what has a price of the shop, and takes them along', () => {
    const attached = attachCustomer(basket, customer, () => bread)
    expect(attached.customer).toBe(customer)
    expect(attached.lines.map(({ unitPriceMinor }) => unitPriceMinor)).toEqual([200, 99, 500])
    expect(attachCustomer(attached, undefined, () => bread)).toStrictEqual(basket)
  })

  it('changes nothing of what the catalogue does not have any more', () => {
    expect(attachCustomer(basket, customer, () => undefined).lines).toEqual(basket.lines)
  })
})
