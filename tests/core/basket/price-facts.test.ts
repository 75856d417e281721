import { describe, expect, it } from 'vitest'
import { attachCoupon } from '#core/basket/basket-coupons.ts'
import type { Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import { addWithDeposit } from '#core/basket/deposit.ts'
import { discountLine, discountOrder } from '#core/basket/give-discount.ts'
import { overridePrice } from '#core/basket/override-price.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { makeSellingRules, PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { noon, promotion } from '#tests/core/promotion/any-promotion.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'
import { tinyPolicy } from '#tests/support/tiny-catalogue.ts'

const rate = (ratePpm: number) => [{ id: 1, name: 'VAT', ratePpm }]
/** 20 % until the 19th of March, 25 % from it on. */
const group: TaxGroup = {
  id: 1,
  name: 'Standard',
  isInclusive: false,
  rates: rate(200_000),
  changes: [{ from: '2026-03-19', isInclusive: false, rates: rate(250_000) }],
}

const add = (basket: Basket, priceMinor: number, count = 1, more: Partial<Product> = {}): Basket =>
  accepted(
    addProduct(basket, product({ priceMinor, ...more }), group, {
      code: '',
      quantity: { unit: 'piece', count },
      quantitySource: 'keyed',
      unitPriceMinor: priceMinor,
      priceSource: 'catalogue',
    }),
  )

const open: Basket = { ...EMPTY, openedLocal: noon }
const threeForTwo = promotion(1, {
  kind: 'multi_buy',
  items: { kind: 'products', ids: [1] },
  count: 3,
  priceMinor: 500,
})
const rules = makeSellingRules(undefined, [threeForTwo])
const coupon: Coupon = {
  id: 9,
  code: 'TEN',
  off: { kind: 'amount', amountMinor: 100 },
  isActive: true,
  isStackable: true,
}

describe('offers in a basket', () => {
  it('stand on the lines and in the sale, in the order in which they apply', () => {
    const seven = accepted(
      discountLine(add(add(open, 250, 7), 40, 1, { id: 2 }), 2, {
        off: { kind: 'amount', amountMinor: 10 },
        reason: 'Short date',
      }),
    )
    const basket = accepted(
      discountOrder(attachCoupon(seven, { coupon: { ...coupon, name: 'Ten off' } }), {
        off: { kind: 'percent', ratePpm: 100_000 },
        reason: 'Goodwill',
      }),
    )
    // 17.50 and 0.40; less 0.10 by hand, two sets of 7.50 for 5.00, the coupon, then a tenth of 11.80.
    const { lines, totals, discounts, isExact, refusedCoupons } = priceBasket(basket, rules)
    expect(discounts).toEqual([
      { source: 'line', id: null, name: '', amountMinor: 10 },
      { source: 'promotion', id: 1, name: 'Promotion 1', amountMinor: 500, times: 2 },
      { source: 'coupon', id: 9, name: 'Ten off', amountMinor: 100 },
      { source: 'order', id: null, name: 'Goodwill', amountMinor: 118 },
    ])
    expect(lines.map(({ discountMinor, netMinor, grossMinor }) => [discountMinor, netMinor, grossMinor])).toEqual([
      [713, 1_037, 1_244],
      [15, 25, 30],
    ])
    expect(lines[1]).toMatchObject({
      discountReason: 'Short date',
      discounts: [{ source: 'line', id: null, amountMinor: 10 }, { source: 'coupon' }, { source: 'order' }],
    })
    expect(totals.discountMinor).toBe(728)
    expect([isExact, refusedCoupons]).toEqual([true, []])
  })

  it('are those of the moment at which it opened; without it there are none', () => {
    const plain = attachCoupon(add(EMPTY, 250, 3), { coupon })
    expect(priceBasket(plain, rules)).toMatchObject({ discounts: [], isExact: true, refusedCoupons: [] })
    const weekend = makeSellingRules(undefined, [{ ...threeForTwo, window: { weekdays: [6, 7] } }])
    expect(priceBasket(add(open, 250, 3), weekend).discounts).toEqual([])
    expect(priceBasket(add({ ...open, openedLocal: { ...noon, weekday: 6 } }, 250, 3), weekend).discounts).toHaveLength(
      1,
    )
  })

  it('ask who buys', () => {
    const members = makeSellingRules(undefined, [{ ...threeForTwo, customerGroupIds: [4] }])
    const basket = add(open, 250, 3)
    expect(priceBasket(basket, members).discounts).toEqual([])
    const customer = { id: 1, name: 'Jo', phoneEnd: '', groupIds: [4], loyaltyPoints: 0 }
    expect(priceBasket({ ...basket, customer }, members).totals.discountMinor).toBe(250)
  })

  it('touch nothing that was voided, and nothing that no discount touches', () => {
    const voided = accepted(voidLine(add(add(open, 250, 3), 250, 2), 1))
    expect(priceBasket(voided, rules).discounts).toEqual([])
    const fixed = add(open, 250, 3, { rules: { isDiscountable: false } })
    expect(priceBasket(fixed, rules).discounts).toEqual([])
  })

  it('that take nothing are told, with the reason', () => {
    const basket = attachCoupon(add(open, 250), { coupon: { ...coupon, minimumMinor: 251 } })
    expect(priceBasket(basket, rules).refusedCoupons).toMatchObject([
      { couponId: 9, error: { code: 'coupon_minimum' } },
    ])
  })
})

describe('the tax of a basket', () => {
  it('is that of the day on which it is paid, else of the day on which it opened', () => {
    const taxOf = (basket: Basket): number => priceBasket(basket, PLAIN_RULES).totals.taxMinor
    expect(taxOf(add(EMPTY, 1_000))).toBe(200)
    expect(taxOf(add(open, 1_000))).toBe(200)
    expect(taxOf(add({ ...open, openedLocal: { ...noon, date: '2026-03-19' } }, 1_000))).toBe(250)
    expect(taxOf(add({ ...open, taxDate: '2026-03-19' }, 1_000))).toBe(250)
    expect(taxOf(add({ ...open, openedLocal: { ...noon, date: '2026-03-19' }, taxDate: '2026-03-18' }, 1_000))).toBe(
      200,
    )
  })

  it('is not taken from who is exempt: by certificate, or as a customer', () => {
    const exemption = { kind: 'customer', reference: 'X-1' } as const
    const customer = { id: 1, name: 'Jo', phoneEnd: '', groupIds: [], loyaltyPoints: 0, exemption }
    const basket = add(open, 1_000)
    for (const exempt of [
      { ...basket, customer },
      { ...basket, exemption },
    ]) {
      const { totals, lines } = priceBasket(exempt, PLAIN_RULES)
      expect([totals.taxMinor, totals.totalMinor]).toEqual([0, 1_000])
      expect(lines[0]).not.toHaveProperty('exemptMinor')
    }
    // Where the price holds the tax, the line says how much of it is not paid.
    const gross: Basket = { ...basket, taxGroups: [{ id: 1, name: 'VAT', isInclusive: true, rates: rate(250_000) }] }
    expect(priceBasket({ ...gross, exemption }, PLAIN_RULES).lines[0]).toMatchObject({
      grossMinor: 800,
      exemptMinor: 200,
    })
    expect(priceBasket(gross, PLAIN_RULES).lines[0]).not.toHaveProperty('exemptMinor')
    // A certificate for other taxes stands in place of the customer's own exemption.
    const certificate: TaxExemption = { kind: 'certificate', reference: 'C-1', rateIds: [2] }
    expect(priceBasket({ ...basket, customer, exemption: certificate }, PLAIN_RULES).totals.taxMinor).toBe(200)
  })

  it('is rounded as the shop says, each line on its own where it says nothing', () => {
    // Three at 0.02: 0.004 of tax each, 0.012 together.
    const basket = add(add(add(open, 2), 2), 2)
    const taxOf = (policy: Policy | undefined): number =>
      priceBasket(basket, makeSellingRules(policy, [])).totals.taxMinor
    const policy: Policy = { ...tinyPolicy, taxRounding: { level: 'receipt', mode: 'half_up' } }
    expect([taxOf(undefined), taxOf(policy)]).toEqual([0, 1])
  })
})

describe('a line of a sale', () => {
  it('has what its line in the basket had, and nothing that it had not', () => {
    const bottle = product({ id: 30, priceMinor: 25, rules: { isDeposit: true } })
    const sold = accepted(
      addWithDeposit(
        open,
        { product: product({ departmentId: 3 }), taxGroup: group },
        {
          code: '77',
          quantity: { unit: 'piece', count: 2 },
          quantitySource: 'label',
          unitPriceMinor: 250,
          priceSource: 'catalogue',
          attributes: { lot: 'L7', expiryDate: '2026-04-01' },
        },
        { product: bottle, taxGroup: { ...group, id: 2, rates: [], changes: [] } },
      ),
    )
    const basket = accepted(overridePrice(sold, 1, { priceMinor: 200, reason: 'Price match' }))
    expect(priceBasket(basket, PLAIN_RULES).lines).toStrictEqual([
      {
        line: 1,
        productId: 1,
        departmentId: 3,
        code: '77',
        name: 'Bread',
        quantity: { unit: 'piece', count: 2 },
        quantitySource: 'label',
        unitPriceMinor: 200,
        priceSource: 'override',
        discountMinor: 0,
        netMinor: 400,
        grossMinor: 480,
        taxGroupId: 1,
        taxes: [{ rateId: 1, ratePpm: 200_000, taxMinor: 80 }],
        originalPriceMinor: 250,
        reason: 'Price match',
        attributes: { lot: 'L7', expiryDate: '2026-04-01' },
      },
      {
        line: 2,
        productId: 30,
        departmentId: null,
        code: '',
        name: 'Bread',
        quantity: { unit: 'piece', count: 2 },
        quantitySource: 'keyed',
        unitPriceMinor: 25,
        priceSource: 'catalogue',
        discountMinor: 0,
        netMinor: 50,
        grossMinor: 50,
        taxGroupId: 2,
        taxes: [],
        kind: 'deposit',
        depositOf: 1,
      },
    ])
  })

  it.each([
    ['a reason', { reason: 'Damaged goods' }],
    ['the reason of a discount', { discountReason: 'Damaged goods' }],
    ['a first price', { originalPriceMinor: 300 }],
    ['attributes', { attributes: { serial: 'S1' } }],
    ['a kind', { kind: 'deposit' }],
  ] as const)('may have %s alone', (_what, facts) => {
    const [line] = add(open, 250).lines
    if (line === undefined) throw new Error('A line was added.')
    const basket: Basket = { ...add(open, 250), lines: [{ ...line, ...facts }] }
    expect(priceBasket(basket, PLAIN_RULES).lines[0]).toMatchObject(facts)
    const plain = priceBasket(add(open, 250), PLAIN_RULES).lines[0] ?? {}
    expect(Object.keys(plain)).not.toContain(Object.keys(facts)[0])
  })
})
