import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { ProductSum } from '#hub/reports/rollup-queries.ts'

/** A line as it counts for its product. */
export interface CountedLine {
  readonly productId: number | null
  readonly quantity: Quantity
  readonly grossMinor: number
  /** False: its money counts, its pieces do not. */
  readonly isCounted?: boolean
}

const NOTHING = { quantity: 0, weightGrams: 0, grossMinor: 0 }

/** Of empties money went out and pieces came in. */
const amounts = ({ quantity, grossMinor, isCounted = true }: CountedLine) => {
  if (!isCounted) return { pieces: 0, grams: 0 }
  if (quantity.unit === 'gram') return { pieces: 1, grams: quantity.weightGrams }
  return { pieces: grossMinor < 0 ? 0 - quantity.count : quantity.count, grams: 0 }
}

/** What lines add to the roll-ups of their products, or with −1 take off them; open amounts are no product's. */
export function productSums(lines: readonly CountedLine[], businessDate: string, sign: 1 | -1 = 1): ProductSum[] {
  const month = businessDate.slice(0, 'YYYY-MM'.length)
  const sums = new Map<number, ProductSum>()
  for (const line of lines) {
    const { productId } = line
    if (productId === null) continue
    const before = sums.get(productId) ?? NOTHING
    const { pieces, grams } = amounts(line)
    sums.set(productId, {
      businessDate,
      month,
      productId,
      quantity: before.quantity + sign * pieces,
      weightGrams: before.weightGrams + sign * grams,
      grossMinor: before.grossMinor + sign * line.grossMinor,
    })
  }
  return [...sums.values()]
}
