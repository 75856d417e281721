import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { couponSchema } from '#core/promotion/coupon.ts'
import { promotionSchema } from '#core/promotion/promotion.ts'
import { selects } from '#core/promotion/selector.ts'
import { all, departments, products, promotion } from '#tests/core/promotion/any-promotion.ts'

const whole = {
  id: 1,
  name: 'Any 3 for 5.00',
  isActive: true,
  offer: {
    kind: 'multi_buy',
    items: { kind: 'departments', ids: [1], exceptProductIds: [7] },
    count: 3,
    priceMinor: 500,
  },
  window: { fromDate: '2026-03-01', toDate: '2026-03-31', weekdays: [1, 7], fromTime: '22:00', toTime: '02:00' },
  customerGroupIds: [1],
  usesPerSaleMax: 2,
}

const coupon = {
  id: 1,
  code: 'SPRING',
  name: 'Spring',
  off: { kind: 'percent', ratePpm: 1_000_000 },
  maxOffMinor: 500,
  minimumMinor: 0,
  isActive: true,
  expiresAt: '2026-03-31T22:00:00.000Z',
  isStackable: false,
  usesMax: 100,
  items: { kind: 'all' },
  customerGroupIds: [1],
}

describe('promotionSchema', () => {
  it.each([
    promotion(1, { kind: 'percent_off', items: all, ratePpm: 1_000_000 }),
    promotion(1, { kind: 'amount_off', items: products(1), amountMinor: 1 }),
    promotion(1, { kind: 'buy_x_get_y', buy: all, buyCount: 1, get: departments(1), getCount: 99, ratePpm: 1 }),
    promotion(1, { kind: 'mix_and_match', parts: [{ items: all, count: 1 }], off: { kind: 'price', priceMinor: 0 } }),
    promotion(1, { kind: 'threshold', items: all, minimumMinor: 0, off: { kind: 'amount', amountMinor: 1 } }),
    whole,
  ])('knows $offer.kind', (row) => {
    expect(Check(promotionSchema, row)).toBe(true)
  })

  it.each([
    ['more than 100 %', { offer: { kind: 'percent_off', items: all, ratePpm: 1_000_001 } }],
    ['nothing off', { offer: { kind: 'percent_off', items: all, ratePpm: 0 } }],
    ['a negative amount', { offer: { kind: 'amount_off', items: all, amountMinor: -1 } }],
    ['a set of none', { offer: { kind: 'multi_buy', items: all, count: 0, priceMinor: 5 } }],
    ['a set of 100,000', { offer: { kind: 'multi_buy', items: all, count: 100_000, priceMinor: 5 } }],
    ['no parts', { offer: { kind: 'mix_and_match', parts: [], off: { kind: 'price', priceMinor: 5 } } }],
    ['no products', { offer: { kind: 'percent_off', items: products(), ratePpm: 1 } }],
    ['an unknown kind', { offer: { kind: 'free_lunch', items: all } }],
    ['the 13th month', { window: { fromDate: '2026-13-01' } }],
    ['25 hours', { window: { fromTime: '25:00' } }],
    ['an 8th day', { window: { weekdays: [8] } }],
    ['no uses', { usesPerSaleMax: 0 }],
    ['a long name', { name: 'x'.repeat(61) }],
  ])('refuses %s', (_, change) => {
    expect(Check(promotionSchema, { ...whole, ...change })).toBe(false)
  })
})

describe('couponSchema', () => {
  it('knows a coupon', () => {
    expect(Check(couponSchema, coupon)).toBe(true)
  })

  it.each([
    ['more than 100 %', { off: { kind: 'percent', ratePpm: 1_000_001 } }],
    ['an empty code', { code: '' }],
    ['a time without milliseconds', { expiresAt: '2026-03-31T22:00:00Z' }],
    ['a local time', { expiresAt: '2026-03-31T22:00:00.000+02:00' }],
    ['no uses', { usesMax: 0 }],
  ])('refuses %s', (_, change) => {
    expect(Check(couponSchema, { ...coupon, ...change })).toBe(false)
  })
})

describe('selects', () => {
  const item = { productId: 5, departmentId: 2 }

  it('asks for the product, the department and the exceptions', () => {
    expect(selects(all, item)).toBe(true)
    expect(selects(products(4, 5), item)).toBe(true)
    expect(selects(products(2), item)).toBe(false)
    expect(selects(departments(2), item)).toBe(true)
    expect(selects(departments(5), item)).toBe(false)
    expect(selects({ kind: 'all', exceptProductIds: [5] }, item)).toBe(false)
    expect(selects({ kind: 'all', exceptProductIds: [2] }, item)).toBe(true)
    expect(selects({ kind: 'departments', ids: [2], exceptProductIds: [5] }, item)).toBe(false)
    expect(selects(products(5), { productId: null, departmentId: null })).toBe(false)
  })
})
