import { DomainError } from '#core/errors/domain-error.ts'
import { amountOf, givenBack, lineShare, type LineShare } from '#core/refund/line-share.ts'
import type { RefundAsk, RefundKind, RefundLine } from '#core/refund/refund.ts'
import type { Refunded, RefundedLine } from '#core/refund/refunded.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'

/** Why the lines go back, and what becomes of the goods. */
export interface RefundFacts {
  readonly kind: RefundKind
  readonly reason: string
  /** Back to the shelf; false: written off, or the goods stayed with the customer. */
  readonly isRestocked: boolean
  /** Products that nobody takes back, as the catalogue has them now; a refund of their price is no return. */
  readonly notReturnable?: ReadonlySet<number>
}

/** A line that is to go back; without facts of its own it has those of the refund. */
export interface RefundChoice extends RefundAsk {
  readonly reason?: string
  readonly isRestocked?: boolean
}

/** What went back of each line, by its number. */
export const refundedByLine = ({ lines }: Refunded): ReadonlyMap<number, RefundedLine> =>
  new Map(lines.map((line) => [line.line, line]))

/** What two shares differ by, toward the whole: a part that was given back too early is not asked for again. */
const between = (afterMinor: number, beforeMinor: number): number =>
  afterMinor < 0 ? Math.min(0, afterMinor - beforeMinor) : Math.max(0, afterMinor - beforeMinor)

/** The money of the next `amount` of a line, after what went back of it. */
export function nextShare(line: SaleLine, refunded: RefundedLine | undefined, amount: number): LineShare {
  const before = givenBack(line, refunded)
  const after = lineShare(line, (refunded?.amount ?? 0) + amount)
  return {
    grossMinor: between(after.grossMinor, before.grossMinor),
    discountMinor: between(after.discountMinor, before.discountMinor),
    taxesMinor: after.taxesMinor.map((minor, index) => between(minor, before.taxesMinor[index] ?? 0)),
  }
}

/** Empties were paid out when they came; what the catalogue marks is not taken back, though its price may be refunded. */
const isReturnable = ({ kind: lineKind, productId }: SaleLine, { kind, notReturnable }: RefundFacts): boolean => {
  if (lineKind === 'empties') return kind === 'void'
  return kind !== 'return' || productId === null || notReturnable?.has(productId) !== true
}

const refusalOfLine = (
  sold: SaleLine,
  before: RefundedLine | undefined,
  { quantity }: RefundAsk,
  facts: RefundFacts,
): DomainError | undefined => {
  const { line } = sold
  if (quantity.unit !== sold.quantity.unit) {
    const priceUnit = sold.quantity.unit === 'piece' ? 'piece' : 'kilogram'
    return new DomainError('quantity_out_of_range', 'This line was sold in another unit.', { line, priceUnit })
  }
  if (!isReturnable(sold, facts)) {
    return new DomainError('refund_not_returnable', 'This is not taken back.', { line, name: sold.name })
  }
  const left = amountOf(sold.quantity) - (before?.amount ?? 0)
  if (left <= 0) return new DomainError('refund_nothing_left', 'All of this line went back already.', { line })
  if (amountOf(quantity) <= left) return undefined
  return new DomainError('refund_too_much', 'More than is left of this line.', { line, left })
}

const refundLine = (
  sold: SaleLine,
  before: RefundedLine | undefined,
  choice: RefundChoice,
  facts: RefundFacts,
): RefundLine => {
  const { line, productId, departmentId, code, name, taxGroupId } = sold
  const share = nextShare(sold, before, amountOf(choice.quantity))
  const taxMinor = share.taxesMinor.reduce((sum, minor) => sum + minor, 0)
  return {
    line,
    productId,
    departmentId,
    code,
    name,
    quantity: choice.quantity,
    discountMinor: share.discountMinor,
    netMinor: share.grossMinor - taxMinor,
    grossMinor: share.grossMinor,
    taxGroupId,
    taxes: sold.taxes.map(({ rateId, ratePpm }, index) => {
      return { rateId, ratePpm, taxMinor: share.taxesMinor[index] ?? 0 }
    }),
    reason: choice.reason ?? facts.reason,
    isRestocked: choice.isRestocked ?? facts.isRestocked,
    ...(sold.kind === undefined ? {} : { kind: sold.kind }),
  }
}

/**
 * The lines of a refund, each with its share of what was paid, of the discounts and of each tax, to the minor unit.
 * Refused: 'line_not_found' (also a line that is asked for twice), 'refund_not_returnable', 'refund_nothing_left',
 * 'refund_too_much', and 'quantity_out_of_range' for the wrong unit.
 */
export function refundLines(
  sale: Pick<Sale, 'lines'>,
  refunded: Refunded,
  choices: readonly RefundChoice[],
  facts: RefundFacts,
): RefundLine[] | DomainError {
  const soldByLine = new Map(sale.lines.map((line) => [line.line, line]))
  const beforeByLine = refundedByLine(refunded)
  const lines: RefundLine[] = []
  for (const choice of choices) {
    const sold = soldByLine.get(choice.line)
    if (sold === undefined) {
      return new DomainError('line_not_found', 'There is no such line in this sale.', { line: choice.line })
    }
    soldByLine.delete(choice.line)
    const before = beforeByLine.get(choice.line)
    const refusal = refusalOfLine(sold, before, choice, facts)
    if (refusal !== undefined) return refusal
    lines.push(refundLine(sold, before, choice, facts))
  }
  return lines
}
