import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { currencyOf, findCurrency } from '#core/money/currency.ts'

describe('currencies', () => {
  it('knows the decimal places of ISO 4217', () => {
    expect(currencyOf('USD')).toEqual({ code: 'USD', exponent: 2 })
    expect(currencyOf('JPY').exponent).toBe(0)
    expect(currencyOf('KWD').exponent).toBe(3)
    expect(currencyOf('CLF').exponent).toBe(4)
    expect(currencyOf('AED').exponent).toBe(2)
    expect(currencyOf('ZWG').exponent).toBe(2)
  })

  it('knows no others', () => {
    for (const code of ['', 'usd', 'US', 'USDX', 'AE\nAF', 'D A', 'AED AFN', 'XTS'])
      expect(findCurrency(code)).toBeUndefined()
    expect(() => currencyOf('QQQ')).toThrow(new AssertionError('No currency has the code QQQ.'))
  })

  it('agrees with the decimals of Unicode CLDR where those follow ISO 4217', () => {
    for (const code of ['BHD', 'CHF', 'CLP', 'EUR', 'GBP', 'INR', 'KRW', 'KWD', 'TND', 'USD', 'VND', 'XOF']) {
      const { maximumFractionDigits } = new Intl.NumberFormat('en', {
        style: 'currency',
        currency: code,
      }).resolvedOptions()
      expect(currencyOf(code).exponent).toBe(maximumFractionDigits)
    }
  })
})
