import { describe, expect, it } from 'vitest'
import type { Basket, BasketLine } from '#core/basket/basket.ts'
import {
  addOpenAmount,
  addProduct,
  changeQuantity,
  EMPTIES_COUNT_MAX,
  recallBasket,
  voidLine,
} from '#core/basket/change-basket.ts'
import { takeEmptiesBack } from '#core/basket/deposit.ts'
import { whyNoSale } from '#core/basket/fits-sale.ts'
import { discountLine, discountOrder, isBeyondDiscountLimit } from '#core/basket/give-discount.ts'
import { hasUnapprovedPrice, overridePrice } from '#core/basket/override-price.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { approvedAsItIs } from '#core/basket/stale-approval.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { Off } from '#core/promotion/promotion.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { department, EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const group = { id: 1, name: 'None', isInclusive: true, rates: [] }
const pieces = (count: number): Quantity => ({ unit: 'piece', count })
const grams = (weightGrams: number): Quantity => ({ unit: 'gram', weightGrams })

const deposit = { product: product({ id: 30, priceMinor: 25, rules: { isDeposit: true } }), taxGroup: group }
const emptiesOf = (count: number, from: Basket = EMPTY) => takeEmptiesBack(from, deposit, { count, code: '30' })

const added = (basket: Basket, unitPriceMinor: number, quantity = pieces(2), more: Partial<BasketLine> = {}) => {
  const priceUnit = quantity.unit === 'gram' ? 'kilogram' : 'piece'
  const facts = { code: '', quantity, quantitySource: 'keyed', unitPriceMinor, priceSource: 'catalogue' } as const
  return addProduct(basket, product({ priceUnit }), group, { ...facts, ...more })
}
const add = (...what: Parameters<typeof added>): Basket => accepted(added(...what))

/** Two at 20.00, two at 5.00. */
const two = add(add(EMPTY, 2_000), 500)
const phone = add(EMPTY, 100, pieces(1), { attributes: { serial: 'S1' } })
const why = (off: Off) => ({ off, reason: 'Goodwill' })
const amount = (amountMinor: number): Off => ({ kind: 'amount', amountMinor })
const percent = (of: number): Off => ({ kind: 'percent', ratePpm: of * 10_000 })
const price = (priceMinor: number, line = 1) => overridePrice(two, line, { priceMinor, reason: 'Price match' })

describe('a refusal says what is wrong, and by how much', () => {
  const full: Basket = { ...two, lines: Array.from({ length: 250 }, () => two.lines).flat() }
  const cases: ReadonlyArray<readonly [string, object, Basket | DomainError | undefined]> = [
    ['basket_full', { linesMax: 500 }, added(full, 1)],
    ['price_out_of_range', { maxMinor: PRICE_MAX_MINOR }, added(EMPTY, -1)],
    ['price_out_of_range', { maxMinor: PRICE_MAX_MINOR }, price(-1)],
    ['price_out_of_range', { maxMinor: PRICE_MAX_MINOR }, price(PRICE_MAX_MINOR + 1)],
    [
      'quantity_out_of_range',
      { priceUnit: 'kilogram' },
      addProduct(EMPTY, product({ priceUnit: 'kilogram' }), group, {
        code: '',
        quantity: pieces(1),
        quantitySource: 'keyed',
        unitPriceMinor: 1,
        priceSource: 'catalogue',
      }),
    ],
    ['quantity_out_of_range', { line: 1 }, changeQuantity(two, 1, grams(5), 'keyed')],
    ['quantity_out_of_range', {}, changeQuantity(accepted(emptiesOf(1)), 1, pieces(EMPTIES_COUNT_MAX + 1), 'keyed')],
    [
      'amount_invalid',
      { maxMinor: PRICE_MAX_MINOR },
      addOpenAmount(EMPTY, department, group, { amountMinor: 0, quantity: pieces(1), code: '' }),
    ],
    ['serial_one_each', { line: 1 }, changeQuantity(phone, 1, pieces(2), 'keyed')],
    ['line_not_found', { line: 9 }, voidLine(two, 9)],
    ['line_not_found', { line: 9 }, discountLine(two, 9, why(amount(1)))],
    ['line_not_found', { line: 9 }, price(1, 9)],
    ['not_discountable', { line: 1 }, overridePrice(accepted(emptiesOf(1)), 1, { priceMinor: 1, reason: '' })],
    ['not_discountable', {}, discountOrder(EMPTY, why(amount(1)))],
    ['discount_too_large', { maxMinor: 4_000 }, discountLine(two, 1, why(amount(4_001)))],
    [
      'basket_empty',
      {},
      recallBasket(EMPTY, {
        saleId: '',
        heldBasketId: '',
        openedAt: '',
        openedLocal: promotionTimeOf('2026-03-01 10:00', ''),
      }),
    ],
    ['not_found', {}, takeEmptiesBack(EMPTY, { product: product(), taxGroup: group }, { count: 1, code: '' })],
    ['quantity_out_of_range', {}, emptiesOf(0)],
  ]

  it.each(cases)('%s %o', (code, details, refusal) => {
    expect(refusal).toBeInstanceOf(DomainError)
    expect(refusal).toMatchObject({ code, details, message: expect.stringMatching(/^[A-Z].+\.$/u) as string })
  })
})

