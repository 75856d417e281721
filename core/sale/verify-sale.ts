import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { Sale, SaleLine, SaleTax } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { isRoundingPlausible } from '#core/tender/cash-rounding.ts'
import { foreignWorthMinor } from '#core/tender/foreign-cash.ts'
import type { Tender } from '#core/tender/tender.ts'
import { paidMinor } from '#core/tender/tendering.ts'

type TaxShare = Omit<SaleTax, 'name'>

const isDiscountRight = ({ discounts, discountMinor }: SaleLine): boolean =>
  discounts === undefined || discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0) === discountMinor

const isLineRight = (line: SaleLine): boolean => {
  const taxMinor = line.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)
  const askedMinor = lineAmountMinor(line.quantity, line.unitPriceMinor) - line.discountMinor
  // An exclusive price is the net amount, an inclusive one the gross amount.
  return (
    line.netMinor + taxMinor === line.grossMinor &&
    (line.netMinor === askedMinor || line.grossMinor + (line.exemptMinor ?? 0) === askedMinor) &&
    isDiscountRight(line)
  )
}

const taxShares = ({ netMinor, taxes }: SaleLine): TaxShare[] => taxes.map((tax) => ({ ...tax, netMinor }))

/** Sums by rate, in one order, so that two lists of taxes compare as texts. */
const sumsByRate = (taxes: readonly TaxShare[]): string => {
  const sums = new Map<string, { netMinor: number; taxMinor: number }>()
  for (const { rateId, ratePpm, netMinor, taxMinor } of taxes) {
    const before = sums.get(`${rateId}:${ratePpm}`) ?? { netMinor: 0, taxMinor: 0 }
    sums.set(`${rateId}:${ratePpm}`, {
      netMinor: before.netMinor + netMinor,
      taxMinor: before.taxMinor + taxMinor,
    })
  }
  return [...sums]
    .map(([rate, sum]) => `${rate}:${sum.netMinor}:${sum.taxMinor}`)
    .toSorted()
    .join(' ')
}

const isTenderRight = (tender: Tender): boolean => {
  const { amountMinor } = tender
  if (tender.kind === 'cash') {
    return tender.givenMinor - tender.changeMinor === amountMinor + (tender.roundingMinor ?? 0)
  }
  if (tender.kind !== 'other' || tender.foreign === undefined) return true
  const { foreign, changeMinor = 0, roundingMinor = 0, lostMinor = 0 } = tender
  const worthMinor = foreignWorthMinor(foreign.givenMinor, foreign.ratePpm)
  return worthMinor === amountMinor + roundingMinor + changeMinor + lostMinor
}

/** Each source's sum is what it took off the lines; a sale without the list says nothing of its sources. */
const areDiscountsRight = ({ discounts, lines }: Sale): boolean => {
  if (discounts === undefined) return lines.every((line) => line.discounts === undefined)
  const sums = new Map<string, number>()
  const add = (source: string, id: number | null, amountMinor: number): void => {
    const key = `${source}:${id}`
    sums.set(key, (sums.get(key) ?? 0) + amountMinor)
  }
  for (const { source, id, amountMinor } of discounts) add(source, id, amountMinor)
  for (const line of lines)
    for (const { source, id, amountMinor } of line.discounts ?? []) add(source, id, -amountMinor)
  return [...sums.values()].every((sum) => sum === 0)
}

/** Only empties have a negative price, and nothing costs less than nothing. */
const lineProblems = ({ line, kind, unitPriceMinor, quantity, discountMinor }: SaleLine): string[] => {
  const askedMinor = lineAmountMinor(quantity, unitPriceMinor)
  return [
    ...(unitPriceMinor < 0 && kind !== 'empties' ? [`line ${line} has a negative price`] : []),
    ...(discountMinor > Math.max(0, askedMinor) ? [`line ${line}: more off than it costs`] : []),
  ]
}

/** Money goes out of the drawer for empties and for nothing else; what was brought back in exchange is a tender. */
const isTotalRight = ({ lines, totals }: Sale): boolean =>
  totals.totalMinor >= 0 || lines.some(({ kind }) => kind === 'empties')

const pointsPaid = (tenders: readonly Tender[]): number =>
  tenders.reduce((sum, tender) => sum + (tender.kind === 'points' ? tender.points : 0), 0)

const tenderProblems = ({ tenders, loyalty }: Sale, smallestCoinMinor: number): string[] => [
  ...(tenders.every(isTenderRight) ? [] : ['what was given − change is not what it pays']),
  ...(tenders.every((tender) => !('roundingMinor' in tender) || isRoundingPlausible(tender, smallestCoinMinor))
    ? []
    : ['cash was rounded by more than a coin']),
  ...(pointsPaid(tenders) === (loyalty?.pointsBurned ?? 0) ? [] : ['the points burned are not those that paid']),
]

const hasDoubleLine = (sale: Sale): boolean => {
  const numbers = [...sale.lines, ...sale.voidedLines].map((line) => line.line)
  return new Set(numbers).size !== numbers.length
}

/**
 * Adds a sale up again, as it says it was priced: what the hub checks of a till's sale. Prices themselves are the
 * till's. Gives what does not add up, in words; nothing when all is right.
 */
export function verifySale(sale: Sale, smallestCoinMinor = 1): string[] {
  const problems = sale.lines.filter((line) => !isLineRight(line)).map((line) => `line ${line.line} does not add up`)
  const sums = sumTotals(sale.lines)
  for (const key of ['subtotalMinor', 'discountMinor', 'taxMinor', 'totalMinor', 'itemCount'] as const) {
    if (sums[key] !== sale.totals[key]) problems.push(`${key} is ${sale.totals[key]}, the lines make ${sums[key]}`)
  }
  if (sumsByRate(sale.taxes) !== sumsByRate(sale.lines.flatMap(taxShares))) {
    problems.push('the taxes are not those of the lines')
  }
  if (hasDoubleLine(sale)) problems.push('two lines have the same number')
  if (!areDiscountsRight(sale)) problems.push('the discounts are not those of the lines')
  problems.push(...sale.lines.flatMap(lineProblems), ...tenderProblems(sale, smallestCoinMinor))
  if (!isTotalRight(sale)) problems.push('the total is negative')
  if (paidMinor(sale.tenders) !== sale.totals.totalMinor) problems.push('the tenders do not pay the total')
  return problems
}
