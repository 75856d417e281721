import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { anySold, cashTender, completed, pointsTender, REFUND_ID, saleOf } from '#tests/core/refund/any-sold.ts'
import { accepted, cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

const [template] = discountedSale.lines
if (template === undefined) throw new Error('The sale has a line.')
const line = {
  ...template,
  quantity: { unit: 'piece' as const, count: 2 },
  discountMinor: 0,
  netMinor: 10_000,
  grossMinor: 10_000,
  taxes: [],
} satisfies Partial<Sale['lines'][number]>
const loyalty = { pointsEarned: 4, pointsBurned: 10 }
const sale: Sale = {
  ...saleOf([line], () => [cardTender(5_000), pointsTender(1_000, 10), cashTender(4_000)]),
  loyalty,
}
const facts = {
  kind: 'return',
  reason: 'not wanted',
  isRestocked: true,
  refundId: REFUND_ID,
  reservationId: null,
} as const
const onePiece = { line: 1, quantity: { unit: 'piece', count: 1 } } as const
const half = completed(sale, NOTHING_REFUNDED, accepted(refundDraft(sale, NOTHING_REFUNDED, [onePiece], facts)))
const cash = (amountMinor: number): RefundTender => ({ kind: 'cash', amountMinor })
const INTENT = '019aa0c0-0000-7000-8000-0000000000cc'
const card = (amountMinor: number, intentId = INTENT): RefundTender => {
  return { kind: 'card', amountMinor, intentId, approvalCode: '1', scheme: 'visa', last4: '4242' }
}
const withLine = (more: Partial<Refund['lines'][number]>): Refund => {
  return { ...half, lines: half.lines.map((back) => Object.assign({}, back, more)) }
}

describe('a refund that came to the hub', () => {
  it('is right as the rules make it', () => {
    expect(verifyRefund(half, sale)).toEqual([])
  })

  it.each<[string, Refund, string]>([
    ['a card gets more than it paid', { ...half, tenders: [card(5_001)] }, 'card'],
    ['a card gets it that paid nothing', { ...half, tenders: [card(5_000, REFUND_ID)] }, 'card'],
    [
      'points get more money than they paid',
      { ...half, tenders: [{ kind: 'other', method: 'points', amountMinor: 1_001, reference: null }, cash(3_999)] },
      'points: more than it paid',
    ],
    ['too many points are given back', { ...half, pointsGivenBack: 11 }, 'more points given back than were burned'],
    ['too many points are taken back', { ...half, pointsTakenBack: 5 }, 'more points taken back than were earned'],
    [
      'cash is rounded by more than a coin',
      { ...half, tenders: [{ kind: 'cash', amountMinor: 5_000, roundingMinor: 501 }] },
      'cash was rounded by more than a coin',
    ],
    ['a line has more than its share', withLine({ grossMinor: 5_006 }), 'line 1: more than its share'],
    ['a line names another product', withLine({ productId: 99 }), 'line 1: another product than was sold'],
    ['a line is turned into empties', withLine({ kind: 'empties' }), 'line 1: another product than was sold'],
    ['money goes in the wrong direction', withLine({ grossMinor: -5_000 }), 'line 1: money in the wrong direction'],
  ])('is found out where %s', (_what, forged, words) => {
    expect(verifyRefund(forged, sale).filter((problem) => problem.startsWith(words))).toHaveLength(1)
  })

  it('is found out where the card has its money back already', () => {
    const first: Refund = { ...half, tenders: [card(5_000)] }
    const refunded = addRefund(sale, NOTHING_REFUNDED, first)
    expect(verifyRefund(first, sale, refunded).filter((problem) => problem.startsWith('card'))).toHaveLength(1)
  })

  it('may be rounded by as much as the shop’s own coin', () => {
    const rounded: Refund = { ...half, tenders: [{ kind: 'cash', amountMinor: 5_000, roundingMinor: 600 }] }
    expect(verifyRefund(rounded, sale, NOTHING_REFUNDED, 10_000)).toEqual([])
  })

  it('is right in any order of two that were reserved one after the other', () => {
    fc.assert(
      fc.property(anySold, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (sold, share, isTurned) => {
        const choices = sold.lines.flatMap(({ line: number, quantity }) => {
          const amount = Math.round(amountOf(quantity) * share)
          return amount === 0 ? [] : [{ line: number, quantity: quantityLike(quantity, amount) }]
        })
        if (choices.length === 0) return
        const first = completed(sold, NOTHING_REFUNDED, accepted(refundDraft(sold, NOTHING_REFUNDED, choices, facts)))
        const held = addRefund(sold, NOTHING_REFUNDED, first)
        const rest = refundableOf(sold, held).lines
        if (rest.length === 0) return
        const second = completed(sold, held, accepted(refundDraft(sold, held, rest, facts)))
        const [one, other] = isTurned ? [second, first] : [first, second]
        expect(verifyRefund(one, sold)).toEqual([])
        expect(verifyRefund(other, sold, addRefund(sold, NOTHING_REFUNDED, one))).toEqual([])
      }),
      { numRuns: 400 },
    )
  })
})
