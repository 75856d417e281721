import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roundCash } from '#core/money/round-cash.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundCash } from '#core/refund/refund-cash.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { settlingCash } from '#core/tender/tendering.ts'
import { anySold, completed } from '#tests/core/refund/any-sold.ts'
import { accepted, cardTender } from '#tests/core/sale/any-sale.ts'

const facts = {
  refundId: '019aa0c0-0000-7000-8000-0000000000ee',
  reservationId: null,
  kind: 'refund',
  reason: 'x',
  isRestocked: false,
} as const

/** The same goods, all of them paid in cash, with such coins. */
const inCash = ({ loyalty: _loyalty, ...sold }: Sale, coinMinor: number): Sale => ({
  ...sold,
  tenders: [settlingCash(sold.totals.totalMinor, coinMinor)],
})

const handedMinor = (tenders: readonly RefundTender[]): number =>
  tenders.reduce(
    (sum, tender) => sum + (tender.kind === 'cash' ? tender.amountMinor + (tender.roundingMinor ?? 0) : 0),
    0,
  )

it('rounds what is handed out so that with what was handed out before it is the rounded whole', () => {
  const coins = { smallestCoinMinor: 5 }
  expect(refundCash(2, coins)).toEqual({ kind: 'cash', amountMinor: 2, roundingMinor: -2 })
  const before = { cashMinor: 2, cashRoundingMinor: -2 }
  expect(refundCash(2, { ...coins, before })).toEqual({ kind: 'cash', amountMinor: 2, roundingMinor: 3 })
  expect(refundCash(3, { ...coins, before: { cashMinor: 7 } })).toEqual({ kind: 'cash', amountMinor: 3 })
  expect(refundCash(3, { before })).toEqual({ kind: 'cash', amountMinor: 3 })
})

it('takes nothing back from the customer where too much was handed out under another coin', () => {
  const before = { cashMinor: 10, cashRoundingMinor: 90 }
  expect(refundCash(3, { smallestCoinMinor: 5, before })).toEqual({ kind: 'cash', amountMinor: 3, roundingMinor: -3 })
})

it('a sale that goes back in pieces pays the cash that it pays when it goes back whole', () => {
  fc.assert(
    fc.property(
      anySold,
      fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4_000 })), { maxLength: 8 }),
      fc.constantFrom(5, 10, 50, 100, 500),
      (sold, picks, smallestCoinMinor) => {
        const sale = inCash(sold, smallestCoinMinor)
        const rules = { policy: { smallestCoinMinor }, isAuthorised: true }
        let refunded = NOTHING_REFUNDED
        let paidMinor = 0
        const giveBack = (line: number, amount: number): void => {
          const found = sale.lines[line]
          if (found === undefined) return
          const { unit } = found.quantity
          const quantity = unit === 'piece' ? { unit, count: amount } : { unit, weightGrams: amount }
          const draft = refundDraft(sale, refunded, [{ line: found.line, quantity }], facts)
          if (draft instanceof Error) return
          const { suggested } = refundWays(sale, refunded, draft, rules)
          const refund = completed(sale, refunded, draft, [...suggested])
          expect(verifyRefund(refund, sale, refunded, smallestCoinMinor)).toEqual([])
          expect(handedMinor(suggested)).toBeGreaterThanOrEqual(0)
          paidMinor += handedMinor(suggested)
          refunded = addRefund(sale, refunded, refund)
        }
        for (const [line, amount] of picks) giveBack(line, amount)
        for (const [at, { quantity }] of sale.lines.entries()) {
          const whole = quantity.unit === 'piece' ? quantity.count : quantity.weightGrams
          const gone = refunded.lines.find(({ line }) => line === at + 1)?.amount ?? 0
          giveBack(at, whole - gone)
        }
        expect(refunded.cashMinor ?? 0).toBe(sale.totals.totalMinor)
        expect(paidMinor).toBe(roundCash(sale.totals.totalMinor, smallestCoinMinor))
      },
    ),
    { numRuns: 300 },
  )
})

it('a whole sale at once pays the rounded whole', () => {
  fc.assert(
    fc.property(anySold, fc.constantFrom(5, 10, 50), (sold, smallestCoinMinor) => {
      const sale = inCash(sold, smallestCoinMinor)
      if (sale.totals.totalMinor === 0) return
      const all = sale.lines.map(({ line, quantity }) => ({ line, quantity }))
      const draft = accepted(refundDraft(sale, NOTHING_REFUNDED, all, facts))
      const { suggested } = refundWays(sale, NOTHING_REFUNDED, draft, {
        policy: { smallestCoinMinor },
        isAuthorised: true,
      })
      expect(handedMinor(suggested)).toBe(roundCash(sale.totals.totalMinor, smallestCoinMinor))
    }),
  )
})

it('never hands out more cash than came in, whatever coins there were when it was paid', () => {
  const anyCoin = fc.constantFrom(1, 5, 10, 50, 100)
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 }),
      anyCoin,
      anyCoin,
      (partsMinor, coinThen, smallestCoinMinor) => {
        const wholeMinor = partsMinor.reduce((sum, minor) => sum + minor, 0)
        const paid = settlingCash(wholeMinor, coinThen)
        let before = { cashMinor: 0, cashRoundingMinor: 0 }
        for (const amountMinor of partsMinor) {
          const back = refundCash(amountMinor, { smallestCoinMinor, before, paid: [paid] })
          const { cashMinor, cashRoundingMinor } = before
          const roundingMinor = back.kind === 'cash' ? (back.roundingMinor ?? 0) : 0
          expect((amountMinor + roundingMinor) % smallestCoinMinor).toBe(0)
          expect(amountMinor + roundingMinor).toBeGreaterThanOrEqual(0)
          before = { cashMinor: cashMinor + amountMinor, cashRoundingMinor: cashRoundingMinor + roundingMinor }
        }
        const handed = before.cashMinor + before.cashRoundingMinor
        expect(handed).toBeLessThanOrEqual(paid.givenMinor)
        expect(coinThen === smallestCoinMinor ? handed : paid.givenMinor).toBe(paid.givenMinor)
      },
    ),
  )
})

it('as far as cash paid; cash in place of other money is rounded by itself', () => {
  const paid = [settlingCash(269), cardTender(500)]
  expect(refundCash(269, { smallestCoinMinor: 5, paid })).toMatchObject({ roundingMinor: -4 })
  const before = { cashMinor: 269, cashRoundingMinor: -4 }
  expect(refundCash(498, { smallestCoinMinor: 5, before, paid })).toMatchObject({ amountMinor: 498, roundingMinor: 2 })
  expect(refundCash(269, { smallestCoinMinor: 5, paid: [cardTender(269)] })).toMatchObject({ roundingMinor: 1 })
})
