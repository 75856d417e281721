import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Basket, BasketLine } from '#core/basket/basket.ts'
import { whyNoSale } from '#core/basket/fits-sale.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { makeSellingRules } from '#core/basket/selling-rules.ts'
import { sealEntry } from '#core/journal/seal.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { BASKET_LINES_MAX, type Sale } from '#core/sale/sale.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'
import { accepted, cardTender, facts } from '#tests/core/sale/any-sale.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const group = {
  id: 1,
  name: 'Sales tax',
  isInclusive: false,
  rates: [1, 2, 3, 4].map((id) => ({ id, name: `Rate ${id}`, ratePpm: 10_000 * id })),
}

/** An offer of every kind for each of ten departments, and a coupon and a discount of the cashier's on top. */
const everyKind = (departmentId: number): Promotion[] => {
  const items = { kind: 'departments' as const, ids: [departmentId] }
  const offers: Promotion['offer'][] = [
    { kind: 'percent_off', items, ratePpm: 50_000 },
    { kind: 'amount_off', items, amountMinor: 3 },
    { kind: 'buy_x_get_y', buy: items, buyCount: 2, get: items, getCount: 1, ratePpm: 500_000 },
    { kind: 'multi_buy', items, count: 3, priceMinor: 250 },
    { kind: 'mix_and_match', parts: [{ items, count: 4 }], off: { kind: 'percent', ratePpm: 300_000 } },
    { kind: 'threshold', items, minimumMinor: 1_000, off: { kind: 'percent', ratePpm: 20_000 } },
  ]
  return offers.map((offer, index) => ({
    id: departmentId * 10 + index,
    name: `An offer of ${offer.kind} for department ${departmentId}`,
    isActive: true,
    offer,
  }))
}

const rules = makeSellingRules(undefined, Array.from({ length: 10 }, (_, index) => everyKind(index + 1)).flat())

const line = (number: number, more: Partial<BasketLine>): BasketLine => ({
  line: number,
  productId: number,
  departmentId: (number % 10) + 1,
  code: String(4_000_000_000_000 + number),
  name: `Product number ${number} of the shop, 500 g`,
  quantity: { unit: 'piece', count: (number % 9) + 1 },
  quantitySource: 'keyed',
  unitPriceMinor: 100 + (number % 50),
  priceSource: 'catalogue',
  taxGroupId: 1,
  ageLimitYears: null,
  isVoided: false,
  ...more,
})

const OPENED_AT = '2026-03-02T10:00:00.000Z'
const basketOf = (count: number, more: Partial<BasketLine>): Basket => ({
  saleId: '019aa0c0-0000-7000-8000-000000000001',
  openedAt: OPENED_AT,
  heldBasketId: null,
  lines: Array.from({ length: count }, (_, index) => line(index + 1, more)),
  taxGroups: [group],
  openedLocal: promotionTimeOf('2026-03-02 10:00', OPENED_AT),
  orderDiscount: { off: { kind: 'percent', ratePpm: 10_000 }, reason: 'Damaged packaging' },
  coupons: [
    {
      coupon: {
        id: 1,
        code: 'SAVE10',
        off: { kind: 'percent', ratePpm: 100_000 },
        isActive: true,
        isStackable: true,
      },
    },
  ],
})

const saleOf = (basket: Basket): Sale => {
  const { totalMinor } = priceBasket(basket, rules).totals
  const part = Math.floor(totalMinor / TENDERS_MAX)
  const tenders = Array.from({ length: TENDERS_MAX }, (_, index) => ({
    ...cardTender(index === 0 ? totalMinor - part * (TENDERS_MAX - 1) : part),
    approvalCode: 'न'.repeat(16),
    scheme: 'न'.repeat(32),
  }))
  return accepted(completeSale(basket, tenders, facts, rules))
}

const seal = (sale: Sale): void => {
  sealEntry(
    {
      stream: '019aa0c0-0000-7000-8000-000000000002',
      seq: 1,
      id: '019aa0c0-0000-7000-8000-000000000003',
      type: 'sale_completed',
      at: OPENED_AT,
      clockTrusted: true,
      monotonicMs: 1,
      businessDate: '2026-03-02',
      actor: { kind: 'operator', id: 1 },
      body: sale,
      prevHash: '0'.repeat(64),
    },
    sha256,
  )
}

const fits = (sale: Sale): boolean => {
  try {
    seal(sale)
    return true
  } catch {
    return false
  }
}

describe('a sale of as many lines as a receipt roll holds', () => {
  it('fits with every kind of offer, a coupon and two discounts of the cashier on each line', () => {
    const basket = basketOf(BASKET_LINES_MAX, {
      discount: { kind: 'percent', ratePpm: 20_000 },
      reason: 'Loyal customer',
    })
    const priced = priceBasket(basket, rules)
    expect(whyNoSale(basket, priced)).toBeUndefined()
    const sources = new Set(priced.lines.flatMap(({ discounts = [] }) => discounts.map(({ source }) => source)))
    expect(sources).toEqual(new Set(['line', 'order', 'promotion', 'coupon']))
    expect(() => seal(saleOf(basket))).not.toThrow()
  })
})

describe('a sale that does not fit', () => {
  it('is said to be full before anything is paid', () => {
    const basket = basketOf(BASKET_LINES_MAX, {
      name: 'न'.repeat(100),
      code: '9'.repeat(64),
      reason: 'न'.repeat(60),
      discount: { kind: 'percent', ratePpm: 20_000 },
      attributes: { lot: 'L'.repeat(20), expiryDate: '2027-01-01', serial: 'S'.repeat(64) },
    })
    expect(whyNoSale(basket, priceBasket(basket, rules))).toMatchObject({ code: 'basket_full' })
    expect(() => seal(saleOf(basket))).toThrow('A journal entry is at most 512 KiB.')
  })

  it('is never let through', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: BASKET_LINES_MAX }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 60 }),
        (count, nameLength, reasonLength) => {
          const basket = basketOf(count, {
            name: 'न'.repeat(nameLength),
            code: '9'.repeat(64),
            reason: 'न'.repeat(reasonLength),
            discount: { kind: 'percent', ratePpm: 20_000 },
          })
          const isFull = whyNoSale(basket, priceBasket(basket, rules)) !== undefined
          expect(isFull || fits(saleOf(basket))).toBe(true)
        },
      ),
      // Each is a sale of hundreds of kilobytes.
      { numRuns: 5 },
    )
  })
})
