import { describe, expect, it } from 'vitest'
import type { Sale } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { testSale } from '#tests/support/test-till.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ee'

/** A sale that adds up, of a line at this price with so much off. */
const soldAt = (priceMinor: number, discountMinor = 0, kind?: 'empties'): Sale => {
  const sale = testSale(1, { priceMinor })
  const totalMinor = priceMinor - discountMinor
  const given = { givenMinor: Math.max(0, totalMinor), changeMinor: Math.max(0, 0 - totalMinor) }
  const lines = sale.lines.map((line) => {
    const changed = { ...line, discountMinor, netMinor: totalMinor, grossMinor: totalMinor }
    return kind === undefined ? changed : { ...changed, kind }
  })
  return {
    ...sale,
    lines,
    totals: {
      subtotalMinor: priceMinor,
      discountMinor,
      taxMinor: 0,
      totalMinor,
      itemCount: kind === undefined ? 1 : 0,
    },
    tenders: [{ kind: 'cash', amountMinor: totalMinor, ...given }],
  }
}

const paidWith = (tender: Tender, more: Partial<Sale> = {}): Sale => ({ ...soldAt(250), tenders: [tender], ...more })
const rounded = (roundingMinor: number): Sale =>
  paidWith({ kind: 'cash', amountMinor: 250, givenMinor: 250 + roundingMinor, changeMinor: 0, roundingMinor })
const points = { kind: 'points', amountMinor: 250, points: 25, reservationId: ID } as const

describe('a sale that adds up', () => {
  it.each<[string, Sale, string[]]>([
    ['has a negative price', soldAt(-100), ['line 1 has a negative price', 'the total is negative']],
    ['has more off than it costs', soldAt(100, 150), ['line 1: more off than it costs', 'the total is negative']],
    ['is rounded by more than a coin', rounded(501), ['cash was rounded by more than a coin']],
    ['is paid by points that it does not say', paidWith(points), ['the points burned are not those that paid']],
    [
      'says points that did not pay',
      { ...soldAt(250), loyalty: { pointsEarned: 0, pointsBurned: 25 } },
      ['the points burned are not those that paid'],
    ],
  ])('and %s is found out', (_what, sale, problems) => {
    expect(verifySale(sale)).toEqual(problems)
  })

  it.each<[string, Sale]>([
    ['takes empties back', soldAt(-100, 0, 'empties')],
    ['gives everything away', soldAt(100, 100)],
    ['is rounded by a coin', rounded(2)],
    ['is paid by points', paidWith(points, { loyalty: { pointsEarned: 0, pointsBurned: 25 } })],
  ])('and %s is right', (_what, sale) => {
    expect(verifySale(sale)).toEqual([])
  })

  it('may be rounded by as much as the shop’s own coin', () => {
    expect(verifySale(rounded(600), 10_000)).toEqual([])
  })
})
