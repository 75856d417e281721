import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachCustomer } from '#core/basket/attach-customer.ts'
import { liveLines, type Basket } from '#core/basket/basket.ts'
import { addProduct, changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import { addWithDeposit, takeEmptiesBack } from '#core/basket/deposit.ts'
import { discountLine } from '#core/basket/give-discount.ts'
import { overridePrice } from '#core/basket/override-price.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { afterCommands, anyCommand, EMPTY, product, type BasketCommand } from '#tests/core/basket/any-basket.ts'

const drinks: TaxGroup = { id: 1, name: 'Drinks', isInclusive: true, rates: [{ id: 1, name: 'VAT', ratePpm: 70_000 }] }
const deposits: TaxGroup = {
  id: 2,
  name: 'Deposit',
  isInclusive: true,
  rates: [{ id: 2, name: 'VAT', ratePpm: 190_000 }],
}

const bottle = { id: 30, name: 'Bottle deposit', barcodes: ['9000'], priceMinor: 25, taxGroupId: 2 }
const deposit = { product: product({ ...bottle, rules: { isDeposit: true } }), taxGroup: deposits }
const cola = {
  product: product({ id: 31, name: 'Cola', priceMinor: 199, rules: { depositProductId: 30 } }),
  taxGroup: drinks,
}

const pieces = (count: number): Quantity => ({ unit: 'piece', count })

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

const sell = (basket: Basket, quantity: Quantity = pieces(1), sold = cola): Basket | DomainError =>
  addWithDeposit(
    basket,
    sold,
    { code: '31', quantity, quantitySource: 'keyed', unitPriceMinor: 199, priceSource: 'catalogue' },
    deposit,
  )

const priced = (basket: Basket) => priceBasket(basket, PLAIN_RULES)

test('a deposit stands below its line, under its own tax, and no discount touches it', () => {
  const basket = must(sell(EMPTY, pieces(3)))
  expect(basket.lines[1]).toEqual({
    line: 2,
    kind: 'deposit',
    depositOf: 1,
    productId: 30,
    departmentId: null,
    code: '9000',
    name: 'Bottle deposit',
    quantity: pieces(3),
    quantitySource: 'keyed',
    unitPriceMinor: 25,
    priceSource: 'catalogue',
    taxGroupId: 2,
    ageLimitYears: null,
    isDiscountable: false,
    isVoided: false,
  })
  expect(priced(basket)).toMatchObject({
    totals: { totalMinor: 3 * 224, itemCount: 3 },
    taxes: [{ rateId: 1 }, { rateId: 2 }],
  })
  expect(discountLine(basket, 2, { off: { kind: 'amount', amountMinor: 1 }, reason: '' })).toMatchObject({
    code: 'not_discountable',
  })
  expect(overridePrice(basket, 2, { priceMinor: 0, reason: '' })).toMatchObject({ code: 'not_discountable' })
})

test('quantity and void go for both, whichever of them is named', () => {
  const basket = must(sell(EMPTY))
  expect(must(changeQuantity(basket, 1, pieces(4), 'keyed')).lines.map(({ quantity }) => quantity)).toEqual([
    pieces(4),
    pieces(4),
  ])
  expect(must(changeQuantity(basket, 2, pieces(4), 'keyed')).lines.map(({ quantity }) => quantity)).toEqual([
    pieces(4),
    pieces(4),
  ])
  expect(liveLines(must(voidLine(basket, 1)))).toEqual([])
  expect(liveLines(must(voidLine(basket, 2)))).toEqual([])
  expect(voidLine(must(voidLine(basket, 2)), 2)).toMatchObject({ code: 'line_not_found' })
})

test('what is weighed has one deposit, and keeps it', () => {
  const loose = { product: product({ id: 32, priceUnit: 'kilogram' }), taxGroup: drinks }
  const basket = must(sell(EMPTY, { unit: 'gram', weightGrams: 850 }, loose))
  expect(basket.lines[1]?.quantity).toEqual(pieces(1))
  expect(must(changeQuantity(basket, 1, { unit: 'gram', weightGrams: 900 }, 'scale')).lines[1]?.quantity).toEqual(
    pieces(1),
  )
})

test('a product without a deposit has no second line; both are refused together', () => {
  const addition = {
    code: '1',
    quantity: pieces(1),
    quantitySource: 'keyed',
    unitPriceMinor: 1,
    priceSource: 'catalogue',
  } as const
  expect(must(addWithDeposit(EMPTY, cola, addition, undefined)).lines).toHaveLength(1)
  let basket = EMPTY
  for (let line = 1; line < 500; line += 1) basket = must(addProduct(basket, cola.product, drinks, addition))
  expect(sell(basket)).toMatchObject({ code: 'basket_full' })
  expect(sell(EMPTY, { unit: 'gram', weightGrams: 1 })).toMatchObject({ code: 'quantity_out_of_range' })
})

test('empties come back for what their deposit costs, and what was bought with one adds up with them', () => {
  const basket = must(takeEmptiesBack(must(sell(EMPTY, pieces(2))), deposit, { count: 6, code: '9000' }))
  expect(basket.lines[2]).toMatchObject({
    kind: 'empties',
    unitPriceMinor: -25,
    quantity: pieces(6),
    isDiscountable: false,
  })
  expect(priced(basket).totals).toMatchObject({ totalMinor: 2 * 224 - 6 * 25, itemCount: 2 })
  const alone = must(takeEmptiesBack(EMPTY, deposit, { count: 3, code: '9000' }))
  expect(priced(alone).totals).toMatchObject({ totalMinor: -75, itemCount: 0 })
  expect(must(changeQuantity(alone, 1, pieces(10), 'keyed')).lines[0]?.quantity).toEqual(pieces(10))
  expect(changeQuantity(alone, 1, pieces(1_000), 'keyed')).toMatchObject({ code: 'quantity_out_of_range' })
})

test.each([0, -1, 1.5, 1_000])('%d empties do not come back', (count) => {
  expect(takeEmptiesBack(EMPTY, deposit, { count, code: '' })).toMatchObject({ code: 'quantity_out_of_range' })
})

test('only a deposit comes back as empties, and only empties have a price below nothing', () => {
  expect(takeEmptiesBack(EMPTY, cola, { count: 1, code: '' })).toMatchObject({ code: 'not_found' })
  const addition = {
    code: '1',
    quantity: pieces(1),
    quantitySource: 'keyed',
    unitPriceMinor: -1,
    priceSource: 'label',
  } as const
  expect(addProduct(EMPTY, deposit.product, deposits, addition)).toMatchObject({ code: 'price_out_of_range' })
})

test('a deposit that is sold by its own code is one, and stands alone', () => {
  const addition = {
    code: '9000',
    quantity: pieces(1),
    quantitySource: 'keyed',
    unitPriceMinor: 25,
    priceSource: 'catalogue',
  } as const
  const basket = must(addProduct(EMPTY, deposit.product, deposits, addition))
  expect(basket.lines[0]).toMatchObject({ kind: 'deposit', isDiscountable: false, unitPriceMinor: 25 })
  expect(liveLines(must(voidLine(basket, 1)))).toEqual([])
})

test('the prices of a customer’s groups leave deposits and empties alone', () => {
  const basket = must(takeEmptiesBack(must(sell(EMPTY)), deposit, { count: 2, code: '9000' }))
  const customer = { id: 1, name: 'Jo', phoneEnd: '', groupIds: [1], loyaltyPoints: 0 }
  const find = (id: number) =>
    id === 30
      ? {
          ...deposit.product,
          rules: { isDeposit: true as const, groupPrices: [{ customerGroupId: 1, priceMinor: 1 }] },
        }
      : undefined
  expect(attachCustomer(basket, customer, find).lines).toEqual(basket.lines)
})

test('what has a serial number is sold one by one', () => {
  const phone = {
    code: '7',
    quantity: pieces(1),
    quantitySource: 'keyed',
    unitPriceMinor: 5,
    priceSource: 'catalogue',
  } as const
  const basket = must(addProduct(EMPTY, product(), drinks, { ...phone, attributes: { serial: 'SN-1' } }))
  expect(basket.lines[0]?.attributes).toEqual({ serial: 'SN-1' })
  expect(changeQuantity(basket, 1, pieces(2), 'keyed')).toMatchObject({ code: 'serial_one_each' })
  expect(changeQuantity(basket, 2, pieces(2), 'keyed')).toMatchObject({ code: 'line_not_found' })
})

test('once nothing is left in the sale, the age is asked again', () => {
  const ageCheck = { ageLimitYears: 18, bornOnOrBefore: '2008-03-01', checkedBy: 5 }
  const one = { ...must(sell(EMPTY)), ageCheck }
  expect(must(voidLine(must(sell(one)), 1)).ageCheck).toEqual(ageCheck)
  expect(must(voidLine(one, 1))).not.toHaveProperty('ageCheck')
})

const anyPieces = fc.integer({ min: 1, max: 999 }).map(pieces)

const anyDepositCommand: fc.Arbitrary<BasketCommand> = fc.oneof(
  { weight: 2, arbitrary: anyCommand },
  {
    weight: 3,
    arbitrary: anyPieces.map(
      (quantity): BasketCommand =>
        (basket) =>
          sell(basket, quantity),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(1_001).map(
      (count): BasketCommand =>
        (basket) =>
          takeEmptiesBack(basket, deposit, { count, code: '9000' }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -5, max: 500 })).map(
      ([line, priceMinor]): BasketCommand =>
        (basket) =>
          overridePrice(basket, line, { priceMinor, reason: '' }),
    ),
  },
)

test('whatever is done to a basket, each deposit follows its line, and only empties cost less than nothing', () => {
  fc.assert(
    fc.property(fc.array(anyDepositCommand, { maxLength: 30 }), (commands) => {
      const { lines } = afterCommands(EMPTY, commands)
      for (const line of lines.filter(({ depositOf }) => depositOf !== undefined)) {
        const { isVoided, quantity } = lines[(line.depositOf ?? 0) - 1] ?? {}
        expect(line).toMatchObject({ kind: 'deposit', unitPriceMinor: 25, isVoided, quantity })
      }
      for (const line of lines.filter(({ unitPriceMinor }) => unitPriceMinor < 0)) {
        expect(line).toMatchObject({ kind: 'empties', unitPriceMinor: -25 })
      }
      for (const { line } of lines.filter(({ productId }) => productId === 31)) {
        expect(lines[line]).toMatchObject({ depositOf: line })
      }
    }),
  )
})
