import { describe, expect, it } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { returnDraft } from '#core/refund/return-draft.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cashTender, pointsTender, REFUND_ID } from '#tests/core/refund/any-sold.ts'
import { accepted, cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

const facts = { kind: 'return', reason: 'broken', isRestocked: true, refundId: REFUND_ID, reservationId: null } as const
const policy = { refunds: { daysMax: 30, cashMaxMinor: 500, withoutReceiptMaxMinor: 2_090 } }
const pieces = (count: number) => [{ line: 1, quantity: { unit: 'piece' as const, count } }]
const paidWith = (...tenders: Tender[]): Sale => ({ ...discountedSale, tenders })

describe('a sale that was paid with two cards', () => {
  const second = { ...cardTender(1_090), intentId: REFUND_ID } as Extract<Tender, { kind: 'card' }>
  const sale = paidWith(cardTender(1_000), second)
  const back = (amountMinor: number): RefundTender => ({ ...second, amountMinor })
  const add = (...tenders: RefundTender[]) => addRefund(sale, NOTHING_REFUNDED, { lines: [], tenders })

  it('counts what goes back to each card for that card', () => {
    expect(add(back(300)).tenders).toEqual([{ index: 1, amountMinor: 300 }])
    const twice = addRefund(sale, add(back(300)), { lines: [], tenders: [back(400)] })
    expect(twice.tenders).toEqual([{ index: 1, amountMinor: 700 }])
  })

  it('counts cash for the first that has money left', () => {
    const once = add({ kind: 'cash', amountMinor: 900 })
    const rest = addRefund(sale, once, { lines: [], tenders: [{ kind: 'cash', amountMinor: 300 }] })
    expect(rest.tenders).toEqual([
      { index: 0, amountMinor: 1_000 },
      { index: 1, amountMinor: 200 },
    ])
  })
})

describe('points that paid', () => {
  const sale = { ...paidWith(pointsTender(90, 9), cashTender(2_000)), loyalty: { pointsEarned: 20, pointsBurned: 9 } }

  it('are not what cash goes back for', () => {
    const cash: RefundTender = { kind: 'cash', amountMinor: 2_090 }
    expect(addRefund(sale, NOTHING_REFUNDED, { lines: [], tenders: [cash] }).tenders).toEqual([
      { index: 1, amountMinor: 2_000 },
    ])
  })

  it('go back with half of the goods by half, rounded down, and all with the rest', () => {
    const half = accepted(refundDraft(sale, NOTHING_REFUNDED, pieces(1), facts))
    expect(half).toMatchObject({ pointsTakenBack: 10, pointsGivenBack: 4 })
    const refunded = addRefund(sale, NOTHING_REFUNDED, half)
    expect(accepted(refundDraft(sale, refunded, pieces(1), facts))).toMatchObject({
      pointsTakenBack: 10,
      pointsGivenBack: 5,
    })
  })

  it('go back at once with a void, which needs no leave for its cash', () => {
    const all = accepted(refundDraft(sale, NOTHING_REFUNDED, [], { ...facts, kind: 'void' }))
    expect(all).toMatchObject({ pointsTakenBack: 20, pointsGivenBack: 9 })
    const ways = refundWays(sale, NOTHING_REFUNDED, all, { policy, isAuthorised: false })
    expect(ways.needs).toBeUndefined()
    expect(ways.suggested).toEqual([
      { kind: 'other', method: 'points', amountMinor: 90, reference: null },
      { kind: 'cash', amountMinor: 2_000 },
    ])
  })
})

describe('a refusal says', () => {
  const refusalOf = (count: number, refunded = NOTHING_REFUNDED, more = {}) =>
    refundDraft(discountedSale, refunded, pieces(count), { ...facts, ...more })

  it('which line it is, and how much of it is left', () => {
    const gone = (amount: number) => ({ ...NOTHING_REFUNDED, lines: [{ line: 1, amount }] })
    expect(refusalOf(2, gone(1))).toMatchObject({ code: 'refund_too_much', details: { line: 1, left: 1 } })
    expect(refusalOf(1, gone(2))).toMatchObject({ code: 'refund_nothing_left', details: { line: 1 } })
    expect(refusalOf(1, NOTHING_REFUNDED, { notReturnable: new Set([7]) })).toMatchObject({
      code: 'refund_not_returnable',
      details: { line: 1, name: 'Wine' },
    })
  })

  it('that pieces are not weighed', () => {
    const grams = [{ line: 1, quantity: { unit: 'gram' as const, weightGrams: 5 } }]
    expect(refundDraft(discountedSale, NOTHING_REFUNDED, grams, facts)).toMatchObject({
      code: 'quantity_out_of_range',
      details: { line: 1, priceUnit: 'piece' },
    })
    expect(
      refundDraft(discountedSale, NOTHING_REFUNDED, [{ line: 9, quantity: { unit: 'gram', weightGrams: 5 } }], facts),
    ).toMatchObject({
      details: { line: 9 },
    })
  })

  it('how much is taken back without a receipt, which is that much and no cent more', () => {
    const without = { reason: 'broken', isRestocked: true, refundId: REFUND_ID }
    expect(accepted(returnDraft(discountedSale, without, policy.refunds)).totals.totalMinor).toBe(2_090)
    const less = { ...policy.refunds, withoutReceiptMaxMinor: 2_089 }
    expect(returnDraft(discountedSale, without, less)).toMatchObject({
      code: 'refund_limit_without_receipt',
      details: { maxMinor: 2_089 },
    })
  })
})
