import { amountOf, givenBack } from '#core/refund/line-share.ts'
import { refundTaxes, refundTotals } from '#core/refund/refund-draft.ts'
import { nextShare, refundedByLine } from '#core/refund/refund-lines.ts'
import type { Refund, RefundLine, RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, type Refunded, type RefundedLine } from '#core/refund/refunded.ts'
import type { Sale, SaleLine, SaleTax } from '#core/sale/sale.ts'
import { isRoundingPlausible } from '#core/tender/cash-rounding.ts'
import type { Tender } from '#core/tender/tender.ts'

/**
 * Refunds that were reserved together and booked in another order, or not at all, differ from their shares by a minor
 * unit each; more than a few of one sale are never open at once.
 */
const SHARE_SLACK_MINOR = 5

const taxOf = ({ taxes }: RefundLine): number => taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)

const asText = (taxes: readonly SaleTax[]): string =>
  taxes
    .map(({ rateId, ratePpm, netMinor, taxMinor }) => `${rateId}:${ratePpm}:${netMinor}:${taxMinor}`)
    .toSorted()
    .join(' ')

const sumProblems = (refund: Refund, smallestCoinMinor: number): string[] => {
  const problems = refund.lines
    .filter((line) => line.netMinor + taxOf(line) !== line.grossMinor)
    .map(({ line }) => `line ${line} does not add up`)
  const sums = refundTotals(refund.lines)
  for (const key of ['netMinor', 'taxMinor', 'discountMinor', 'totalMinor', 'itemCount'] as const) {
    if (sums[key] !== refund.totals[key]) problems.push(`${key} is ${refund.totals[key]}, the lines make ${sums[key]}`)
  }
  if (asText(refund.taxes) !== asText(refundTaxes(refund.lines, refund.taxes))) {
    problems.push('the taxes are not those of the lines')
  }
  if (refund.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0) !== refund.totals.totalMinor) {
    problems.push('the tenders do not make the total')
  }
  if (!refund.tenders.every((tender) => tender.kind !== 'cash' || isRoundingPlausible(tender, smallestCoinMinor))) {
    problems.push('cash was rounded by more than a coin')
  }
  if (new Set(refund.lines.map(({ line }) => line)).size !== refund.lines.length) {
    problems.push('two lines have the same number')
  }
  return problems
}

const isSameSign = (one: number, other: number): boolean => one === 0 || Math.sign(one) === Math.sign(other)

const isWithin = (minor: number, shareMinor: number): boolean =>
  Math.abs(minor) <= Math.abs(shareMinor) + SHARE_SLACK_MINOR

/** Money of a line that is more than so much of it was sold for. */
const isBeyondShare = (back: RefundLine, sold: SaleLine, before: RefundedLine | undefined): boolean => {
  const share = nextShare(sold, before, amountOf(back.quantity))
  const sharesMinor = new Map(sold.taxes.map(({ rateId }, index) => [rateId, share.taxesMinor[index] ?? 0]))
  return (
    !isWithin(back.grossMinor, share.grossMinor) ||
    back.taxes.some(({ rateId, taxMinor }) => !isWithin(taxMinor, sharesMinor.get(rateId) ?? 0))
  )
}

const problemOfLine = (back: RefundLine, sold: SaleLine, before: RefundedLine | undefined): string => {
  const { quantity, grossMinor, productId } = back
  if (sold.productId !== productId || sold.kind !== back.kind) return 'another product than was sold'
  if (!isSameSign(grossMinor, sold.grossMinor)) return 'money in the wrong direction'
  if ((before?.amount ?? 0) + amountOf(quantity) > amountOf(sold.quantity)) return 'more than was sold'
  const backMinor = givenBack(sold, before).grossMinor + grossMinor
  if (Math.abs(backMinor) > Math.abs(sold.grossMinor)) return 'more than was paid'
  return isBeyondShare(back, sold, before) ? 'more than its share' : ''
}

/** More than was sold or paid, line by line, with what went back before. */
const excessProblems = (refund: Refund, sale: Sale, refunded: Refunded): string[] => {
  const soldByLine = new Map(sale.lines.map((line) => [line.line, line]))
  const beforeByLine = refundedByLine(refunded)
  return refund.lines.flatMap((back) => {
    const sold = soldByLine.get(back.line)
    if (sold?.quantity.unit !== back.quantity.unit) return [`line ${back.line} was not sold so`]
    const problem = problemOfLine(back, sold, beforeByLine.get(back.line))
    return problem === '' ? [] : [`line ${back.line}: ${problem}`]
  })
}

/** Whom the money goes back to: one card, or one method; cash and what an exchange keeps may stand for any. */
const ownerOf = (tender: RefundTender | Tender): string | undefined => {
  if (tender.kind === 'card') return `card ${tender.last4} (${tender.intentId})`
  if (tender.kind === 'points') return 'points'
  return tender.kind === 'other' ? tender.method : undefined
}

/** Money that goes back to what did not pay it, or got it back already. */
const tenderProblems = ({ tenders }: Refund, sale: Sale, refunded: Refunded): string[] => {
  const givenMinor = new Map(refunded.tenders.map(({ index, amountMinor }) => [index, amountMinor]))
  const leftMinor = new Map<string, number>()
  for (const [index, tender] of sale.tenders.entries()) {
    const owner = ownerOf(tender)
    if (owner === undefined) continue
    leftMinor.set(owner, (leftMinor.get(owner) ?? 0) + tender.amountMinor - (givenMinor.get(index) ?? 0))
  }
  for (const tender of tenders) {
    const owner = ownerOf(tender)
    if (owner !== undefined) leftMinor.set(owner, (leftMinor.get(owner) ?? 0) - tender.amountMinor)
  }
  return [...leftMinor].filter(([, minor]) => minor < 0).map(([owner]) => `${owner}: more than it paid`)
}

const pointProblems = (
  { pointsGivenBack = 0, pointsTakenBack = 0 }: Refund,
  sale: Sale,
  before: Refunded,
): string[] => {
  const { pointsBurned, pointsEarned } = sale.loyalty ?? { pointsBurned: 0, pointsEarned: 0 }
  return [
    ...(before.pointsGivenBack + pointsGivenBack > pointsBurned ? ['more points given back than were burned'] : []),
    ...(before.pointsTakenBack + pointsTakenBack > pointsEarned ? ['more points taken back than were earned'] : []),
  ]
}

const saleProblems = (refund: Refund, sale: Sale, refunded: Refunded): string[] => {
  const problems = [
    ...excessProblems(refund, sale, refunded),
    ...tenderProblems(refund, sale, refunded),
    ...pointProblems(refund, sale, refunded),
  ]
  if (refund.originalSaleId !== sale.saleId) problems.push('it names another sale')
  if (refund.currency !== sale.currency) problems.push('it is in another currency than the sale')
  if (refund.kind !== 'void') return problems
  if (refunded.lines.some(({ amount }) => amount > 0)) problems.push('a void of a sale of which something went back')
  if (refund.totals.totalMinor !== sale.totals.totalMinor) problems.push('a void that is not of everything')
  return problems
}

/**
 * Adds a refund up again, and compares it with the sale and what went back of it before, where these are known: what the
 * hub checks of a refund that happened. Gives what is wrong in words; nothing when all is right.
 */
export function verifyRefund(
  refund: Refund,
  sale?: Sale,
  refunded: Refunded = NOTHING_REFUNDED,
  smallestCoinMinor = 1,
): string[] {
  return [
    ...sumProblems(refund, smallestCoinMinor),
    ...(sale === undefined ? [] : saleProblems(refund, sale, refunded)),
  ]
}
