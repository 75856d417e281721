import { expect, test } from 'vitest'
import type { Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { piecesOf, quantityRefusal } from '#core/restriction/quantity-max.ts'
import { EMPTY, product } from '#tests/core/basket/any-basket.ts'

const taxGroup = { id: 1, name: 'None', isInclusive: true, rates: [] }
const tobacco = product({ id: 4, name: 'Tobacco', rules: { quantityMax: 3 } })
const pieces = (count: number): Quantity => ({ unit: 'piece', count })

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

const add = (basket: Basket, of: typeof tobacco, quantity: Quantity): Basket =>
  must(
    addProduct(basket, of, taxGroup, {
      code: '4',
      quantity,
      quantitySource: 'keyed',
      unitPriceMinor: 100,
      priceSource: 'catalogue',
    }),
  )

test('the limit counts all lines of the product that are still sold', () => {
  const basket = add(add(add(EMPTY, tobacco, pieces(1)), product({ id: 5 }), pieces(7)), tobacco, pieces(1))
  expect(piecesOf(basket, 4)).toBe(2)
  expect(quantityRefusal(basket, tobacco, { quantity: pieces(1) })).toBeUndefined()
  expect(quantityRefusal(basket, tobacco, { quantity: pieces(2) })).toMatchObject({
    code: 'quantity_limit',
    details: { name: 'Tobacco', quantityMax: 3 },
  })
  expect(quantityRefusal(must(voidLine(basket, 1)), tobacco, { quantity: pieces(2) })).toBeUndefined()
})

test('a line that gets another quantity is not counted twice', () => {
  const basket = add(add(EMPTY, tobacco, pieces(1)), tobacco, pieces(1))
  expect(quantityRefusal(basket, tobacco, { quantity: pieces(2), line: 1 })).toBeUndefined()
  expect(quantityRefusal(basket, tobacco, { quantity: pieces(3), line: 1 })).toBeDefined()
})

test('a weighed line counts as one piece, a product without a limit has none, and so has an empty sale', () => {
  const loose = product({ id: 6, priceUnit: 'kilogram', rules: { quantityMax: 1 } })
  const weight: Quantity = { unit: 'gram', weightGrams: 5_000 }
  expect(quantityRefusal(undefined, loose, { quantity: weight })).toBeUndefined()
  expect(quantityRefusal(add(EMPTY, loose, weight), loose, { quantity: weight })).toBeDefined()
  expect(quantityRefusal(EMPTY, product(), { quantity: pieces(9_999) })).toBeUndefined()
})
