import { DomainError } from '#core/errors/domain-error.ts'
import { pointsBack, pointsTaken } from '#core/refund/points-back.ts'
import { refundLines, type RefundChoice, type RefundFacts } from '#core/refund/refund-lines.ts'
import type { RefundDraft, RefundKind, RefundLine, RefundTotals } from '#core/refund/refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import { itemsIn } from '#core/sale/items-in.ts'
import type { Authorisation, Sale, SaleTax } from '#core/sale/sale.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'

/** What a refund takes from where it is made, before its money moves. */
export interface RefundDraftFacts extends RefundFacts {
  readonly refundId: string
  /** The hub's leave; null where this till could decide alone. */
  readonly reservationId: string | null
  readonly authorisations?: readonly Authorisation[]
}

/** The sums of the lines of a refund: net + tax = total. A weighed line counts as one item, a deposit as none. */
export function refundTotals(lines: readonly RefundLine[]): RefundTotals {
  let netMinor = 0
  let totalMinor = 0
  let discountMinor = 0
  let itemCount = 0
  for (const line of lines) {
    netMinor += line.netMinor
    totalMinor += line.grossMinor
    discountMinor += line.discountMinor
    itemCount += itemsIn(line)
  }
  return { netMinor, taxMinor: totalMinor - netMinor, discountMinor, totalMinor, itemCount }
}

/** The taxes of the lines by rate, under the names that they have in the sale. */
export function refundTaxes(lines: readonly RefundLine[], taxes: readonly SaleTax[]): SaleTax[] {
  const names = new Map(taxes.map(({ rateId, ratePpm, name }) => [`${rateId}:${ratePpm}`, name]))
  return summariseTax(
    lines.map((line) => ({
      taxes: line.taxes.map((tax) => {
        return { ...tax, netMinor: line.netMinor, name: names.get(`${tax.rateId}:${tax.ratePpm}`) ?? '' }
      }),
    })),
  )
}

/** Everything that is left of a sale, or for a void all of it, empties too. */
export function everythingLeft(sale: Pick<Sale, 'lines'>, refunded: Refunded, kind: RefundKind): RefundChoice[] {
  if (kind === 'void') return sale.lines.map(({ line, quantity }) => ({ line, quantity }))
  return refundableOf(sale, refunded).lines.map(({ line, quantity }) => ({ line, quantity }))
}

const hasRefunds = ({ lines }: Refunded): boolean => lines.some(({ amount }) => amount > 0)

/** A void undoes all of a sale or nothing. */
const refusalOfVoid = (sale: Sale, refunded: Refunded): DomainError | undefined => {
  if (hasRefunds(refunded)) {
    return new DomainError('sale_has_refunds', 'Of this sale something went back already; refund the rest.')
  }
  if (sale.totals.totalMinor >= 0) return undefined
  return new DomainError('refund_not_returnable', 'This sale paid the customer; there is no money to give back.')
}

type Points = Pick<RefundDraft, 'pointsTakenBack' | 'pointsGivenBack'>

const pointsOf = (sale: Sale, refunded: Refunded, draft: Pick<RefundDraft, 'kind' | 'totals'>): Points => {
  if (sale.loyalty === undefined) return {}
  const { pointsEarned } = sale.loyalty
  return {
    pointsTakenBack: draft.kind === 'void' ? pointsEarned : pointsTaken(sale, refunded, draft.totals.totalMinor),
    pointsGivenBack: pointsBack(sale, refunded, draft).points,
  }
}

/**
 * A refund with every sum made, before its money moves. A void takes all of the sale, whatever was chosen, and is
 * refused with 'sale_has_refunds' once something went back; a choice of nothing is 'refund_nothing_left'. The other
 * refusals are those of `refundLines`.
 */
export function refundDraft(
  sale: Sale,
  refunded: Refunded,
  choices: readonly RefundChoice[],
  facts: RefundDraftFacts,
): RefundDraft | DomainError {
  const isVoid = facts.kind === 'void'
  const refusal = isVoid ? refusalOfVoid(sale, refunded) : undefined
  if (refusal !== undefined) return refusal
  const chosen = isVoid ? everythingLeft(sale, refunded, 'void') : choices
  if (chosen.length === 0) return new DomainError('refund_nothing_left', 'Nothing of this sale is left to refund.')
  const lines = refundLines(sale, refunded, chosen, facts)
  if (lines instanceof DomainError) return lines
  const totals = refundTotals(lines)
  const { refundId, kind, reservationId, authorisations = [] } = facts
  return {
    refundId,
    kind,
    originalSaleId: sale.saleId,
    originalReceiptLabel: sale.receiptLabel,
    reservationId,
    customerId: sale.customerId,
    currency: sale.currency,
    lines,
    taxes: refundTaxes(lines, sale.taxes),
    totals,
    ...(authorisations.length === 0 ? {} : { authorisations: [...authorisations] }),
    ...pointsOf(sale, refunded, { kind, totals }),
  }
}
