import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'
import { formatQuantity, grams, lineAmountMinor, parseQuantity, pieces } from '#core/quantity/quantity.ts'

const anyCount = fc.integer({ min: 1, max: QUANTITY_PIECES_MAX })
const anyWeight = fc.integer({ min: 1, max: WEIGHT_GRAMS_MAX })

describe('a typed quantity', () => {
  it('is pieces or a weight', () => {
    expect(parseQuantity('3', 'piece')).toEqual({ unit: 'piece', count: 3 })
    expect(parseQuantity('9999', 'piece')).toEqual({ unit: 'piece', count: 9999 })
    expect(parseQuantity('0.85', 'gram')).toEqual({ unit: 'gram', weightGrams: 850 })
    expect(parseQuantity('1,25', 'gram')).toEqual({ unit: 'gram', weightGrams: 1250 })
    expect(parseQuantity('1.5', 'gram')).toEqual({ unit: 'gram', weightGrams: 1500 })
    expect(parseQuantity('2', 'gram')).toEqual({ unit: 'gram', weightGrams: 2000 })
    expect(parseQuantity('.005', 'gram')).toEqual({ unit: 'gram', weightGrams: 5 })
    expect(parseQuantity('99.999', 'gram')).toEqual({ unit: 'gram', weightGrams: WEIGHT_GRAMS_MAX })
  })

  it.each(['0', '100000', '10000', '-1', '+2', '1.5', '', ' 2', '2 ', '1e3', '٣', '4111111111111111'])(
    '%j pieces are refused',
    (text) => {
      expect(parseQuantity(text, 'piece')).toMatchObject({ code: 'quantity_out_of_range' })
    },
  )

  it.each(['0', '0.000', '100', '100000', '-1', '1.2345', '.', '1.', '', 'x', '4111111111111111'])(
    '%j kg are refused',
    (text) => {
      expect(parseQuantity(text, 'gram')).toMatchObject({ code: 'quantity_out_of_range' })
    },
  )

  it('is checked where it comes from a program too', () => {
    for (const value of [0, -1, 1.5, Number.NaN, Infinity, 100_000]) {
      expect(pieces(value)).toBeInstanceOf(DomainError)
      expect(grams(value)).toBeInstanceOf(DomainError)
    }
  })

  it('reads back what is shown', () => {
    expect(formatQuantity({ unit: 'piece', count: 3 })).toBe('3')
    expect(formatQuantity({ unit: 'gram', weightGrams: 850 })).toBe('0.850 kg')
    expect(formatQuantity({ unit: 'gram', weightGrams: 12_005 })).toBe('12.005 kg')
    fc.assert(
      fc.property(anyCount, anyWeight, (count, weightGrams) => {
        expect(parseQuantity(formatQuantity({ unit: 'piece', count }), 'piece')).toEqual({ unit: 'piece', count })
        const shown = formatQuantity({ unit: 'gram', weightGrams }).replace(' kg', '')
        expect(parseQuantity(shown, 'gram')).toEqual({ unit: 'gram', weightGrams })
      }),
    )
  })

  it('is a quantity or a refusal, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('piece' as const, 'gram' as const), (text, unit) => {
        const result = parseQuantity(text, unit)
        expect(result instanceof DomainError || result.unit === unit).toBe(true)
      }),
    )
  })
})

describe('the amount of a line', () => {
  it('is whole minor units, a half rounded up', () => {
    expect(lineAmountMinor({ unit: 'piece', count: 3 }, 199)).toBe(597)
    expect(lineAmountMinor({ unit: 'gram', weightGrams: 850 }, 199)).toBe(169)
    expect(lineAmountMinor({ unit: 'gram', weightGrams: 500 }, 1)).toBe(1)
    expect(lineAmountMinor({ unit: 'gram', weightGrams: 499 }, 1)).toBe(0)
    expect(lineAmountMinor({ unit: 'gram', weightGrams: 500 }, -1)).toBe(-1)
    expect(() => lineAmountMinor({ unit: 'piece', count: 2 }, 0.5)).toThrow(AssertionError)
    expect(() => lineAmountMinor({ unit: 'piece', count: 9999 }, Number.MAX_SAFE_INTEGER)).toThrow(AssertionError)
  })

  it('is within half a minor unit of the exact price', () => {
    fc.assert(
      fc.property(anyWeight, fc.integer({ min: 0, max: 99_999_999 }), (weightGrams, price) => {
        const exact = BigInt(weightGrams) * BigInt(price)
        const off = 2n * (BigInt(lineAmountMinor({ unit: 'gram', weightGrams }, price)) * 1000n - exact)
        expect(off > -1000n && off <= 1000n).toBe(true)
      }),
    )
  })
})
