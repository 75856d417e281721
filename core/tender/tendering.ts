import { DomainError } from '#core/errors/domain-error.ts'
import type { CashTender, Tender } from '#core/tender/tender.ts'

/** What the tenders pay together, minor units. */
export const paidMinor = (tenders: readonly Tender[]): number =>
  tenders.reduce((sum, tender) => sum + tender.amountMinor, 0)

/** What is still to pay, minor units. */
export const dueMinor = (totalMinor: number, tenders: readonly Tender[]): number => totalMinor - paidMinor(tenders)

/** What goes back to the customer, minor units. */
export const changeMinor = (tenders: readonly Tender[]): number =>
  tenders.reduce((sum, tender) => sum + ('changeMinor' in tender ? (tender.changeMinor ?? 0) : 0), 0)

/** Given cash above this is a slip, or a barcode that landed in the amount: ten times what is due, and 100.00 more. */
export const cashGivenMaxMinor = (stillDueMinor: number): number => 10 * stillDueMinor + 10_000

/**
 * Cash over the counter: pays what is due at the most, the rest is change. 'over_tender' above `cashGivenMaxMinor`, and
 * for a sale that is paid with more than it costs.
 */
export function tenderCash(stillDueMinor: number, givenMinor: number): CashTender | DomainError {
  if (stillDueMinor < 0) {
    return new DomainError('over_tender', 'More is paid already than the sale costs.', { dueMinor: stillDueMinor })
  }
  if (givenMinor < 0 || (givenMinor === 0 && stillDueMinor > 0)) {
    return new DomainError('amount_invalid', 'Type what the customer gave.')
  }
  const maxMinor = cashGivenMaxMinor(stillDueMinor)
  if (givenMinor > maxMinor) {
    return new DomainError('over_tender', 'This is far more than is due. Check the amount.', { givenMinor, maxMinor })
  }
  const amountMinor = Math.min(givenMinor, stillDueMinor)
  return { kind: 'cash', amountMinor, givenMinor, changeMinor: givenMinor - amountMinor }
}

/** The amount to ask a card for: what was typed, or all that is due. Never more than is due, since cards give no change. */
export function cardAmount(stillDueMinor: number, typedMinor: number | undefined): number | DomainError {
  const amountMinor = typedMinor ?? stillDueMinor
  if (amountMinor < 1) return new DomainError('amount_invalid', 'There is nothing to charge.')
  if (amountMinor > stillDueMinor) {
    return new DomainError('over_tender', 'A card pays what is due at the most.', { maxMinor: stillDueMinor })
  }
  return amountMinor
}
