import fc from 'fast-check'
import { openBasket, type Basket } from '#core/basket/basket.ts'
import { addOpenAmount, addProduct, changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX, type Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** What a cashier or a program does to an open basket. */
export type BasketCommand = (basket: Basket) => Basket | DomainError

const anyTaxGroup: fc.Arbitrary<TaxGroup> = fc
  .record({
    id: fc.integer({ min: 1, max: 6 }),
    isInclusive: fc.boolean(),
    rates: fc.array(fc.constantFrom(0, 1, 50_000, 88_750, 90_000, 180_000, 333_333, 1_000_000), { maxLength: 4 }),
  })
  .map(({ id, isInclusive, rates }) => ({
    id,
    name: `Group ${id}`,
    isInclusive,
    rates: rates.map((ratePpm, index) => ({ id: id * 10 + index, name: `Tax ${index}`, ratePpm })),
  }))

export const anyPieces: fc.Arbitrary<Quantity> = fc
  .oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: QUANTITY_PIECES_MAX }))
  .map((count) => ({ unit: 'piece', count }))

const anyWeight: fc.Arbitrary<Quantity> = fc
  .integer({ min: 1, max: WEIGHT_GRAMS_MAX })
  .map((weightGrams) => ({ unit: 'gram', weightGrams }))

const anyPriceMinor = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: PRICE_MAX_MINOR }),
  fc.constantFrom(0, PRICE_MAX_MINOR),
)

export const product = (more: Partial<Product> = {}): Product => ({
  id: 1,
  name: 'Bread',
  sku: null,
  barcodes: [],
  priceMinor: 250,
  priceUnit: 'piece',
  departmentId: null,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: 1,
  isActive: true,
  ...more,
})

export const department: Department = {
  id: 3,
  name: 'Grocery',
  description: null,
  parentId: null,
  taxGroupId: 1,
  isActive: true,
}

const anyProduct = fc
  .record({ id: fc.integer({ min: 1, max: 20 }), priceUnit: fc.constantFrom('piece', 'kilogram') })
  .map((facts) => product({ ...facts, name: `Product ${facts.id}` }))

const anyAddition = fc
  .record({ product: anyProduct, group: anyTaxGroup, count: anyPieces, weight: anyWeight, priceMinor: anyPriceMinor })
  .map(({ product: added, group, count, weight, priceMinor }): BasketCommand => {
    const quantity = added.priceUnit === 'kilogram' ? weight : count
    const facts = { code: '4006381333931', quantitySource: 'keyed', priceSource: 'catalogue' } as const
    return (basket) => addProduct(basket, added, group, { ...facts, quantity, unitPriceMinor: priceMinor })
  })

const anyOpenAmount = fc.record({ group: anyTaxGroup, quantity: anyPieces, amountMinor: anyPriceMinor }).map(
  ({ group, quantity, amountMinor }): BasketCommand =>
    (basket) =>
      addOpenAmount(basket, department, group, { quantity, amountMinor, code: '' }),
)

const anyLineNumber = fc.integer({ min: 1, max: 12 })

export const anyCommand: fc.Arbitrary<BasketCommand> = fc.oneof(
  { weight: 5, arbitrary: anyAddition },
  { weight: 2, arbitrary: anyOpenAmount },
  {
    weight: 2,
    arbitrary: fc.record({ line: anyLineNumber, quantity: fc.oneof(anyPieces, anyWeight) }).map(
      ({ line, quantity }): BasketCommand =>
        (basket) =>
          changeQuantity(basket, line, quantity, 'keyed'),
    ),
  },
  {
    weight: 2,
    arbitrary: anyLineNumber.map(
      (line): BasketCommand =>
        (basket) =>
          voidLine(basket, line),
    ),
  },
)

/** Does one command after the other; a refused one changes nothing. */
export const afterCommands = (basket: Basket, commands: readonly BasketCommand[]): Basket =>
  commands.reduce((before, command) => {
    const after = command(before)
    return after instanceof DomainError ? before : after
  }, basket)

export const EMPTY = openBasket('019aa0c0-0000-7000-8000-000000000001', '2026-03-01T09:00:00.000Z')

export const anyBasket: fc.Arbitrary<Basket> = fc
  .array(anyCommand, { maxLength: 24 })
  .map((commands) => afterCommands(EMPTY, commands))

/** A basket that has something to sell. */
export const anySellableBasket: fc.Arbitrary<Basket> = fc
  .tuple(fc.array(anyCommand, { maxLength: 16 }), fc.oneof(anyAddition, anyOpenAmount))
  .map(([commands, last]) => afterCommands(EMPTY, [...commands, last]))
  .filter((basket) => basket.lines.some((line) => !line.isVoided))
