import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit, hasGs1CheckDigit } from '#core/barcode/check-digit.ts'

const digits = fc.stringMatching(/^\d{1,18}$/u)

describe('the GS1 check digit', () => {
  it.each(['4006381333931', '2112345678900', '02345673', '12312312312333', '006141411234567890', '24012345678905'])(
    '%s is right',
    (code) => {
      expect(hasGs1CheckDigit(code)).toBe(true)
    },
  )

  it.each(['24012345678909', '2112233789658', '416000336107', '02345689', '', '5', '12a4', '٤٠٠٦٣٨١٣٣٣٩٣١'])(
    '%j is wrong',
    (code) => {
      expect(hasGs1CheckDigit(code)).toBe(false)
    },
  )

  it('catches every wrong digit', () => {
    fc.assert(
      fc.property(digits, fc.nat(18), fc.integer({ min: 1, max: 9 }), (text, at, by) => {
        const code = text + String(gs1CheckDigit(text))
        expect(hasGs1CheckDigit(code)).toBe(true)
        const index = at % code.length
        const other = (Number(code[index]) + by) % 10
        expect(hasGs1CheckDigit(code.slice(0, index) + String(other) + code.slice(index + 1))).toBe(false)
      }),
    )
  })
})