describe('what is just within the limits is done', () => {
  it('empties come back from one to 999 at once, in whole pieces', () => {
    for (const count of [1, EMPTIES_COUNT_MAX])
      expect(accepted(emptiesOf(count)).lines[0]?.quantity).toEqual(pieces(count))
    for (const count of [0, EMPTIES_COUNT_MAX + 1, 1.5]) expect(emptiesOf(count)).toBeInstanceOf(DomainError)
    const more = accepted(changeQuantity(accepted(emptiesOf(1)), 1, pieces(EMPTIES_COUNT_MAX), 'keyed'))
    expect(more.lines[0]?.quantity).toEqual(pieces(EMPTIES_COUNT_MAX))
  })

  it('a price is changed to nothing, or to the dearest', () => {
    for (const priceMinor of [0, PRICE_MAX_MINOR])
      expect(accepted(price(priceMinor)).lines[0]?.unitPriceMinor).toBe(priceMinor)
  })

  it('a discount is taken back also from what may not be reduced any more', () => {
    const reduced = accepted(discountLine(two, 1, why(amount(100))))
    const [first, ...others] = reduced.lines
    if (first === undefined) throw new Error('There are two lines.')
    const fixed: Basket = { ...reduced, lines: [{ ...first, isDiscountable: false }, ...others] }
    expect(accepted(discountLine(fixed, 1, undefined)).lines[0]).not.toHaveProperty('discount')
  })
})

describe('what a manager allowed', () => {
  const discounted = accepted(discountLine(two, 1, why(percent(50))))
  const allowed = { permission: 'override_discount_limit', authorisedBy: 7 } as const

  it('is that act alone: no other permission, and no other line, lets a discount or a price pass', () => {
    const other = { permission: 'sell_expired', authorisedBy: 7, line: 1 } as const
    expect(isBeyondDiscountLimit({ ...discounted, authorisations: [other] })).toBe(true)
    const priced = accepted(price(1))
    const allows = (...authorisations: Basket['authorisations'] & object): boolean =>
      !hasUnapprovedPrice({ ...priced, authorisations })
    expect(allows({ permission: 'override_prices', authorisedBy: 7, line: 1 })).toBe(true)
    expect(allows({ permission: 'override_prices', authorisedBy: 7, line: 2 })).toBe(false)
    expect(allows({ ...allowed, line: 1 }, other)).toBe(false)
    expect(allows()).toBe(false)
  })

  it('is not needed where the discounts come to just the limit together', () => {
    // 10 % of 50.00 is 5.00.
    const line = accepted(discountLine(two, 1, why(amount(200))))
    expect(isBeyondDiscountLimit(accepted(discountOrder(line, why(amount(300)))))).toBe(false)
    expect(isBeyondDiscountLimit(accepted(discountOrder(line, why(amount(301)))))).toBe(true)
  })

  it('covers no more weight than there was, and less of it only where a part was taken off', () => {
    const ham = add(EMPTY, 2_000, grams(500))
    const after = (off: Off, weightGrams: number): unknown => {
      const given = accepted(discountLine(ham, 1, why(off)))
      const approved = { ...given, authorisations: [{ ...allowed, line: 1 }] }
      return accepted(changeQuantity(approved, 1, grams(weightGrams), 'scale')).authorisations
    }
    expect(after(percent(50), 501)).toEqual([])
    expect(after(percent(50), 500)).toHaveLength(1)
    expect(after(percent(50), 400)).toHaveLength(1)
    expect(after(amount(500), 400)).toEqual([])
  })

  it('stays where the price was changed and less of it is sold', () => {
    const priced = {
      ...accepted(price(1)),
      authorisations: [{ permission: 'override_prices', authorisedBy: 7, line: 1 }] as const,
    }
    expect(accepted(changeQuantity(priced, 1, pieces(1), 'keyed')).authorisations).toHaveLength(1)
  })

  it('outlives the discount on the whole sale without harm', () => {
    expect(accepted(voidLine({ ...two, authorisations: [allowed] }, 1)).authorisations).toEqual([allowed])
  })

  it('is not said of lines that were taken out', () => {
    const voided = accepted(voidLine(discounted, 1))
    expect(approvedAsItIs(voided, 7)).toBe(voided)
  })
})

describe('a sale is too large for the journal', () => {
  const priced = priceBasket(two, PLAIN_RULES)
  const many = <T>(count: number, item: T): T[] => Array<T>(count).fill(item)

  it('by its lines, their discounts, the offers that it names, or what was allowed, each alone', () => {
    expect(whyNoSale(two, priced)).toBeUndefined()
    const discount = { source: 'promotion', id: 123_456_789, amountMinor: 1_234_567 } as const
    const lines = priced.lines.map((line) => Object.assign({}, line, { discounts: many(5_000, discount) }))
    const full = { code: 'basket_full', details: { linesMax: 500 }, message: expect.stringMatching(/\.$/u) as string }
    expect(whyNoSale(two, { ...priced, lines })).toMatchObject(full)
    const offers = many(2_400, { ...discount, name: 'न'.repeat(60) })
    expect(whyNoSale(two, { ...priced, discounts: offers })).toMatchObject(full)
    const authorisations = many(8_000, { permission: 'override_discount_limit', authorisedBy: 7, line: 500 } as const)
    expect(whyNoSale({ ...two, authorisations }, priced)).toMatchObject(full)
  })
})
