import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasGs1CheckDigit } from '#core/barcode/check-digit.ts'
import { expandUpcE } from '#core/barcode/upc-e.ts'

describe('UPC-E', () => {
  it.each([
    ['0425261', '042100005264'],
    ['0123456', '012345000065'],
    ['0654321', '065100004327'],
    ['0123453', '012300000451'],
    ['0123454', '012340000053'],
    ['1234567', '123456000070'],
    ['0123450', '012000003455'],
    ['0123452', '012200003453'],
    ['0123459', '012345000096'],
    ['0123455', '012345000058'],
    ['04252614', '042100005264'],
  ])('%s stands for %s', (short, long) => {
    expect(expandUpcE(short)).toBe(long)
  })

  it.each(['', '04252615', '2425261', '042526', '042526140', 'x425261'])('%j stands for nothing', (text) => {
    expect(expandUpcE(text)).toBeUndefined()
  })

  it('always stands for twelve digits that check', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[01]\d{6}$/u), (short) => {
        const long = expandUpcE(short) ?? ''
        expect(long).toHaveLength(12)
        expect(hasGs1CheckDigit(long)).toBe(true)
        expect(expandUpcE(short + long.slice(-1))).toBe(long)
      }),
    )
  })
})
