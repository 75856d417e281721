import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { isVariableMeasurePattern, parseVariableMeasure } from '#core/barcode/variable-measure.ts'
import { verifierDigit } from '#core/barcode/verifier-digit.ts'

const patterns = ['21IIIIIWWWWWC', '23IIIIIPPPPPC', '2IIIIIVPPPPC', '25IIIIVPPPPPC']
const withCheck = (digits: string): string => digits + String(gs1CheckDigit(digits))

describe('the verifier digit', () => {
  it('guards four or five digits', () => {
    expect(verifierDigit('2875')).toBe(9)
    expect(verifierDigit('14685')).toBe(6)
    expect(verifierDigit('123')).toBeUndefined()
    expect(verifierDigit('12a4')).toBeUndefined()
  })

  // The weights as General Specifications 7.9.2 puts them in words: tens of the product taken from or added to its units.
  const weigh = (digit: number, factor: number, sign: number) =>
    (((digit * factor) % 10) + sign * Math.floor((digit * factor) / 10) + 10) % 10

  it('weighs as the specification says', () => {
    for (let number = 0; number < 10_000; number++) {
      const text = String(number).padStart(4, '0')
      const [a, b, c, d] = Array.from(text, Number) as [number, number, number, number]
      const sum = weigh(a, 2, -1) + weigh(b, 2, -1) + ((c * 3) % 10) + weigh(d, 5, -1)
      expect(verifierDigit(text)).toBe((sum * 3) % 10)
    }
    for (let number = 0; number < 100_000; number += 7) {
      const text = String(number).padStart(5, '0')
      const [a, b, c, d, e] = Array.from(text, Number) as [number, number, number, number, number]
      const sum = weigh(a, 5, 1) + weigh(b, 2, -1) + weigh(c, 5, -1) + weigh(d, 5, 1) + weigh(e, 2, -1)
      expect((sum + weigh(verifierDigit(text) ?? -1, 5, -1)) % 10).toBe(0)
    }
  })

  it('catches every wrong digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4,5}$/u), fc.nat(4), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const index = at % digits.length
        const other = digits.slice(0, index) + String((Number(digits[index]) + by) % 10) + digits.slice(index + 1)
        expect(verifierDigit(digits)).toBeLessThanOrEqual(9)
        expect(verifierDigit(digits)).toBeGreaterThanOrEqual(0)
        expect(verifierDigit(other)).not.toBe(verifierDigit(digits))
      }),
    )
  })
})

describe('in-store codes', () => {
  it('carry a weight or a price', () => {
    expect(parseVariableMeasure(withCheck('210401100850'), patterns)).toEqual({
      kind: 'variable_weight',
      itemCode: '04011',
      weightGrams: 850,
    })
    expect(parseVariableMeasure(withCheck('231234500499'), patterns)).toEqual({
      kind: 'variable_price',
      itemCode: '12345',
      priceMinor: 499,
    })
  })

  it('carry a verifier digit', () => {
    const upcA = withCheck('21234592875')
    const expected = { kind: 'variable_price', itemCode: '12345', priceMinor: 2875 }
    expect(parseVariableMeasure(upcA, patterns)).toEqual(expected)
    expect(parseVariableMeasure(`0${upcA}`, patterns)).toEqual(expected)
    expect(parseVariableMeasure(withCheck('251234614685'), patterns)).toMatchObject({ priceMinor: 14_685 })
    const weighed = parseVariableMeasure(withCheck('281234561468'), ['28IIIIVWWWWWC'])
    expect(weighed).toEqual({ kind: 'rejected', reason: 'barcode_check_digit_wrong' })
    expect(parseVariableMeasure(withCheck('281234614685'), ['28IIIIVWWWWWC'])).toMatchObject({ weightGrams: 14_685 })
    expect(parseVariableMeasure(withCheck('281234592875'), ['28IIIIIVWWWWC'])).toMatchObject({ weightGrams: 2875 })
    expect(parseVariableMeasure(withCheck('21234582875'), patterns)).toEqual({
      kind: 'rejected',
      reason: 'barcode_check_digit_wrong',
    })
  })

  it('of nothing are refused', () => {
    expect(parseVariableMeasure(withCheck('210401100000'), patterns)).toMatchObject({ reason: 'quantity_out_of_range' })
    expect(parseVariableMeasure(withCheck('231234500000'), patterns)).toMatchObject({ reason: 'price_out_of_range' })
  })

  it('are what a pattern of the shop says, and nothing else', () => {
    expect(parseVariableMeasure(withCheck('221234500499'), patterns)).toBeUndefined()
    expect(parseVariableMeasure(withCheck('040000000000'), patterns)).toBeUndefined()
    expect(parseVariableMeasure('x', patterns)).toBeUndefined()
    expect(parseVariableMeasure(withCheck('210401100850'), [])).toBeUndefined()
  })

  it.each([
    '21IIIIIWWWWWC',
    '23IIIIIPPPPPC',
    '2IIIIIVPPPPC',
    '21IIIIIIIWWWC',
    '23IIIIIIIPPPC',
    '2345678IPPPPC',
    '2345IPPPPPPPC',
    '2IIIIIIVPPPPC',
    '25IIIIVPPPPPC',
    '28IIIIIVWWWWC',
    '28IIIIVWWWWWC',
  ])('have the pattern %s', (pattern) => {
    expect(isVariableMeasurePattern(pattern)).toBe(true)
  })

  it.each([
    '',
    '21IIIIIWWWWW',
    '21IIIIIWWWWWCC',
    '21WWWWWIIIIIC',
    '21IIIIIWWPPPC',
    '21IIIIIIIIWWC',
    '21IIIIWWWWWWC',
    '23IIIIIIIIPPC',
    '23IIPPPPPPPPC',
    '21IIIIIPPPPP',
    'IIIIIIIWWWWWC',
    '21IIIIIWWWWW[',
    '2.IIIIIWWWWWC',
    '2IIIIIIVPPPC',
    '21IIIIIVWWWC',
    '2IIIIVPPPPPPC',
  ])('have no pattern %j, and such a one is passed over', (pattern) => {
    expect(isVariableMeasurePattern(pattern)).toBe(false)
    expect(parseVariableMeasure(withCheck('210401100850'), [pattern])).toBeUndefined()
  })

  it('give back what was put in', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{5}$/u), fc.integer({ min: 1, max: 99_999 }), (itemCode, weightGrams) => {
        const code = withCheck(`21${itemCode}${String(weightGrams).padStart(5, '0')}`)
        expect(parseVariableMeasure(code, patterns)).toEqual({ kind: 'variable_weight', itemCode, weightGrams })
      }),
    )
  })
})
