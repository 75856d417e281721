import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { pointsBack, pointsTaken } from '#core/refund/points-back.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { anySold, cashTender, completed, pointsTender, REFUND_ID } from '#tests/core/refund/any-sold.ts'
import { accepted, cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

const facts = {
  kind: 'return',
  reason: 'not wanted',
  isRestocked: true,
  refundId: REFUND_ID,
  reservationId: null,
} as const

/** What a point is worth, and a sale that some of them paid: alone, or with a card and cash. */
const anyPointsSold = fc
  .tuple(
    anySold.filter(({ totals }) => totals.totalMinor > 0),
    fc.integer({ min: 1, max: 250 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([sale, valueMinor, first, second]) => {
    const { totalMinor } = sale.totals
    const points = Math.floor((totalMinor * first) / valueMinor)
    const cardMinor = Math.floor((totalMinor - points * valueMinor) * second)
    const tenders: Tender[] = [
      pointsTender(points * valueMinor, points),
      cardTender(cardMinor),
      cashTender(totalMinor - points * valueMinor - cardMinor),
    ].filter(({ amountMinor }) => amountMinor > 0)
    const loyalty = { pointsEarned: sale.loyalty?.pointsEarned ?? 0, pointsBurned: points }
    return { sale: { ...sale, tenders, loyalty }, valueMinor }
  })

const givenMinor = (sale: Sale, refunded: Refunded, isPoints: boolean): number =>
  refunded.tenders.reduce(
    (sum, { index, amountMinor }) => ((sale.tenders[index]?.kind === 'points') === isPoints ? sum + amountMinor : sum),
    0,
  )

const anySteps = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), {
  maxLength: 8,
})

describe('points of a sale that goes back in parts', () => {
  it('go back at each step with exactly their money, unless they alone are left; at the end all of both', () => {
    fc.assert(
      fc.property(anyPointsSold, anySteps, ({ sale, valueMinor }, steps) => {
        const othersMinor = sale.tenders.reduce(
          (sum, { kind, amountMinor }) => sum + (kind === 'points' ? 0 : amountMinor),
          0,
        )
        let refunded = NOTHING_REFUNDED
        for (const picks of [...steps, [1]]) {
          const choices = refundableOf(sale, refunded).lines.flatMap(({ line, quantity }, index) => {
            const amount = Math.round(amountOf(quantity) * (picks[index % picks.length] ?? 1))
            return amount === 0 ? [] : [{ line, quantity: quantityLike(quantity, amount) }]
          })
          if (choices.length === 0) continue
          const draft = accepted(refundDraft(sale, refunded, choices, facts))
          const refund = completed(sale, refunded, draft)
          expect(verifyRefund(refund, sale, refunded)).toEqual([])
          refunded = addRefund(sale, refunded, refund)
          const aheadMinor = givenMinor(sale, refunded, true) - refunded.pointsGivenBack * valueMinor
          expect(aheadMinor).toBeGreaterThanOrEqual(0)
          const isOtherLeft = givenMinor(sale, refunded, false) < othersMinor
          expect(aheadMinor).toBeLessThan(isOtherLeft ? 1 : valueMinor)
        }
        expect(refunded.pointsGivenBack).toBe(sale.loyalty.pointsBurned)
        expect(refunded.pointsTakenBack).toBe(sale.loyalty.pointsEarned)
        expect(givenMinor(sale, refunded, true)).toBe(sale.loyalty.pointsBurned * valueMinor)
        expect(givenMinor(sale, refunded, false)).toBe(othersMinor)
      }),
      { numRuns: 400 },
    )
  })

  const paidWith = (...tenders: Tender[]): Sale => ({ ...discountedSale, tenders })
  const back = (sale: Sale, totalMinor: number, refunded = NOTHING_REFUNDED, kind: 'return' | 'void' = 'return') =>
    pointsBack(sale, refunded, {
      kind,
      totals: { netMinor: totalMinor, taxMinor: 0, discountMinor: 0, totalMinor, itemCount: 1 },
    })

  it('are whole points: what is left of one goes back as the rest was paid', () => {
    // 2090 of which 5 points of 2.00 paid 1000: a half is two points and a half.
    const sale = paidWith(pointsTender(1_000, 5), cashTender(1_090))
    expect(back(sale, 1_045)).toEqual({ points: 2, amountMinor: 400 })
    expect(back(sale, 2_090)).toEqual({ points: 5, amountMinor: 1_000 })
    const half = {
      lines: [{ line: 1, amount: 1 }],
      tenders: [{ index: 0, amountMinor: 400 }],
      pointsTakenBack: 0,
      pointsGivenBack: 2,
    }
    expect(back(sale, 1_045, half)).toEqual({ points: 3, amountMinor: 600 })
  })

  it('take a fraction of a point with them only where points alone paid', () => {
    const sale = paidWith(pointsTender(2_090, 11))
    expect(back(sale, 1_045)).toEqual({ points: 5, amountMinor: 1_045 })
  })

  it('are none where none paid, and all where all is undone', () => {
    expect(back(paidWith(cashTender(2_090)), 1_045)).toEqual({ points: 0, amountMinor: 0 })
    expect(back(paidWith(pointsTender(0, 0), cashTender(2_090)), 1_045)).toEqual({ points: 0, amountMinor: 0 })
    const sale = paidWith(pointsTender(1_000, 5), cashTender(1_090))
    expect(back(sale, 2_090, NOTHING_REFUNDED, 'void')).toEqual({ points: 5, amountMinor: 1_000 })
  })

  it('that were earned are taken back in their share, and never twice', () => {
    const sale: Sale = { ...discountedSale, loyalty: { pointsEarned: 5, pointsBurned: 0 } }
    expect(pointsTaken(sale, NOTHING_REFUNDED, 1_045)).toBe(2)
    expect(pointsTaken(sale, NOTHING_REFUNDED, 2_090)).toBe(5)
    expect(pointsTaken(sale, { ...NOTHING_REFUNDED, pointsTakenBack: 4 }, 1_045)).toBe(0)
    expect(pointsTaken({ lines: sale.lines }, NOTHING_REFUNDED, 1_045)).toBe(0)
  })
})
