import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBasketEmpty, liveLines, type Basket } from '#core/basket/basket.ts'
import { addOpenAmount, addProduct, changeQuantity, recallBasket, voidLine } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import { BASKET_LINES_MAX } from '#core/sale/sale.ts'
import { EMPTY, afterCommands, anyBasket, anyCommand, department, product } from '#tests/core/basket/any-basket.ts'

const group = { id: 1, name: 'Standard', isInclusive: true, rates: [] }
const onePiece = { unit: 'piece', count: 1 } as const
const addition = {
  code: '4006381333931',
  quantity: onePiece,
  quantitySource: 'keyed',
  unitPriceMinor: 250,
  priceSource: 'catalogue',
} as const

const done = (result: Basket | DomainError): Basket => {
  if (result instanceof DomainError) throw result
  return result
}

const withLines = (count: number): Basket =>
  afterCommands(
    EMPTY,
    Array.from({ length: count }, () => (basket: Basket) => addProduct(basket, product(), group, addition)),
  )

describe('a basket', () => {
  it('numbers its lines from 1 and keeps voided ones, whatever is done to it', () => {
    fc.assert(
      fc.property(anyBasket, fc.array(anyCommand, { maxLength: 5 }), (basket, commands) => {
        const after = afterCommands(basket, commands)
        expect(after.lines.map((line) => line.line)).toEqual(after.lines.map((_, index) => index + 1))
        expect(after.lines.length).toBeGreaterThanOrEqual(basket.lines.length)
        const voided = basket.lines.filter((line) => line.isVoided)
        expect(after.lines.filter((line) => voided.some(({ line: number }) => number === line.line))).toEqual(voided)
        expect(liveLines(after).length).toBe(after.lines.filter((line) => !line.isVoided).length)
        expect(isBasketEmpty(after)).toBe(liveLines(after).length === 0)
        expect([after.saleId, after.openedAt]).toEqual([EMPTY.saleId, EMPTY.openedAt])
      }),
    )
  })

  it('carries each tax group of its lines once', () => {
    fc.assert(
      fc.property(anyBasket, (basket) => {
        const ids = basket.taxGroups.map((one) => one.id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(basket.lines.map((line) => line.taxGroupId))).toEqual(new Set(ids))
      }),
    )
  })

  it('is never changed in place', () => {
    fc.assert(
      fc.property(anyBasket, anyCommand, (basket, command) => {
        const before = structuredClone(basket)
        command(basket)
        expect(basket).toEqual(before)
      }),
    )
  })

  it('takes over what a product says', () => {
    const wine = product({ id: 7, name: 'Wine', departmentId: 4, ageLimitYears: 18 })
    expect(done(addProduct(EMPTY, wine, group, addition)).lines).toEqual([
      {
        line: 1,
        productId: 7,
        departmentId: 4,
        code: '4006381333931',
        name: 'Wine',
        quantity: onePiece,
        quantitySource: 'keyed',
        unitPriceMinor: 250,
        priceSource: 'catalogue',
        taxGroupId: 1,
        ageLimitYears: 18,
        isVoided: false,
      },
    ])
  })

  it('holds 500 lines and refuses the next', () => {
    const full = withLines(BASKET_LINES_MAX)
    expect(full.lines.length).toBe(500)
    expect(addProduct(full, product(), group, addition)).toMatchObject({
      code: 'basket_full',
      details: { linesMax: 500 },
    })
    const item = { amountMinor: 1, quantity: onePiece, code: '' }
    expect(addOpenAmount(done(voidLine(full, 1)), department, group, item)).toMatchObject({ code: 'basket_full' })
  })
})

describe('the texts of a basket', () => {
  it('fit into a journal entry, in any script: what passes that is refused before it is paid', () => {
    const named = (name: string, code: string) => (basket: Basket) =>
      addProduct(basket, product({ name }), group, { ...addition, code })
    const lines = (count: number, name: string, code: string): Basket =>
      afterCommands(
        EMPTY,
        Array.from({ length: count }, () => named(name, code)),
      )
    expect(lines(500, 'न'.repeat(100), '9'.repeat(64)).lines.length).toBe(500)
    const full = lines(500, '😀'.repeat(100), 'न'.repeat(64))
    expect(full.lines.length).toBe(Math.floor((500 * 364) / (400 + 192)))
    expect(named('😀'.repeat(100), '')(full)).toMatchObject({ code: 'basket_full' })
    expect(named('Bread', '')(full)).not.toBeInstanceOf(DomainError)
  })
})

