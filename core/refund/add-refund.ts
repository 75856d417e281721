import { amountOf, givenBack } from '#core/refund/line-share.ts'
import { refundedByLine } from '#core/refund/refund-lines.ts'
import type { Refund, RefundDraft, RefundLine, RefundTender } from '#core/refund/refund.ts'
import type { Refunded, RefundedLine } from '#core/refund/refunded.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { isForeignCash } from '#core/tender/tender-method.ts'
import type { Tender } from '#core/tender/tender.ts'

const addLine = (sold: SaleLine, before: RefundedLine | undefined, back: RefundLine): RefundedLine => {
  const share = givenBack(sold, before)
  return {
    line: sold.line,
    amount: (before?.amount ?? 0) + amountOf(back.quantity),
    grossMinor: Math.max(0, share.grossMinor + back.grossMinor),
    discountMinor: share.discountMinor + back.discountMinor,
    taxesMinor: share.taxesMinor.map((minor, index) => Math.max(0, minor + (back.taxes[index]?.taxMinor ?? 0))),
  }
}

const addLines = (sale: Pick<Sale, 'lines'>, refunded: Refunded, back: readonly RefundLine[]): RefundedLine[] => {
  const byLine = new Map(refundedByLine(refunded))
  const soldByLine = new Map(sale.lines.map((line) => [line.line, line]))
  for (const line of back) {
    const sold = soldByLine.get(line.line)
    if (sold !== undefined) byLine.set(line.line, addLine(sold, byLine.get(line.line), line))
  }
  return [...byLine.values()].toSorted((one, other) => one.line - other.line)
}

/** True where money that goes back in this way is that tender's own. */
const isOwnTender = (sold: Tender, back: RefundTender): boolean => {
  if (back.kind === 'card') return sold.kind === 'card' && sold.intentId === back.intentId
  if (back.kind === 'cash') return sold.kind === 'cash' || isForeignCash(sold)
  if (back.kind === 'exchange') return false
  return sold.kind === 'other' ? sold.method === back.method : sold.kind === 'points' && back.method === 'points'
}

/** Takes the money off the tenders that it belongs to, then off whatever else is left; what no tender paid is nobody's. */
const takeFrom = (sale: Pick<Sale, 'tenders'>, givenMinor: number[], back: RefundTender): void => {
  let leftMinor = back.amountMinor
  const own = sale.tenders.flatMap((tender, index) => (isOwnTender(tender, back) ? [index] : []))
  const rest = sale.tenders.flatMap((tender, index) =>
    isOwnTender(tender, back) || tender.kind === 'points' ? [] : [index],
  )
  for (const index of [...own, ...rest]) {
    const roomMinor = (sale.tenders[index]?.amountMinor ?? 0) - (givenMinor[index] ?? 0)
    const takenMinor = Math.max(0, Math.min(roomMinor, leftMinor))
    givenMinor[index] = (givenMinor[index] ?? 0) + takenMinor
    leftMinor -= takenMinor
  }
}

const addTenders = (
  sale: Pick<Sale, 'tenders'>,
  refunded: Refunded,
  back: readonly RefundTender[],
): Refunded['tenders'] => {
  const givenMinor = sale.tenders.map(() => 0)
  for (const { index, amountMinor } of refunded.tenders) givenMinor[index] = amountMinor
  for (const tender of back) takeFrom(sale, givenMinor, tender)
  return givenMinor.flatMap((amountMinor, index) => (amountMinor === 0 ? [] : [{ index, amountMinor }]))
}

type Cash = Pick<Refunded, 'cashMinor' | 'cashRoundingMinor'>

/** All cash that went back, whatever it stood for: its limit and its rounding are those of the whole sale. */
const addCash = (refunded: Cash, back: readonly RefundTender[]): Cash => {
  let { cashMinor = 0, cashRoundingMinor = 0 } = refunded
  for (const tender of back) {
    if (tender.kind !== 'cash') continue
    cashMinor += tender.amountMinor
    cashRoundingMinor += tender.roundingMinor ?? 0
  }
  return {
    ...(cashMinor === 0 ? {} : { cashMinor }),
    ...(cashRoundingMinor === 0 ? {} : { cashRoundingMinor }),
  }
}

/** What went back of a sale after one more refund of it; a draft, whose money has not moved, adds to no tender. */
export function addRefund(
  sale: Pick<Sale, 'lines' | 'tenders'>,
  refunded: Refunded,
  refund: Pick<RefundDraft, 'lines' | 'pointsTakenBack' | 'pointsGivenBack'> & Partial<Pick<Refund, 'tenders'>>,
): Refunded {
  return {
    lines: addLines(sale, refunded, refund.lines),
    tenders: addTenders(sale, refunded, refund.tenders ?? []),
    pointsTakenBack: refunded.pointsTakenBack + (refund.pointsTakenBack ?? 0),
    pointsGivenBack: refunded.pointsGivenBack + (refund.pointsGivenBack ?? 0),
    ...addCash(refunded, refund.tenders ?? []),
  }
}
