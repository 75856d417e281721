import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveLines, type Basket } from '#core/basket/basket.ts'
import { changeQuantity, voidLine } from '#core/basket/change-basket.ts'
import { priceBasket, type PricedBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { AssertionError } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { EMPTY, afterCommands, anyBasket, anyCommand, anyPieces } from '#tests/core/basket/any-basket.ts'

/** The same in whole numbers of any size, half a minor unit up, written apart from the code it checks. */
const exactAmount = (quantity: Quantity, unitPriceMinor: number): bigint =>
  quantity.unit === 'piece'
    ? BigInt(quantity.count) * BigInt(unitPriceMinor)
    : (BigInt(quantity.weightGrams) * BigInt(unitPriceMinor) + 500n) / 1000n

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const moneyOf = ({ totals, taxes }: PricedBasket) => ({ totals, taxes })

describe('a priced basket', () => {
  it('adds up: lines to totals, taxes to tax, subtotal − discount + tax to total', () => {
    fc.assert(
      fc.property(anyBasket, (basket) => {
        const { lines, totals, taxes } = priceBasket(basket, PLAIN_RULES)
        expect(totals.totalMinor).toBe(sum(lines.map((line) => line.grossMinor)))
        expect(totals.subtotalMinor).toBe(sum(lines.map((line) => line.netMinor)))
        expect(totals.subtotalMinor - totals.discountMinor + totals.taxMinor).toBe(totals.totalMinor)
        expect(sum(taxes.map((tax) => tax.taxMinor))).toBe(totals.taxMinor)
        expect(totals.discountMinor).toBe(0)
        for (const line of lines) {
          expect(line.netMinor + sum(line.taxes.map((tax) => tax.taxMinor))).toBe(line.grossMinor)
        }
      }),
    )
  })

  it('asks for each live line what it costs, and nothing for a voided one', () => {
    fc.assert(
      fc.property(anyBasket, (basket) => {
        const { lines, totals } = priceBasket(basket, PLAIN_RULES)
        expect(lines.map((line) => line.line)).toEqual(liveLines(basket).map((line) => line.line))
        for (const line of lines) {
          const group = basket.taxGroups.find((one) => one.id === line.taxGroupId)
          const asked = Number(exactAmount(line.quantity, line.unitPriceMinor))
          expect(group?.isInclusive === true ? line.grossMinor : line.netMinor).toBe(asked)
          expect(line.taxes.map((tax) => tax.ratePpm)).toEqual(group?.rates.map((rate) => rate.ratePpm))
        }
        expect(totals.itemCount).toBe(
          sum(lines.map(({ quantity }) => (quantity.unit === 'piece' ? quantity.count : 1))),
        )
      }),
    )
  })

  it('costs the same in whatever order the lines stand', () => {
    fc.assert(
      fc.property(anyBasket, (basket) => {
        const turned = { ...basket, lines: basket.lines.toReversed() }
        expect(moneyOf(priceBasket(turned, PLAIN_RULES))).toEqual(moneyOf(priceBasket(basket, PLAIN_RULES)))
      }),
    )
  })

  it('costs after a void what it cost before the line came in', () => {
    fc.assert(
      fc.property(anyBasket, anyCommand, (basket, command) => {
        const added = command(basket)
        if (added instanceof DomainError || added.lines.length === basket.lines.length) return
        const voided = afterCommands(added, [(after) => voidLine(after, after.lines.length)])
        expect(priceBasket(voided, PLAIN_RULES)).toEqual(priceBasket(basket, PLAIN_RULES))
      }),
    )
  })

  it('costs the same however a quantity came about', () => {
    fc.assert(
      fc.property(anyBasket, anyPieces, anyPieces, (basket, first, second) => {
        const line = basket.lines.find((one) => !one.isVoided && one.quantity.unit === 'piece')?.line ?? 0
        const change = (quantity: Quantity) => (before: Basket) => changeQuantity(before, line, quantity, 'keyed')
        const twice = afterCommands(basket, [change(first), change(second)])
        expect(priceBasket(twice, PLAIN_RULES)).toEqual(
          priceBasket(afterCommands(basket, [change(second)]), PLAIN_RULES),
        )
      }),
    )
  })

  it('keeps to the facts that a sale records', () => {
    fc.assert(
      fc.property(anyBasket, (basket) => {
        for (const line of priceBasket(basket, PLAIN_RULES).lines) {
          expect(line).not.toHaveProperty('isVoided')
          expect(line).not.toHaveProperty('ageLimitYears')
          expect(line.taxes.every((tax) => !('name' in tax))).toBe(true)
        }
      }),
    )
  })

  it('is nothing when it is empty', () => {
    expect(priceBasket(EMPTY, PLAIN_RULES)).toEqual({
      lines: [],
      discounts: [],
      refusedCoupons: [],
      isExact: true,
      totals: { subtotalMinor: 0, discountMinor: 0, taxMinor: 0, totalMinor: 0, itemCount: 0 },
      taxes: [],
    })
  })

  it('stops at a line whose tax group is missing', () => {
    fc.assert(
      fc.property(
        anyBasket.filter((basket) => basket.lines.length > 0),
        (basket) => {
          expect(() => priceBasket({ ...basket, taxGroups: [] }, PLAIN_RULES)).toThrow(AssertionError)
        },
      ),
    )
  })
})
