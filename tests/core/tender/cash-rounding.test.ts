import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { refundCash } from '#core/refund/refund-cash.ts'
import { quickAmounts } from '#core/tender/quick-amounts.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cardAmount, cashDueMinor, cashGivenMaxMinor, dueMinor, tenderCash } from '#core/tender/tendering.ts'
import { accepted, cardTender } from '#tests/core/sale/any-sale.ts'
import type { WorkedReceipt } from '#tests/core/worked-receipts/worked-receipt.ts'

const published = JSON.parse(
  readFileSync(new URL('../worked-receipts/cash-rounding.json', import.meta.url), 'utf8'),
) as readonly WorkedReceipt[]

const anyTotal = fc.integer({ min: -5_000_000, max: 50_000_000 })
const anyCoin = fc.constantFrom(1, 2, 5, 10, 25, 50, 100)
const roundingOf = (tender: Tender): number => ('roundingMinor' in tender ? (tender.roundingMinor ?? 0) : 0)
const sum = (numbers: readonly number[]): number => numbers.reduce((before, number) => before + number, 0)

test.each(published.map((receipt) => [receipt.id, receipt] as const))('%s: cash as published', (_id, receipt) => {
  const { totalMinor = 0, cashDueMinor: dueInCash = 0 } = receipt.expected
  const { smallestCoinMinor = 1 } = receipt
  const tender = accepted(tenderCash(totalMinor, dueInCash, smallestCoinMinor))
  expect(cashDueMinor(totalMinor, smallestCoinMinor)).toBe(dueInCash)
  expect(tender).toMatchObject({ amountMinor: totalMinor, givenMinor: dueInCash, changeMinor: 0 })
  expect(tender.roundingMinor).toBe(receipt.expected.roundingMinor ?? tender.roundingMinor)
})

describe('cash in coins that exist', () => {
  it('pays the total exactly; what is handed over and back is coins; rounding is half a coin at the most', () => {
    fc.assert(
      fc.property(anyTotal, anyCoin, fc.double({ min: 0, max: 1, noNaN: true }), (totalMinor, coin, over) => {
        const dueInCash = cashDueMinor(totalMinor, coin)
        const room = cashGivenMaxMinor(Math.max(0, dueInCash)) - Math.max(0, dueInCash)
        const givenMinor = totalMinor < 0 ? 0 : dueInCash + Math.floor((room * over) / coin) * coin
        const tender = accepted(tenderCash(totalMinor, givenMinor, coin))
        expect(tender.amountMinor).toBe(totalMinor)
        expect(tender.givenMinor - tender.changeMinor).toBe(totalMinor + roundingOf(tender))
        expect(Math.abs(roundingOf(tender)) * 2).toBeLessThanOrEqual(coin)
        expect([tender.givenMinor % coin, tender.changeMinor % coin].map(Math.abs)).toEqual([0, 0])
        expect('roundingMinor' in tender).toBe(roundingOf(tender) !== 0)
      }),
    )
  })

  it('rounds only the payment that settles the rest, in however many parts a sale is paid', () => {
    const anyParts = fc.array(fc.record({ share: fc.integer({ min: 1, max: 99 }), isCard: fc.boolean() }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), anyCoin, anyParts, (totalMinor, coin, parts) => {
        const tenders: Tender[] = []
        for (const { share, isCard } of parts) {
          const left = dueMinor(totalMinor, tenders)
          const part = Math.floor((left * share) / 100)
          const inCoins = Math.floor(part / coin) * coin
          if (isCard && part > 0) tenders.push(cardTender(accepted(cardAmount(left, part))))
          // A part that coins make and that is less than what coins would settle.
          if (!isCard && inCoins > 0 && inCoins < cashDueMinor(left, coin)) {
            tenders.push(accepted(tenderCash(left, inCoins, coin)))
          }
        }
        expect(tenders.map(roundingOf).every((rounding) => rounding === 0)).toBe(true)
        const left = dueMinor(totalMinor, tenders)
        tenders.push(accepted(tenderCash(left, cashDueMinor(left, coin), coin)))
        expect(sum(tenders.map(({ amountMinor }) => amountMinor))).toBe(totalMinor)
        expect(Math.abs(sum(tenders.map(roundingOf))) * 2).toBeLessThanOrEqual(coin)
      }),
    )
  })

  it('refuses what no coins make', () => {
    expect(tenderCash(492, 492, 5)).toMatchObject({ code: 'amount_invalid', details: { smallestCoinMinor: 5 } })
    expect(tenderCash(492, 200, 5)).toEqual({ kind: 'cash', amountMinor: 200, givenMinor: 200, changeMinor: 0 })
    expect(tenderCash(492, 1_000, 5)).toMatchObject({ amountMinor: 492, changeMinor: 510, roundingMinor: -2 })
    expect(tenderCash(2, 0, 5)).toEqual({
      kind: 'cash',
      amountMinor: 2,
      givenMinor: 0,
      changeMinor: 0,
      roundingMinor: -2,
    })
    expect(tenderCash(3, 0, 5)).toMatchObject({ code: 'amount_invalid' })
  })

  it('is offered in coins that exist', () => {
    expect(quickAmounts(1_237, [1, 2, 5, 10, 500, 1_000], 5)).toEqual([1_235, 1_500, 2_000])
    expect(quickAmounts(-250, [500], 5)).toEqual([])
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 5_000_000 }), anyCoin, (stillDueMinor, coin) => {
        for (const amount of quickAmounts(stillDueMinor, [1, 2, 5, 10, 20, 50, 100, 500, 5_000, 50_000], coin)) {
          expect(amount % coin).toBe(0)
          const tender = accepted(tenderCash(stillDueMinor, amount, coin))
          expect(tender.amountMinor).toBe(stillDueMinor)
        }
      }),
    )
  })
})

test('cash that goes back is rounded the same way', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000_000 }), anyCoin, (amountMinor, smallestCoinMinor) => {
      const back = refundCash(amountMinor, { smallestCoinMinor })
      const roundingMinor = 'roundingMinor' in back ? (back.roundingMinor ?? 0) : 0
      // Paid in cash and all of it back: nothing stays in the drawer.
      expect(amountMinor + roundingMinor).toBe(cashDueMinor(amountMinor, smallestCoinMinor))
    }),
  )
})
