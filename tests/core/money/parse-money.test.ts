import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { parseMoney, PRICE_MAX_MINOR } from '#core/money/parse-money.ts'

const usd = currencyOf('USD')

describe('a typed amount', () => {
  it.each([
    ['12', 1200],
    ['12.5', 1250],
    ['12,50', 1250],
    ['.5', 50],
    ['0', 0],
    ['007', 700],
    ['000000001234', 123_400],
    ['999999.99', PRICE_MAX_MINOR],
  ])('%s is so many cents', (text, minor) => {
    expect(parseMoney(text, usd, 'major')).toBe(minor)
  })

  it('counts bare digits as the till is set', () => {
    expect(parseMoney('1250', usd, 'minor')).toBe(1250)
    expect(parseMoney('12.5', usd, 'minor')).toBe(1250)
    expect(parseMoney('99999999', usd, 'minor')).toBe(PRICE_MAX_MINOR)
    expect(parseMoney('1.234', currencyOf('KWD'), 'major')).toBe(1234)
    expect(parseMoney('1200', currencyOf('JPY'), 'major')).toBe(1200)
  })

  it.each([
    '',
    '.',
    '12.',
    '1.234',
    '1,234.50',
    '1.2.3',
    '-1',
    '+1',
    ' 1',
    '1e3',
    '0x10',
    '١٢',
    '1000000',
    '0000000001234',
    '4111111111111111',
    '12\n',
    '1.5\u0000',
  ])('%j is refused', (text) => {
    expect(parseMoney(text, usd, 'major')).toMatchObject({
      code: 'amount_invalid',
      details: { maxMinor: PRICE_MAX_MINOR },
    })
  })

  it('refuses decimals where a currency has none, and more than the limit', () => {
    expect(parseMoney('1.0', currencyOf('JPY'), 'major')).toBeInstanceOf(DomainError)
    expect(parseMoney('100000000', usd, 'minor')).toBeInstanceOf(DomainError)
  })

  it('reads back what is shown', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: PRICE_MAX_MINOR }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (amount, code) => {
          expect(parseMoney(formatMinor(amount, currencyOf(code)), currencyOf(code), 'major')).toBe(amount)
        },
      ),
    )
  })

  it('gives a whole number in range or a refusal, whatever is typed', () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^[\d.,-]{0,14}$/u))
    fc.assert(
      fc.property(typed, fc.constantFrom('major' as const, 'minor' as const), (text, digits) => {
        const result = parseMoney(text, usd, digits)
        const isAmount = Number.isSafeInteger(result) && Number(result) >= 0 && Number(result) <= PRICE_MAX_MINOR
        expect(isAmount || result instanceof DomainError).toBe(true)
      }),
    )
  })
})
