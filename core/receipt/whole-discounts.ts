import type { LineDiscount, SaleLine } from '#core/sale/sale.ts'

const isOfLine = ({ source }: LineDiscount): boolean => source === 'line' || source === 'promotion'

/** What took something off just this line: a person, or a promotion. What went off the whole sale is told once. */
export const ownDiscounts = ({ discounts = [] }: SaleLine): readonly LineDiscount[] => discounts.filter(isOfLine)

/** What was spread over the lines: coupons and the discount on the whole sale, each with all that it took off. */
export function wholeDiscounts(lines: readonly SaleLine[]): readonly LineDiscount[] {
  const wholes = new Map<string, LineDiscount>()
  for (const part of lines.flatMap(({ discounts = [] }) => discounts)) {
    if (isOfLine(part)) continue
    const key = `${part.source} ${part.id}`
    const amountMinor = (wholes.get(key)?.amountMinor ?? 0) + part.amountMinor
    wholes.set(key, { ...part, amountMinor })
  }
  return [...wholes.values()]
}
