import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import {
  discountableLineMinor,
  discountableMinor,
  discountLine,
  discountOrder,
  isWithinLimit,
} from '#core/basket/give-discount.ts'
import { overridePrice } from '#core/basket/override-price.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Product } from '#core/catalogue/product.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import type { Off } from '#core/promotion/promotion.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { anySellableBasket, EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const group: TaxGroup = { id: 1, name: 'A', isInclusive: true, rates: [{ id: 1, name: 'VAT', ratePpm: 200_000 }] }
const at = { date: '2026-03-14', time: '14:32', weekday: 6, nowIso: '2026-03-14T14:32:00.000Z' }

const add = (basket: Basket, priceMinor: number, more: Partial<Product> = {}): Basket =>
  accepted(
    addProduct(basket, product({ priceMinor, ...more }), group, {
      code: '',
      quantity: { unit: 'piece', count: 2 },
      quantitySource: 'keyed',
      unitPriceMinor: priceMinor,
      priceSource: 'catalogue',
    }),
  )

/** Two at 10.00 and two at 2.50, and a deposit of 0.25 on each of two bottles. */
const basket = add(add(add({ ...EMPTY, openedLocal: at }, 1_000), 250), 25, { rules: { isDeposit: true } })
const percent = (percentOff: number): Off => ({ kind: 'percent', ratePpm: percentOff * 10_000 })
const amount = (amountMinor: number): Off => ({ kind: 'amount', amountMinor })
const reason = fc.constantFrom('Damaged packing', 'Wrong shelf label', 'Goodwill')
const why = (off: Off) => ({ off, reason: 'Short date' })
const totalOf = (of: Basket): number => priceBasket(of, PLAIN_RULES).totals.totalMinor

describe('a discount on a line', () => {
  it('takes a part or an amount off, and 0 takes it back, with its reason', () => {
    const tenth = accepted(discountLine(basket, 1, why(percent(10))))
    expect(totalOf(tenth)).toBe(totalOf(basket) - 200)
    expect(priceBasket(tenth, PLAIN_RULES).lines[0]).toMatchObject({
      discountReason: 'Short date',
      discounts: [{ source: 'line', id: null, amountMinor: 200 }],
    })
    const less = accepted(discountLine(tenth, 1, why(amount(50))))
    expect(totalOf(less)).toBe(totalOf(basket) - 50)
    expect(accepted(discountLine(less, 1, undefined))).toEqual(basket)
  })

  it('takes all off at the most', () => {
    expect(totalOf(accepted(discountLine(basket, 1, why(percent(100)))))).toBe(550)
    expect(totalOf(accepted(discountLine(basket, 1, why(amount(2_000)))))).toBe(550)
    expect(discountLine(basket, 1, why(amount(2_001)))).toMatchObject({
      code: 'discount_too_large',
      details: { maxMinor: 2_000 },
    })
    expect(discountLine(basket, 1, why(percent(101)))).toMatchObject({ code: 'discount_too_large' })
  })

  it('touches no deposit, nothing that costs nothing, and no line that is not there', () => {
    expect(discountLine(basket, 3, why(percent(10)))).toMatchObject({ code: 'not_discountable' })
    expect(discountLine(add(basket, 0), 4, why(percent(10)))).toMatchObject({ code: 'not_discountable' })
    expect(discountLine(basket, 9, why(percent(10)))).toMatchObject({ code: 'line_not_found' })
    expect(discountLine(accepted(voidLine(basket, 1)), 1, why(percent(10)))).toMatchObject({ code: 'line_not_found' })
    expect(discountableLineMinor(basket, 2)).toBe(500)
    expect([3, 9].map((line) => discountableLineMinor(basket, line))).toEqual([0, 0])
  })
})

describe('a discount on the whole sale', () => {
  it('is spread over all that may be discounted, after the discounts on lines, and goes by its reason', () => {
    const line = accepted(discountLine(basket, 1, why(amount(500))))
    expect(discountableMinor(line)).toBe(2_000)
    const all = accepted(discountOrder(line, why(percent(10))))
    const { totals, discounts } = priceBasket(all, PLAIN_RULES)
    expect(totals.totalMinor).toBe(2_550 - 500 - 200)
    expect(discounts).toEqual([
      { source: 'line', id: null, name: '', amountMinor: 500 },
      { source: 'order', id: null, name: 'Short date', amountMinor: 200 },
    ])
    expect(accepted(discountOrder(all, undefined))).toEqual(line)
  })

  it('is refused above what there is, and where there is nothing', () => {
    expect(discountOrder(basket, why(amount(2_501)))).toMatchObject({ details: { maxMinor: 2_500 } })
    expect(discountOrder(EMPTY, why(percent(5)))).toMatchObject({ code: 'not_discountable' })
  })
})

