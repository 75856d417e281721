import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor, formatMinorGrouped } from '#core/money/format-money.ts'

const usd = currencyOf('USD')

describe('money as text', () => {
  it('has the decimals of its currency', () => {
    expect(formatMinor(123_450, usd)).toBe('1234.50')
    expect(formatMinor(-5, usd)).toBe('-0.05')
    expect(formatMinor(0, usd)).toBe('0.00')
    expect(formatMinor(1200, currencyOf('JPY'))).toBe('1200')
    expect(formatMinor(7, currencyOf('KWD'))).toBe('0.007')
  })

  it('groups thousands on demand', () => {
    expect(formatMinorGrouped(123_450, usd)).toBe('1,234.50')
    expect(formatMinorGrouped(-99_999, usd)).toBe('-999.99')
    expect(formatMinorGrouped(123_456_789_012, usd)).toBe('1,234,567,890.12')
    expect(formatMinorGrouped(1_000_000, currencyOf('JPY'))).toBe('1,000,000')
  })

  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), (amount, code) => {
        const currency = currencyOf(code)
        expect(Number(formatMinor(amount, currency).replace('.', ''))).toBe(amount)
        expect(formatMinorGrouped(amount, currency).replaceAll(',', '')).toBe(formatMinor(amount, currency))
      }),
    )
  })
})
