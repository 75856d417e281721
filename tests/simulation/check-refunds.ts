import { amountOf } from '#core/refund/line-share.ts'
import type { Refund, RefundLine } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { sumOf, type Ledger } from '#tests/simulation/ledger.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import { claim } from '#tests/simulation/violation.ts'

const checkLine = ({ receiptLabel }: Sale, sold: Sale['lines'][number], back: readonly RefundLine[]): void => {
  const gone = sumOf(back, ({ quantity }) => amountOf(quantity))
  claim(gone <= amountOf(sold.quantity), () => {
    return `${gone} of line ${sold.line} of ${receiptLabel} went back, and ${amountOf(sold.quantity)} were sold.`
  })
  const moneyMinor = sumOf(back, ({ grossMinor }) => grossMinor)
  claim(moneyMinor <= Math.max(0, sold.grossMinor), () => {
    return `${moneyMinor} went back of line ${sold.line} of ${receiptLabel}, and ${sold.grossMinor} were paid for it.`
  })
  if (gone < amountOf(sold.quantity)) return
  claim(moneyMinor === sold.grossMinor, () => {
    return `All of line ${sold.line} of ${receiptLabel} went back, for ${moneyMinor} of ${sold.grossMinor}.`
  })
}

/** No card gets back more than it paid. */
const checkCardsBack = ({ receiptLabel, tenders }: Sale, back: readonly Refund[]): void => {
  for (const refund of back.flatMap((one) => one.tenders)) {
    if (refund.kind !== 'card') continue
    const { intentId } = refund
    const paid = tenders.find((tender) => tender.kind === 'card' && tender.intentId === intentId)?.amountMinor ?? 0
    const given = sumOf(
      back.flatMap((one) => one.tenders).filter((tender) => tender.kind === 'card' && tender.intentId === intentId),
      ({ amountMinor }) => amountMinor,
    )
    claim(given <= paid, () => `A card paid ${paid} of ${receiptLabel} and got ${given} back.`)
  }
}

const checkPoints = ({ receiptLabel, loyalty }: Sale, back: readonly Refund[]): void => {
  const taken = sumOf(back, ({ pointsTakenBack = 0 }) => pointsTakenBack)
  const given = sumOf(back, ({ pointsGivenBack = 0 }) => pointsGivenBack)
  const { pointsEarned = 0, pointsBurned = 0 } = loyalty ?? {}
  claim(taken <= pointsEarned && given <= pointsBurned, () => {
    return `${receiptLabel} earned ${pointsEarned} and burned ${pointsBurned}; taken back ${taken}, given back ${given}.`
  })
}

const isAllBack = ({ lines }: Sale, back: readonly Refund[]): boolean =>
  lines.every(({ line, quantity, kind }) => {
    const gone = back.flatMap((one) => one.lines).filter((each) => each.line === line)
    return kind === 'empties' || sumOf(gone, (each) => amountOf(each.quantity)) === amountOf(quantity)
  })

const checkSale = (sale: Sale, back: readonly Refund[]): void => {
  for (const sold of sale.lines) {
    checkLine(
      sale,
      sold,
      back.flatMap(({ lines }) => lines.filter(({ line }) => line === sold.line)),
    )
  }
  checkCardsBack(sale, back)
  checkPoints(sale, back)
  const voids = back.filter(({ kind }) => kind === 'void')
  claim(voids.length <= 1, () => `${sale.receiptLabel} was undone ${voids.length} times.`)
  if (!isAllBack(sale, back)) return
  const { pointsEarned = 0, pointsBurned = 0 } = sale.loyalty ?? {}
  const isEven =
    sumOf(back, ({ pointsTakenBack = 0 }) => pointsTakenBack) === pointsEarned &&
    sumOf(back, ({ pointsGivenBack = 0 }) => pointsGivenBack) === pointsBurned
  claim(isEven, () => `All of ${sale.receiptLabel} went back, and not all of its points.`)
}

/** Of no sale goes back more than was sold or paid, whoever gave it back; and what all of it comes to is all that was paid. */
export function checkRefunds({ sales, refunds }: Ledger): void {
  const bySale = Map.groupBy(refunds, ({ originalSaleId }) => originalSaleId)
  for (const sale of sales) {
    const back = bySale.get(sale.saleId) ?? []
    if (back.length > 0) checkSale(sale, back)
    bySale.delete(sale.saleId)
  }
  claim(bySale.size === 0, () => `Refunds of sales that nobody made: ${[...bySale.keys()].join(', ')}`)
  for (const { refundLabel, totals, tenders, lines } of refunds) {
    const sums = [sumOf(tenders, ({ amountMinor }) => amountMinor), sumOf(lines, ({ grossMinor }) => grossMinor)]
    claim(
      sums.every((sum) => sum === totals.totalMinor),
      () => `${refundLabel} comes to ${totals.totalMinor}, its tenders and lines to ${sums.join(' and ')}.`,
    )
  }
}

/** Numbered without a gap, each series of its own. */
export function checkRefundNumbers(name: string, refunds: readonly Refund[]): void {
  const numbers = refunds.map(({ refundNumber }) => refundNumber)
  const isGapless = numbers.every((number, index) => number === index + 1)
  claim(isGapless, () => `${name}: refunds are not numbered without a gap: ${numbers.join(' ')}`)
}

/** The hub has each refund once. */
export function checkRefundsAtHub(hub: SimHub, refunds: readonly Refund[]): void {
  const held = hub.committed<{ uuid: string; total: number }>(
    'SELECT refund_uuid AS uuid, total_minor AS total FROM refunds',
  )
  const totals = new Map(held.map(({ uuid, total }) => [uuid, total]))
  claim(held.length === refunds.length, () => `The hub has ${held.length} refunds of ${refunds.length}.`)
  for (const { refundId, refundLabel, totals: sums } of refunds) {
    const total = totals.get(refundId)
    claim(total === sums.totalMinor, () => `The hub has ${total} of ${refundLabel}, which gave ${sums.totalMinor}.`)
  }
}
