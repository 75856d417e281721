import { assertInteger } from '#core/money/assert-integer.ts'
import type { Currency } from '#core/money/currency.ts'

interface Digits {
  readonly sign: string
  readonly major: string
  readonly fraction: string
}

function digitsOf(amountMinor: number, currency: Currency): Digits {
  assertInteger(amountMinor, 'amountMinor')
  const digits = String(Math.abs(amountMinor)).padStart(currency.exponent + 1, '0')
  const point = digits.length - currency.exponent
  const fraction = currency.exponent === 0 ? '' : `.${digits.slice(point)}`
  return { sign: amountMinor < 0 ? '-' : '', major: digits.slice(0, point), fraction }
}

/** The amount in major units with a decimal point and nothing else: 123450 in USD is "1234.50". */
export function formatMinor(amountMinor: number, currency: Currency): string {
  const { sign, major, fraction } = digitsOf(amountMinor, currency)
  return sign + major + fraction
}

/** As `formatMinor`, with a comma between thousands: 123450 in USD is "1,234.50". */
export function formatMinorGrouped(amountMinor: number, currency: Currency): string {
  const { sign, major, fraction } = digitsOf(amountMinor, currency)
  return sign + major.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',') + fraction
}
