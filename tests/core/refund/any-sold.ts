import fc from 'fast-check'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { Refund, RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cardTender, discountedSale, otherTender } from '#tests/core/sale/any-sale.ts'

export const REFUND_ID = '019aa0c0-0000-7000-8000-0000000000ee'

const anyQuantity: fc.Arbitrary<Quantity> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((count) => ({ unit: 'piece' as const, count })),
  fc.integer({ min: 1, max: 9_999 }).map((weightGrams) => ({ unit: 'gram' as const, weightGrams })),
)

const anyLine = fc
  .record({
    quantity: anyQuantity,
    netMinor: fc.integer({ min: 0, max: 5_000 }),
    taxesPpm: fc.array(fc.constantFrom(0, 50_000, 88_750, 180_000, 1_000_000), { maxLength: 3 }),
    discountMinor: fc.integer({ min: 0, max: 900 }),
  })
  .map(({ quantity, netMinor, taxesPpm, discountMinor }): Omit<SaleLine, 'line'> => {
    const taxes = taxesPpm.map((ratePpm, index) => {
      return { rateId: index + 1, ratePpm, taxMinor: Math.round((netMinor * ratePpm) / 1_000_000) }
    })
    const [template] = discountedSale.lines
    if (template === undefined) throw new Error('The sale has a line.')
    const grossMinor = taxes.reduce((sum, { taxMinor }) => sum + taxMinor, netMinor)
    return Object.assign({}, template, { quantity, discountMinor, netMinor, grossMinor, taxes })
  })

/** A sale of these lines and tenders, summed up. */
export const saleOf = (lines: readonly Omit<SaleLine, 'line'>[], tendersOf: (totalMinor: number) => Tender[]): Sale => {
  const numbered = lines.map((line, index) => Object.assign({}, line, { line: index + 1 }))
  const totals = sumTotals(numbered)
  const taxed = numbered.map(({ taxes, netMinor }) => ({
    taxes: taxes.map((tax) => Object.assign({ name: `Tax ${tax.rateId}`, netMinor }, tax)),
  }))
  const tenders = tendersOf(totals.totalMinor)
  return { ...discountedSale, lines: numbered, totals, taxes: summariseTax(taxed), tenders }
}

export const cashTender = (amountMinor: number): Tender => ({
  kind: 'cash',
  amountMinor,
  givenMinor: amountMinor,
  changeMinor: 0,
})

export const pointsTender = (amountMinor: number, points: number): Tender => ({
  kind: 'points',
  amountMinor,
  points,
  reservationId: REFUND_ID,
})

/** Paid by card, with a voucher, with points and in cash, in parts that may be nothing. */
export const anySold: fc.Arbitrary<Sale> = fc
  .record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 4 }),
    shares: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    pointsEarned: fc.integer({ min: 0, max: 50 }),
    hasPoints: fc.boolean(),
  })
  .map(({ lines, shares: [first, second], pointsEarned, hasPoints }) => {
    let pointsBurned = 0
    const sale = saleOf(lines, (totalMinor) => {
      const cardMinor = Math.floor(totalMinor * first)
      const otherMinor = Math.floor((totalMinor - cardMinor) * second)
      let restMinor = totalMinor - cardMinor - otherMinor
      const tenders: Tender[] = [cardTender(cardMinor), otherTender(otherMinor)]
      if (hasPoints && restMinor >= 10) {
        pointsBurned = Math.floor(restMinor / 10)
        tenders.push(pointsTender(pointsBurned * 10, pointsBurned))
        restMinor -= pointsBurned * 10
      }
      return [...tenders, cashTender(restMinor)].filter(({ amountMinor }) => amountMinor > 0)
    })
    return Object.assign(sale, { loyalty: { pointsEarned, pointsBurned } })
  })

/** A draft whose money has moved as was suggested. */
export const completed = (
  sale: Sale,
  refunded: Refunded,
  draft: RefundDraft,
  tenders: RefundTender[] = [...refundWays(sale, refunded, draft, { policy: undefined, isAuthorised: true }).suggested],
): Refund => ({
  ...draft,
  refundNumber: 1,
  refundLabel: 'T3-R000001',
  shiftId: null,
  operatorId: 5,
  operatorName: 'Asha',
  completedAt: '2026-03-02T09:05:00.000Z',
  tenders,
})
