import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Basket } from '#core/basket/basket.ts'
import { addProduct, changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import {
  discountableMinor,
  discountLine,
  discountOrder,
  isBeyondDiscountLimit,
  isWithinLimit,
} from '#core/basket/give-discount.ts'
import { hasUnapprovedPrice, overridePrice } from '#core/basket/override-price.ts'
import { approvedAsItIs } from '#core/basket/stale-approval.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import type { Off } from '#core/promotion/promotion.ts'
import { EMPTY, product } from '#tests/core/basket/any-basket.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const group = { id: 1, name: 'None', isInclusive: false, rates: [] }

const add = (basket: Basket, priceMinor: number): Basket =>
  accepted(
    addProduct(basket, product({ priceMinor }), group, {
      code: '',
      quantity: { unit: 'piece', count: 1 },
      quantitySource: 'keyed',
      unitPriceMinor: priceMinor,
      priceSource: 'catalogue',
    }),
  )

const percent = (of: number): Off => ({ kind: 'percent', ratePpm: of * 10_000 })
const amount = (amountMinor: number): Off => ({ kind: 'amount', amountMinor })
const line = (basket: Basket, number: number, off: Off): Basket =>
  accepted(discountLine(basket, number, { off, reason: 'Goodwill' }))
const whole = (basket: Basket, off: Off): Basket => accepted(discountOrder(basket, { off, reason: 'Goodwill' }))

const allowed = { permission: 'override_discount_limit', authorisedBy: 5 } as const

/** 40.00 and 10.00. */
const two = add(add(EMPTY, 4_000), 1_000)

describe('what the cashier gave, looked at when it is paid', () => {
  it('is within the limit without a discount, and with one that is', () => {
    expect(isBeyondDiscountLimit(two)).toBe(false)
    expect(isBeyondDiscountLimit(line(two, 1, percent(10)))).toBe(false)
    expect(isBeyondDiscountLimit(whole(two, percent(10)))).toBe(false)
    expect(isBeyondDiscountLimit(whole(two, amount(500)))).toBe(false)
  })

  it('is beyond it with one that is', () => {
    expect(isBeyondDiscountLimit(line(two, 2, percent(11)))).toBe(true)
    expect(isBeyondDiscountLimit(line(two, 2, amount(101)))).toBe(true)
    expect(isBeyondDiscountLimit(whole(two, percent(11)))).toBe(true)
  })

  it('is beyond it when an amount stays and the goods go', () => {
    const given = whole(two, amount(500))
    expect(isBeyondDiscountLimit(accepted(voidLine(given, 1)))).toBe(true)
  })

  it('adds up: a part of the limit on a line and all of it on the whole is too much', () => {
    expect(isBeyondDiscountLimit(whole(line(two, 1, percent(10)), percent(10)))).toBe(true)
    // 2.00 of 40.00, then 6 % of 48.00: 4.88 of 50.00.
    expect(isBeyondDiscountLimit(whole(line(two, 1, amount(200)), percent(6)))).toBe(false)
    // 2.00 and 7 % of 48.00: 5.36.
    expect(isBeyondDiscountLimit(whole(line(two, 1, amount(200)), percent(7)))).toBe(true)
  })

  it('is the shop’s limit where it has one', () => {
    expect(isBeyondDiscountLimit(line(two, 1, percent(10)), 50_000)).toBe(true)
    expect(isBeyondDiscountLimit(whole(line(two, 1, percent(10)), percent(10)), 200_000)).toBe(false)
  })

  it('is nobody’s business once a manager allowed it, on that line or on the whole', () => {
    const given = line(two, 1, percent(50))
    expect(isBeyondDiscountLimit({ ...given, authorisations: [{ ...allowed, line: 1 }] })).toBe(false)
    expect(isBeyondDiscountLimit({ ...given, authorisations: [{ ...allowed, line: 2 }] })).toBe(true)
    expect(isBeyondDiscountLimit({ ...given, authorisations: [allowed] })).toBe(true)
    const whole50 = { ...whole(two, percent(50)), authorisations: [allowed] }
    expect(isBeyondDiscountLimit(whole50)).toBe(false)
    expect(isBeyondDiscountLimit({ ...whole50, authorisations: [{ ...allowed, line: 1 }] })).toBe(true)
    expect(isBeyondDiscountLimit({ ...given, authorisations: [{ permission: 'exempt_tax', authorisedBy: 5 }] })).toBe(
      true,
    )
  })

  it('is asked for again when an amount was allowed and the goods go', () => {
    const allowedOnBoth = {
      ...whole(line(two, 1, amount(3_000)), amount(900)),
      authorisations: [{ ...allowed, line: 1 }, allowed],
    }
    expect(isBeyondDiscountLimit(allowedOnBoth)).toBe(false)
    const smaller = accepted(voidLine(allowedOnBoth, 2))
    expect(smaller.authorisations).toEqual([{ ...allowed, line: 1 }])
    expect(isBeyondDiscountLimit(smaller)).toBe(true)
    const fewer = accepted(changeQuantity(allowedOnBoth, 1, { unit: 'piece', count: 2 }, 'keyed'))
    expect(fewer.authorisations).toEqual([])
    const other = { permission: 'sell_expired', authorisedBy: 5 } as const
    expect(accepted(voidLine({ ...allowedOnBoth, authorisations: [other] }, 2)).authorisations).toEqual([other])
    expect(accepted(changeQuantity(allowedOnBoth, 2, { unit: 'piece', count: 2 }, 'keyed')).authorisations).toEqual([
      { ...allowed, line: 1 },
    ])
    const inPercent = { ...whole(two, percent(50)), authorisations: [allowed] }
    expect(accepted(voidLine(inPercent, 2)).authorisations).toEqual([allowed])
  })

  it('says nothing of a line that was taken out', () => {
    expect(isBeyondDiscountLimit(accepted(voidLine(line(two, 2, percent(90)), 2)))).toBe(false)
  })
})

describe('what a manager allowed', () => {
  it('holds for what was there: more of the line is asked for again, less is not', () => {
    const half = { ...line(two, 1, percent(50)), authorisations: [{ ...allowed, line: 1 }] }
    const more = accepted(changeQuantity(half, 1, { unit: 'piece', count: 100 }, 'keyed'))
    expect(isBeyondDiscountLimit(more)).toBe(true)
    const again = approvedAsItIs(more, 9)
    expect(isBeyondDiscountLimit(again)).toBe(false)
    expect(again.authorisations).toEqual([{ permission: 'override_discount_limit', authorisedBy: 9, line: 1 }])
    expect(isBeyondDiscountLimit(accepted(changeQuantity(again, 1, { unit: 'piece', count: 2 }, 'keyed')))).toBe(false)
  })

  it('off the whole sale holds for what was there: more goods, or more of one, are asked for again', () => {
    const half = { ...whole(two, percent(50)), authorisations: [allowed] }
    expect(isBeyondDiscountLimit(half)).toBe(false)
    const added = add(half, 3_999)
    expect(added.authorisations).toEqual([])
    expect(isBeyondDiscountLimit(added)).toBe(true)
    const grown = accepted(changeQuantity(half, 2, { unit: 'piece', count: 2 }, 'keyed'))
    expect(grown.authorisations).toEqual([])
    expect(isBeyondDiscountLimit(grown)).toBe(true)
    expect(isBeyondDiscountLimit(approvedAsItIs(grown, 9))).toBe(false)
    const onALine = { ...allowed, line: 1 }
    expect(add({ ...half, authorisations: [onALine, allowed] }, 1).authorisations).toEqual([onALine])
  })

  it('off the whole sale holds where what is added is not reduced, or the amount stays the same', () => {
    const half = { ...whole(two, percent(50)), authorisations: [allowed] }
    const deposit = addProduct(half, product({ priceMinor: 25, rules: { isDeposit: true } }), group, {
      code: '',
      quantity: { unit: 'piece', count: 1 },
      quantitySource: 'keyed',
      unitPriceMinor: 25,
      priceSource: 'catalogue',
    })
    expect(accepted(deposit).authorisations).toEqual([allowed])
    const more = accepted(changeQuantity(accepted(deposit), 3, { unit: 'piece', count: 9 }, 'keyed'))
    expect(more.authorisations).toEqual([allowed])
    const inAmount = { ...whole(two, amount(3_000)), authorisations: [allowed] }
    expect(add(inAmount, 1_000).authorisations).toEqual([allowed])
  })

  it('never covers more money off the whole sale than when it was allowed', () => {
    const change = fc.record({
      kind: fc.constantFrom('add', 'count', 'void'),
      of: fc.integer({ min: 1, max: 8 }),
      to: fc.integer({ min: 1, max: 9_000 }),
    })
    const off = fc.oneof(fc.integer({ min: 1, max: 100 }).map(percent), fc.integer({ min: 1, max: 5_000 }).map(amount))
    const changed = (basket: Basket, { kind, of, to }: { kind: string; of: number; to: number }): Basket => {
      if (kind === 'add') return add(basket, to)
      const result =
        kind === 'void' ? voidLine(basket, of) : changeQuantity(basket, of, { unit: 'piece', count: to }, 'keyed')
      return result instanceof DomainError ? basket : result
    }
    fc.assert(
      fc.property(off, fc.array(change, { maxLength: 12 }), (given, changes) => {
        let basket: Basket = { ...whole(two, given), authorisations: [allowed] }
        const allowedMinor = offMinor(given, discountableMinor(basket))
        for (const one of changes) {
          basket = changed(basket, one)
          const isWithin = isWithinLimit(given, discountableMinor(basket))
          if (isBeyondDiscountLimit(basket) || isWithin) continue
          expect(offMinor(given, discountableMinor(basket))).toBeLessThanOrEqual(allowedMinor)
        }
      }),
    )
  })

  it('holds for a price in the same way', () => {
    const given = accepted(overridePrice(two, 2, { priceMinor: 1, reason: 'Price match' }))
    expect(hasUnapprovedPrice(two)).toBe(false)
    expect(hasUnapprovedPrice(given)).toBe(true)
    const approved = approvedAsItIs(given, 9)
    expect(approved.authorisations).toEqual([{ permission: 'override_prices', authorisedBy: 9, line: 2 }])
    expect(hasUnapprovedPrice(approved)).toBe(false)
    expect(hasUnapprovedPrice(accepted(changeQuantity(approved, 2, { unit: 'piece', count: 5 }, 'keyed')))).toBe(true)
    expect(hasUnapprovedPrice(accepted(voidLine(given, 2)))).toBe(false)
  })

  it('is said of all that is in the basket, and keeps what it says of others', () => {
    const other = { permission: 'sell_expired', authorisedBy: 5, line: 1 } as const
    const basket = { ...whole(line(two, 1, percent(5)), percent(20)), authorisations: [other, allowed] }
    expect(approvedAsItIs(basket, 9).authorisations).toEqual([
      other,
      { permission: 'override_discount_limit', authorisedBy: 9, line: 1 },
      { permission: 'override_discount_limit', authorisedBy: 9 },
    ])
    expect(approvedAsItIs(two, 9)).toBe(two)
  })
})
