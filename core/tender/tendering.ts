import { DomainError } from '#core/errors/domain-error.ts'
import { roundCash } from '#core/money/round-cash.ts'
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

/** What is due in coins that exist; the same where one minor unit is a coin. */
export const cashDueMinor = (stillDueMinor: number, smallestCoinMinor = 1): number =>
  roundCash(stillDueMinor, smallestCoinMinor)

const withRounding = (tender: CashTender): CashTender => {
  const roundingMinor = tender.givenMinor - tender.changeMinor - tender.amountMinor
  return roundingMinor === 0 ? tender : { ...tender, roundingMinor }
}

/** The till owes, as for empties that were brought back: nothing is given, and all of it goes out. */
const payOut = (stillDueMinor: number, givenMinor: number, smallestCoinMinor: number): CashTender | DomainError => {
  if (givenMinor !== 0) {
    return new DomainError('over_tender', 'Nothing is due: money goes out.', { dueMinor: stillDueMinor, maxMinor: 0 })
  }
  const outMinor = 0 - cashDueMinor(stillDueMinor, smallestCoinMinor)
  return withRounding({ kind: 'cash', amountMinor: stillDueMinor, givenMinor, changeMinor: outMinor })
}

/** Why so much cash is not taken. */
const whyNoCash = (dueInCoins: number, givenMinor: number, smallestCoinMinor: number): DomainError | undefined => {
  if (givenMinor < 0 || (givenMinor === 0 && dueInCoins > 0)) {
    return new DomainError('amount_invalid', 'Type what the customer gave.')
  }
  if (givenMinor % smallestCoinMinor !== 0) {
    return new DomainError('amount_invalid', 'There are no such coins.', { smallestCoinMinor })
  }
  const maxMinor = cashGivenMaxMinor(dueInCoins)
  return givenMinor > maxMinor
    ? new DomainError('over_tender', 'This is far more than is due. Check the amount.', { givenMinor, maxMinor })
    : undefined
}

/**
 * Cash over the counter: pays what is due at the most, the rest is change; of a negative due all goes out as change. The
 * payment that settles what is due is rounded to the smallest coin, one that pays a part of it is not. 'over_tender' above
 * `cashGivenMaxMinor`, 'amount_invalid' for what no coins make.
 */
export function tenderCash(stillDueMinor: number, givenMinor: number, smallestCoinMinor = 1): CashTender | DomainError {
  if (stillDueMinor < 0) return payOut(stillDueMinor, givenMinor, smallestCoinMinor)
  const dueInCoins = cashDueMinor(stillDueMinor, smallestCoinMinor)
  const why = whyNoCash(dueInCoins, givenMinor, smallestCoinMinor)
  if (why !== undefined) return why
  if (givenMinor < dueInCoins) return { kind: 'cash', amountMinor: givenMinor, givenMinor, changeMinor: 0 }
  return withRounding({ kind: 'cash', amountMinor: stillDueMinor, givenMinor, changeMinor: givenMinor - dueInCoins })
}

/**
 * Cash that comes in as coins make it, with no change, where nobody counts it out: what `tenderCash` makes of a payment
 * that settles. After other cash of the same sale it is rounded with that as one sum.
 */
export function settlingCash(amountMinor: number, smallestCoinMinor = 1, beforeMinor = 0): CashTender {
  const handedMinor =
    cashDueMinor(beforeMinor + amountMinor, smallestCoinMinor) - cashDueMinor(beforeMinor, smallestCoinMinor)
  const [givenMinor, outMinor] = [Math.max(0, handedMinor), Math.max(0, 0 - handedMinor)]
  return withRounding({ kind: 'cash', amountMinor, givenMinor, changeMinor: outMinor })
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
