import { DomainError } from '#core/errors/domain-error.ts'
import { refundCash, type RefundCoins } from '#core/refund/refund-cash.ts'
import type { RefundTender } from '#core/refund/refund.ts'

const shrunk = (tender: RefundTender, amountMinor: number, coins: RefundCoins): RefundTender =>
  tender.kind === 'cash' ? refundCash(amountMinor, coins) : { ...tender, amountMinor }

/** Tenders less so much, taken off the last ones first: what an exchange keeps of a refund, or cash takes over. */
export function lessTenders(tenders: readonly RefundTender[], takenMinor: number, coins: RefundCoins): RefundTender[] {
  let leftMinor = takenMinor
  const kept: RefundTender[] = []
  for (const tender of tenders.toReversed()) {
    const offMinor = Math.min(leftMinor, tender.amountMinor)
    leftMinor -= offMinor
    const amountMinor = tender.amountMinor - offMinor
    if (amountMinor > 0) kept.unshift(offMinor === 0 ? tender : shrunk(tender, amountMinor, coins))
  }
  return kept
}

/**
 * The suggested tenders with so much in cash: the rest goes back as it came. 'over_tender' above what is due,
 * 'refund_tenders_wrong' below what no other way takes.
 */
export function withCash(
  suggested: readonly RefundTender[],
  cashMinor: number,
  coins: RefundCoins,
): RefundTender[] | DomainError {
  const isCash = ({ kind }: RefundTender): boolean => kind === 'cash'
  const others = suggested.filter((tender) => !isCash(tender))
  const dueMinor = suggested.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const leastMinor = suggested.filter(isCash).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  // Points go back as points, whatever becomes of the money.
  const fixedMinor = others.reduce(
    (sum, tender) => sum + (tender.kind === 'other' && tender.method === 'points' ? tender.amountMinor : 0),
    0,
  )
  const maxMinor = dueMinor - fixedMinor
  if (cashMinor > maxMinor) return new DomainError('over_tender', 'More goes back than is due.', { maxMinor })
  if (cashMinor < leastMinor) {
    return new DomainError('refund_tenders_wrong', 'The rest cannot go back another way.', { maxMinor: leastMinor })
  }
  const kept = lessTenders(others, cashMinor - leastMinor, coins)
  return cashMinor === 0 ? kept : [...kept, refundCash(cashMinor, coins)]
}
