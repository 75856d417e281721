import type { Basket } from '#core/basket/basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'

/**
 * Another price for a line, minor units for its piece or kilogram; the first price stays on the record. 'line_not_found',
 * 'price_out_of_range', or 'not_discountable' for deposits and empties, which have their own price.
 */
export function overridePrice(
  basket: Basket,
  line: number,
  by: { readonly priceMinor: number; readonly reason: string },
): Basket | DomainError {
  const found = basket.lines.find((candidate) => candidate.line === line && !candidate.isVoided)
  if (found === undefined) return new DomainError('line_not_found', `There is no line ${line} to change.`, { line })
  if (found.kind !== undefined)
    return new DomainError('not_discountable', 'This line has a price of its own.', { line })
  if (by.priceMinor < 0 || by.priceMinor > PRICE_MAX_MINOR) {
    return new DomainError('price_out_of_range', 'This price is out of range.', { maxMinor: PRICE_MAX_MINOR })
  }
  const changed = {
    ...found,
    unitPriceMinor: by.priceMinor,
    priceSource: 'override' as const,
    originalPriceMinor: found.originalPriceMinor ?? found.unitPriceMinor,
    reason: by.reason,
  }
  return { ...basket, lines: basket.lines.map((candidate) => (candidate === found ? changed : candidate)) }
}

/** True where a line has a price of the cashier's that no manager allowed, as the line is now. */
export const hasUnapprovedPrice = ({ lines, authorisations = [] }: Basket): boolean =>
  lines.some(
    ({ line, priceSource, isVoided }) =>
      priceSource === 'override' &&
      !isVoided &&
      !authorisations.some(({ permission, line: on }) => permission === 'override_prices' && on === line),
  )
