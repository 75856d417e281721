import { describe, expect, it } from 'vitest'
import { REFUND_POLICY_DEFAULT, refundRefusal } from '#core/refund/refund-policy.ts'

const sale = { currency: 'USD' }
const judged = { currency: 'USD', ageDays: 30, policy: undefined, isAuthorised: false }

describe('where the shop has said nothing', () => {
  it('a sale is refunded for 30 days, with 500.00 in cash, and nothing without a receipt', () => {
    expect(REFUND_POLICY_DEFAULT).toEqual({ daysMax: 30, cashMaxMinor: 50_000, withoutReceiptMaxMinor: 0 })
    expect(refundRefusal(sale, judged)).toBeUndefined()
    expect(refundRefusal(sale, { ...judged, ageDays: 31 })).toMatchObject({
      code: 'refund_too_old',
      message: 'A sale is refunded for 30 days.',
      details: { daysMax: 30, ageDays: 31 },
    })
  })
})

describe('a refusal says why', () => {
  it('another currency names both, and no permission helps', () => {
    expect(refundRefusal({ currency: 'EUR' }, { ...judged, isAuthorised: true })).toMatchObject({
      code: 'refund_currency',
      message: 'This sale was paid in EUR, not in USD.',
      details: { currency: 'EUR' },
    })
  })

  it('a voided sale takes nothing more, whoever asks', () => {
    expect(refundRefusal(sale, { ...judged, status: 'voided', isAuthorised: true })).toMatchObject({
      code: 'sale_already_void',
      message: 'This sale was voided; nothing of it is left.',
    })
    for (const status of ['completed', 'partially_refunded', 'returned']) {
      expect(refundRefusal(sale, { ...judged, status })).toBeUndefined()
    }
  })
})
