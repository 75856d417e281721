import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { completeRefund } from '#core/refund/complete-refund.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundSchema, type RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { REFUND_ID } from '#tests/core/refund/any-sold.ts'
import { accepted, discountedSale } from '#tests/core/sale/any-sale.ts'

const draft = accepted(
  refundDraft(discountedSale, NOTHING_REFUNDED, [{ line: 1, quantity: { unit: 'piece', count: 1 } }], {
    kind: 'refund',
    reason: 'late',
    isRestocked: false,
    refundId: REFUND_ID,
    reservationId: null,
  }),
)
const facts = {
  refundNumber: 12,
  refundLabel: 'T3-R000012',
  shiftId: REFUND_ID,
  operatorId: 5,
  operatorName: 'Asha',
  completedAt: '2026-03-02T09:05:00.000Z',
}
const cash = (amountMinor: number): RefundTender => ({ kind: 'cash', amountMinor })

describe('a refund is complete', () => {
  it('when its money went back, in however many parts', () => {
    const refund = accepted(completeRefund(draft, [cash(1_000), cash(45)], facts))
    expect(refund).toEqual({ ...draft, ...facts, tenders: [cash(1_000), cash(45)] })
    expect(Check(refundSchema, refund)).toBe(true)
    expect(accepted(completeRefund(draft, [cash(1_045)], { ...facts, exchangeSaleId: REFUND_ID }))).toMatchObject({
      exchangeSaleId: REFUND_ID,
    })
  })

  it('not when a minor unit is missing, or one too many', () => {
    expect(completeRefund(draft, [cash(1_044)], facts)).toMatchObject({
      code: 'tender_incomplete',
      details: { dueMinor: 1 },
    })
    expect(completeRefund(draft, [], facts)).toMatchObject({ code: 'tender_incomplete', details: { dueMinor: 1_045 } })
    expect(completeRefund(draft, [cash(1_000), cash(46)], facts)).toMatchObject({
      code: 'over_tender',
      details: { maxMinor: 1_045 },
    })
  })
})