describe('adding a product', () => {
  it('refuses pieces of a weighed product and grams of a counted one', () => {
    const weighed = product({ priceUnit: 'kilogram' })
    const gram = { unit: 'gram', weightGrams: 500 } as const
    const scaled = { ...addition, quantity: gram }
    expect(addProduct(EMPTY, weighed, group, addition)).toMatchObject({
      code: 'quantity_out_of_range',
      message: 'This product is sold by weight.',
    })
    expect(addProduct(EMPTY, product(), group, scaled)).toMatchObject({
      code: 'quantity_out_of_range',
      message: 'This product is sold by the piece.',
    })
    expect(done(addProduct(EMPTY, weighed, group, scaled)).lines[0]?.quantity).toEqual(gram)
  })

  it('takes a price label as one piece of a weighed product', () => {
    const label = { ...addition, priceSource: 'label', quantitySource: 'label' } as const
    const basket = done(addProduct(EMPTY, product({ priceUnit: 'kilogram' }), group, label))
    expect(basket.lines[0]).toMatchObject({ priceSource: 'label', quantity: onePiece })
  })

  it('takes prices from 0 to the dearest, and no others', () => {
    for (const unitPriceMinor of [0, PRICE_MAX_MINOR]) {
      expect(done(addProduct(EMPTY, product(), group, { ...addition, unitPriceMinor })).lines).toHaveLength(1)
    }
    for (const unitPriceMinor of [-1, PRICE_MAX_MINOR + 1]) {
      expect(addProduct(EMPTY, product(), group, { ...addition, unitPriceMinor })).toMatchObject({
        code: 'price_out_of_range',
      })
    }
  })
})

describe('an open amount', () => {
  it("goes under the department's name, or its own", () => {
    const item = { amountMinor: 1, quantity: onePiece, code: '12345' }
    expect(done(addOpenAmount(EMPTY, department, group, item)).lines[0]).toMatchObject({
      productId: null,
      departmentId: 3,
      name: 'Grocery',
      code: '12345',
      unitPriceMinor: 1,
      priceSource: 'keyed',
      quantitySource: 'keyed',
    })
    expect(done(addOpenAmount(EMPTY, department, group, { ...item, name: 'Unknown' })).lines[0]?.name).toBe('Unknown')
  })

  it('is at least one minor unit and at most the dearest price', () => {
    const amount = (amountMinor: number) =>
      addOpenAmount(EMPTY, department, group, { amountMinor, quantity: onePiece, code: '' })
    expect(amount(0)).toMatchObject({ code: 'amount_invalid' })
    expect(amount(-5)).toMatchObject({ code: 'amount_invalid' })
    expect(amount(PRICE_MAX_MINOR + 1)).toMatchObject({ code: 'price_out_of_range' })
    expect(amount(PRICE_MAX_MINOR)).not.toBeInstanceOf(DomainError)
  })
})

describe('a line', () => {
  const basket = withLines(3)
  const five = { unit: 'piece', count: 5 } as const

  it('takes another quantity of the same unit, and stays where it is', () => {
    const after = done(changeQuantity(basket, 2, five, 'scale'))
    expect(after.lines.map((line) => line.quantity)).toEqual([onePiece, five, onePiece])
    expect(after.lines.map((line) => line.quantitySource)).toEqual(['keyed', 'scale', 'keyed'])
    expect(changeQuantity(basket, 2, { unit: 'gram', weightGrams: 5 }, 'scale')).toMatchObject({
      code: 'quantity_out_of_range',
    })
  })

  it('keeps its own unit, whatever the others have', () => {
    const gram = { unit: 'gram', weightGrams: 500 } as const
    const apples = product({ id: 9, priceUnit: 'kilogram' })
    const mixed = done(addProduct(basket, apples, group, { ...addition, quantity: gram }))
    expect(changeQuantity(mixed, 4, five, 'keyed')).toMatchObject({ code: 'quantity_out_of_range' })
    expect(changeQuantity(mixed, 1, gram, 'keyed')).toMatchObject({ code: 'quantity_out_of_range' })
    expect(done(changeQuantity(mixed, 4, { ...gram, weightGrams: 7 }, 'manual_weight')).lines[3]).toMatchObject({
      quantity: { unit: 'gram', weightGrams: 7 },
      quantitySource: 'manual_weight',
    })
  })

  it('is voided once, and is not found afterwards', () => {
    const after = done(voidLine(basket, 2))
    expect(after.lines.map((line) => line.isVoided)).toEqual([false, true, false])
    expect(voidLine(after, 2)).toMatchObject({ code: 'line_not_found', details: { line: 2 } })
    expect(changeQuantity(after, 2, five, 'keyed')).toMatchObject({ code: 'line_not_found' })
    expect(voidLine(basket, 4)).toMatchObject({ code: 'line_not_found' })
    expect(changeQuantity(basket, 0, five, 'keyed')).toMatchObject({ code: 'line_not_found' })
  })
})

describe('a recalled basket', () => {
  const openedAt = '2026-03-01T10:00:00.000Z'
  const facts = {
    saleId: 'a'.repeat(36),
    heldBasketId: 'b'.repeat(36),
    openedAt,
    openedLocal: promotionTimeOf('2026-03-01 10:00', openedAt),
  }

  it('is a new sale that names the hold and keeps its lines', () => {
    const held = withLines(2)
    expect(recallBasket(held, facts)).toEqual({ ...held, ...facts })
  })

  it('opens anew: its offers and taxes are not those of the day on which it was set aside', () => {
    const before = promotionTimeOf('2026-02-27 18:00', '2026-02-27T18:00:00.000Z')
    const held = { ...withLines(2), openedLocal: before, taxDate: '2026-02-28' }
    expect(recallBasket(held, facts)).toEqual({ ...withLines(2), ...facts })
  })

  it('has something in it', () => {
    expect(recallBasket(done(voidLine(withLines(1), 1)), facts)).toMatchObject({ code: 'basket_empty' })
  })
})
