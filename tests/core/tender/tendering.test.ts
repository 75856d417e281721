import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { quickAmounts } from '#core/tender/quick-amounts.ts'
import type { Tender } from '#core/tender/tender.ts'
import {
  cardAmount,
  cashDueMinor,
  cashGivenMaxMinor,
  changeMinor,
  dueMinor,
  paidMinor,
  settlingCash,
  tenderCash,
} from '#core/tender/tendering.ts'
import { accepted, cardTender, otherTender } from '#tests/core/sale/any-sale.ts'

const anyDue = fc.integer({ min: 0, max: 50_000_000_000 })
const anyPositive = fc.integer({ min: 1, max: 50_000_000_000 })

describe('cash', () => {
  it('pays what is due at the most; the rest is change; nothing is lost', () => {
    fc.assert(
      fc.property(anyDue, fc.double({ min: 0, max: 1, noNaN: true }), (stillDueMinor, share) => {
        const givenMinor = Math.max(1, Math.floor(cashGivenMaxMinor(stillDueMinor) * share))
        const tender = accepted(tenderCash(stillDueMinor, givenMinor))
        expect(tender.givenMinor).toBe(givenMinor)
        expect(tender.amountMinor + tender.changeMinor).toBe(givenMinor)
        expect(tender.amountMinor).toBe(Math.min(givenMinor, stillDueMinor))
        expect(dueMinor(stillDueMinor, [tender])).toBe(Math.max(0, stillDueMinor - givenMinor))
        expect(tender.changeMinor > 0).toBe(givenMinor > stillDueMinor)
      }),
    )
  })

  it('is refused when nothing was given for something, or less than nothing', () => {
    expect(tenderCash(1, 0)).toMatchObject({ code: 'amount_invalid' })
    expect(tenderCash(0, -1)).toMatchObject({ code: 'amount_invalid' })
    expect(tenderCash(100, -1)).toMatchObject({ code: 'amount_invalid' })
    expect(tenderCash(0, 0)).toEqual({ kind: 'cash', amountMinor: 0, givenMinor: 0, changeMinor: 0 })
  })

  it('goes out where the till owes, and nothing comes in for it', () => {
    expect(tenderCash(-250, 0)).toEqual({ kind: 'cash', amountMinor: -250, givenMinor: 0, changeMinor: 250 })
    expect(tenderCash(-252, 0, 5)).toMatchObject({ changeMinor: 250, roundingMinor: 2 })
    expect(tenderCash(-100, 500)).toMatchObject({ code: 'over_tender', details: { dueMinor: -100 } })
  })

  it('that nobody counted out is what coins make of it, and in parts the same', () => {
    const anyCoin = fc.constantFrom(1, 5, 10, 50, 100)
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 50_000 }), fc.nat(5_000), anyCoin, (minor, beforeMinor, coin) => {
        const given = Math.max(0, cashDueMinor(minor, coin))
        expect(settlingCash(minor, coin)).toEqual(accepted(tenderCash(minor, given, coin)))
        const parts = [settlingCash(beforeMinor, coin), settlingCash(minor, coin, beforeMinor)]
        const handed = parts.reduce((sum, { givenMinor, changeMinor: out }) => sum + givenMinor - out, 0)
        expect(handed).toBe(cashDueMinor(beforeMinor + minor, coin))
        for (const { amountMinor, roundingMinor = 0, givenMinor, changeMinor: out } of parts) {
          expect(givenMinor - out).toBe(amountMinor + roundingMinor)
        }
      }),
    )
  })

  it('is refused when it looks like a barcode', () => {
    expect(tenderCash(250, 12_500)).toMatchObject({ kind: 'cash', changeMinor: 12_250 })
    expect(tenderCash(250, 12_501)).toMatchObject({
      code: 'over_tender',
      details: { givenMinor: 12_501, maxMinor: 12_500 },
    })
  })
})

describe('a card', () => {
  it('is asked for all that is due, or for what was typed', () => {
    fc.assert(
      fc.property(anyPositive, anyPositive, (stillDueMinor, typedMinor) => {
        expect(cardAmount(stillDueMinor, undefined)).toBe(stillDueMinor)
        expect(cardAmount(stillDueMinor, Math.min(typedMinor, stillDueMinor))).toBe(Math.min(typedMinor, stillDueMinor))
        expect(cardAmount(stillDueMinor, stillDueMinor + typedMinor)).toMatchObject({ code: 'over_tender' })
      }),
    )
  })

  it('gives no change, not even one minor unit', () => {
    expect(cardAmount(250, 250)).toBe(250)
    expect(cardAmount(250, 251)).toMatchObject({ code: 'over_tender', details: { maxMinor: 250 } })
  })

  it('is not asked for nothing', () => {
    for (const [due, typed] of [
      [0, undefined],
      [250, 0],
      [250, -1],
    ] as const) {
      expect(cardAmount(due, typed)).toMatchObject({ code: 'amount_invalid' })
    }
    expect(cardAmount(250, 1)).toBe(1)
  })
})

describe('several tenders', () => {
  const anyTender: fc.Arbitrary<Tender> = fc.oneof(
    fc.integer({ min: 0, max: 9_999 }).map(cardTender),
    fc.integer({ min: 0, max: 9_999 }).map(otherTender),
    fc
      .tuple(fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 1, max: 9_999 }))
      .map(([due, given]) => accepted(tenderCash(due, given))),
  )

  it('pay together what each pays; only cash gives change', () => {
    fc.assert(
      fc.property(fc.array(anyTender), anyDue, (tenders, totalMinor) => {
        const paid = tenders.reduce((sum, tender) => sum + tender.amountMinor, 0)
        expect(paidMinor(tenders)).toBe(paid)
        expect(dueMinor(totalMinor, tenders) + paid).toBe(totalMinor)
        const given = tenders.reduce(
          (sum, tender) => sum + (tender.kind === 'cash' ? tender.givenMinor : tender.amountMinor),
          0,
        )
        expect(paid + changeMinor(tenders)).toBe(given)
      }),
    )
  })
})

describe('the quick amounts', () => {
  const dollars = [1, 5, 10, 25, 100, 500, 1_000, 2_000, 5_000, 10_000]

  it('are the exact amount and then likely notes, rising', () => {
    expect(quickAmounts(1_237, dollars)).toEqual([1_237, 1_300, 1_500, 2_000, 5_000])
    expect(quickAmounts(1_237, [500, 1_000, 2_000])).toEqual([1_237, 1_500, 2_000])
    expect(quickAmounts(2_000, [500, 1_000, 2_000, 5_000])).toEqual([2_000, 5_000])
    expect(quickAmounts(0, dollars)).toEqual([0])
    expect(quickAmounts(99, [])).toEqual([99])
  })

  it('are each enough, each once, at most five, and accepted as cash', () => {
    const anyDenominations = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 24 })
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 99_999_999 }), anyDenominations, (stillDueMinor, denominations) => {
        const amounts = quickAmounts(stillDueMinor, denominations)
        expect(amounts[0]).toBe(stillDueMinor)
        expect(amounts.length).toBeLessThanOrEqual(5)
        expect(amounts).toEqual([...new Set(amounts)].toSorted((one, other) => one - other))
        for (const amount of amounts.slice(1)) expect(denominations.some((coin) => amount % coin === 0)).toBe(true)
        for (const amount of amounts) expect(tenderCash(stillDueMinor, amount)).not.toBeInstanceOf(DomainError)
      }),
    )
  })
})
