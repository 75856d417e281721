import { DomainError } from '#core/errors/domain-error.ts'
import type { Currency } from '#core/money/currency.ts'

/** The dearest thing a till sells: eight digits is what price fields, receipts and in-store labels have room for. */
export const PRICE_MAX_MINOR = 99_999_999

// Room for the greatest amount with leading zeros typed before it; longer is a scan that landed in the wrong field.
const TYPED_CHARACTERS_MAX = 12

/** What typed digits without a decimal sign count: 'major' reads "12" as 12.00, 'minor' reads "1250" as 12.50. */
export type TypedDigits = 'major' | 'minor'

/**
 * Reads an amount as typed at a till, in minor units. With a point or a comma it is in major units ("12.5", "12,50",
 * ".5"); bare digits count what `typedDigits` says. Anything else, and more than `PRICE_MAX_MINOR`, is 'amount_invalid'.
 */
export function parseMoney(text: string, currency: Currency, typedDigits: TypedDigits): number | DomainError {
  const amountMinor = readAmount(text, currency, typedDigits)
  if (amountMinor !== undefined && amountMinor <= PRICE_MAX_MINOR) return amountMinor
  return new DomainError('amount_invalid', 'This is no amount that a till takes.', { maxMinor: PRICE_MAX_MINOR })
}

function readAmount(text: string, currency: Currency, typedDigits: TypedDigits): number | undefined {
  if (text.length > TYPED_CHARACTERS_MAX) return undefined
  if (typedDigits === 'minor' && /^\d+$/u.test(text)) return Number(text)
  const [, major, fraction = ''] = /^(?=.*\d$)(\d*)(?:[.,](\d+))?$/u.exec(text) ?? []
  if (major === undefined || fraction.length > currency.exponent) return undefined
  return Number(major + fraction.padEnd(currency.exponent, '0'))
}
