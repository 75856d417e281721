import { multiplyDivide } from '#core/money/rounding.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { RefundedLine } from '#core/refund/refunded.ts'
import type { SaleLine } from '#core/sale/sale.ts'

/** The money of a part of a line, minor units; net is gross − taxes. */
export interface LineShare {
  readonly grossMinor: number
  readonly discountMinor: number
  /** In the order of the line's taxes. */
  readonly taxesMinor: readonly number[]
}

/** Pieces or grams. */
export const amountOf = (quantity: Quantity): number =>
  quantity.unit === 'piece' ? quantity.count : quantity.weightGrams

/** So many pieces or grams, as the quantity of a line like this one. */
export const quantityLike = ({ unit }: Quantity, amount: number): Quantity =>
  unit === 'piece' ? { unit, count: amount } : { unit, weightGrams: amount }

const shareOf = (wholeMinor: number, part: number, whole: number): number =>
  whole === 0 ? 0 : multiplyDivide(wholeMinor, part, whole, 'half_up')

/**
 * Taxes go with the money, rate after rate of what is left: each step is a share of a share, so none ever shrinks while
 * the money grows, they never pass it, and at the end they are the line's own.
 */
const taxesAt = ({ grossMinor, taxes }: SaleLine, partMinor: number): number[] => {
  let wholeLeftMinor = taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)
  let partLeftMinor = shareOf(wholeLeftMinor, partMinor, grossMinor)
  return taxes.map(({ taxMinor }) => {
    const shareMinor = shareOf(taxMinor, partLeftMinor, wholeLeftMinor)
    wholeLeftMinor -= taxMinor
    partLeftMinor -= shareMinor
    return shareMinor
  })
}

/**
 * The money of the first `amount` pieces or grams of a line. A function of the amount alone: what two of them differ by
 * is the refund of what lies between, so that parts in any order come to the same cent.
 */
export function lineShare(line: SaleLine, amount: number): LineShare {
  const whole = amountOf(line.quantity)
  const grossMinor = shareOf(line.grossMinor, amount, whole)
  return {
    grossMinor,
    discountMinor: shareOf(line.discountMinor, amount, whole),
    taxesMinor: taxesAt(line, grossMinor),
  }
}

/** The money of a line that went back already: as it was given, or the share of what went back. */
export function givenBack(line: SaleLine, refunded: RefundedLine | undefined): LineShare {
  const share = lineShare(line, refunded?.amount ?? 0)
  return {
    grossMinor: refunded?.grossMinor ?? share.grossMinor,
    discountMinor: refunded?.discountMinor ?? share.discountMinor,
    taxesMinor: share.taxesMinor.map((minor, index) => refunded?.taxesMinor?.[index] ?? minor),
  }
}
