import { DomainError } from '#core/errors/domain-error.ts'
import type { Refund, RefundDraft, RefundTender } from '#core/refund/refund.ts'

/** What a refund takes from where its money moves. */
export type RefundCompletion = Pick<
  Refund,
  'refundNumber' | 'refundLabel' | 'shiftId' | 'operatorId' | 'operatorName' | 'completedAt'
> &
  Partial<Pick<Refund, 'exchangeSaleId'>>

/** A draft whose money moved, as the refund that it becomes; 'tender_incomplete' or 'over_tender' when the sum is not its own. */
export function completeRefund(
  draft: RefundDraft,
  tenders: readonly RefundTender[],
  facts: RefundCompletion,
): Refund | DomainError {
  const { totalMinor } = draft.totals
  const dueMinor = totalMinor - tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  if (dueMinor > 0) return new DomainError('tender_incomplete', 'Not all of it goes back yet.', { dueMinor })
  if (dueMinor < 0) return new DomainError('over_tender', 'More goes back than is due.', { maxMinor: totalMinor })
  return { ...draft, ...facts, tenders: [...tenders] }
}