describe('the limit', () => {
  it('counts the share that is given: 10 % where the shop says nothing', () => {
    expect([percent(10), percent(11)].map((off) => isWithinLimit(off, 1_000))).toEqual([true, false])
    expect([amount(100), amount(101)].map((off) => isWithinLimit(off, 1_009))).toEqual([true, false])
    expect(isWithinLimit(amount(1), 9)).toBe(false)
    expect(isWithinLimit(percent(50), 1_000, 500_000)).toBe(true)
    expect(isWithinLimit(amount(1), -100, 1_000_000)).toBe(false)
  })
})

describe('another price', () => {
  it('keeps the first price on the record, however often it changes', () => {
    const once = accepted(overridePrice(basket, 1, { priceMinor: 900, reason: 'Price match' }))
    const twice = accepted(overridePrice(once, 1, { priceMinor: 800, reason: 'Damaged goods' }))
    expect(twice.lines[0]).toMatchObject({
      unitPriceMinor: 800,
      priceSource: 'override',
      originalPriceMinor: 1_000,
      reason: 'Damaged goods',
    })
    expect(totalOf(twice)).toBe(totalOf(basket) - 400)
  })

  it('stays when a discount on the line is taken back', () => {
    const priced = accepted(overridePrice(basket, 1, { priceMinor: 900, reason: 'Price match' }))
    const reduced = accepted(discountLine(priced, 1, why(percent(10))))
    expect(accepted(discountLine(reduced, 1, undefined)).lines[0]).toMatchObject({
      unitPriceMinor: 900,
      originalPriceMinor: 1_000,
      reason: 'Price match',
    })
  })

  it('and a discount have each its own reason, in whichever order they come and go', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('price' as const), minor: fc.integer({ min: 1, max: 2_000 }), reason }),
      fc.record({ kind: fc.constant('discount' as const), minor: fc.integer({ min: 1, max: 100 }), reason }),
      fc.constant({ kind: 'back' as const }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
        let of = basket
        let price: string | undefined
        let discount: string | undefined
        for (const one of acts) {
          if (one.kind === 'price') {
            of = accepted(overridePrice(of, 1, { priceMinor: one.minor, reason: one.reason }))
            price = one.reason
          } else {
            const given = one.kind === 'back' ? undefined : { off: percent(one.minor), reason: one.reason }
            of = accepted(discountLine(of, 1, given))
            discount = given?.reason
          }
        }
        const [own] = of.lines
        expect([own?.reason, own?.discountReason]).toEqual([price, discount])
        const [sold] = priceBasket(of, PLAIN_RULES).lines
        expect([sold?.reason, sold?.discountReason]).toEqual([price, discount])
      }),
    )
  })

  it('is one that a till takes, on a line that has no price of its own law', () => {
    const to = (priceMinor: number, line = 1) => overridePrice(basket, line, { priceMinor, reason: '' })
    expect([to(-1), to(PRICE_MAX_MINOR + 1)]).toMatchObject([
      { code: 'price_out_of_range' },
      { code: 'price_out_of_range' },
    ])
    expect(to(1, 9)).toMatchObject({ code: 'line_not_found' })
    const [first, ...others] = basket.lines
    if (first === undefined) throw new Error('The basket has lines.')
    const deposit: Basket = { ...basket, lines: [{ ...first, kind: 'deposit' }, ...others] }
    expect(overridePrice(deposit, 1, { priceMinor: 1, reason: '' })).toMatchObject({ code: 'not_discountable' })
  })
})

const anyOff: fc.Arbitrary<Off> = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }).map((ratePpm): Off => ({ kind: 'percent', ratePpm })),
  fc.integer({ min: 1, max: 100_000 }).map((amountMinor): Off => ({ kind: 'amount', amountMinor })),
)

it('whatever is given, no line goes below nothing and the parts are the whole', () => {
  fc.assert(
    fc.property(anySellableBasket, anyOff, anyOff, fc.nat(20), (any, off, all, pick) => {
      const open: Basket = { ...any, openedLocal: at }
      const line = open.lines[pick % open.lines.length]?.line ?? 0
      const one = discountLine(open, line, why(off))
      const start = one instanceof Error ? open : one
      const both = discountOrder(start, why(all))
      const { lines, totals, discounts } = priceBasket(both instanceof Error ? start : both, PLAIN_RULES)
      for (const { netMinor, grossMinor, discountMinor } of lines) {
        expect(Math.min(netMinor, grossMinor, discountMinor)).toBeGreaterThanOrEqual(0)
      }
      const sum = discounts.reduce((whole, { amountMinor }) => whole + amountMinor, 0)
      expect(sum).toBe(totals.discountMinor)
      expect(totals.totalMinor).toBe(lines.reduce((whole, { grossMinor }) => whole + grossMinor, 0))
    }),
  )
})
