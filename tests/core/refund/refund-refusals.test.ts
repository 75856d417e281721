import { describe, expect, it } from 'vitest'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundMovements } from '#core/refund/refund-movements.ts'
import { REFUND_POLICY_DEFAULT, refundRefusal } from '#core/refund/refund-policy.ts'
import { saleStatusAfter } from '#core/refund/refund-status.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import { returnDraft } from '#core/refund/return-draft.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { cashTender, REFUND_ID, saleOf } from '#tests/core/refund/any-sold.ts'
import { accepted, discountedSale } from '#tests/core/sale/any-sale.ts'

const [wine] = discountedSale.lines as [SaleLine]
const facts = {
  kind: 'return',
  reason: 'broken',
  isRestocked: false,
  refundId: REFUND_ID,
  reservationId: null,
} as const
const oneOf = (line: number, count = 1) => [{ line, quantity: { unit: 'piece' as const, count } }]
const goneOne: Refunded = { ...NOTHING_REFUNDED, lines: [{ line: 1, amount: 1 }] }

const empties: SaleLine = {
  ...wine,
  line: 2,
  kind: 'empties',
  unitPriceMinor: -25,
  discountMinor: 0,
  netMinor: -50,
  grossMinor: -50,
  taxes: [],
}
const withEmpties = (count = 2): Sale =>
  saleOf([wine, { ...empties, quantity: { unit: 'piece', count } }], (totalMinor) => [cashTender(totalMinor)])

describe('a refund', () => {
  it('has its lines, sums and names from the sale', () => {
    const draft = accepted(
      refundDraft(
        discountedSale,
        NOTHING_REFUNDED,
        [{ ...oneOf(1)[0], line: 1, quantity: { unit: 'piece', count: 1 }, reason: 'gift', isRestocked: true }],
        {
          ...facts,
          authorisations: [{ permission: 'refund_sales', authorisedBy: 4 }],
        },
      ),
    )
    expect(draft).toEqual({
      refundId: REFUND_ID,
      kind: 'return',
      originalSaleId: discountedSale.saleId,
      originalReceiptLabel: 'T3-000123',
      reservationId: null,
      customerId: null,
      currency: 'USD',
      lines: [
        {
          line: 1,
          productId: 7,
          departmentId: null,
          code: '7',
          name: 'Wine',
          quantity: { unit: 'piece', count: 1 },
          discountMinor: 50,
          netMinor: 950,
          grossMinor: 1_045,
          taxGroupId: 1,
          taxes: [{ rateId: 1, ratePpm: 100_000, taxMinor: 95 }],
          reason: 'gift',
          isRestocked: true,
        },
      ],
      taxes: [{ rateId: 1, ratePpm: 100_000, netMinor: 950, taxMinor: 95, name: 'VAT' }],
      totals: { netMinor: 950, taxMinor: 95, discountMinor: 50, totalMinor: 1_045, itemCount: 1 },
      authorisations: [{ permission: 'refund_sales', authorisedBy: 4 }],
    })
  })

  it.each([
    ['a line that was not sold', NOTHING_REFUNDED, oneOf(9), 'line_not_found'],
    ['a line twice at once', NOTHING_REFUNDED, [...oneOf(1), ...oneOf(1)], 'line_not_found'],
    ['more than was sold', NOTHING_REFUNDED, oneOf(1, 3), 'refund_too_much'],
    ['more than is left', goneOne, oneOf(1, 2), 'refund_too_much'],
    ['what went back already', { ...goneOne, lines: [{ line: 1, amount: 2 }] }, oneOf(1), 'refund_nothing_left'],
    ['nothing', NOTHING_REFUNDED, [], 'refund_nothing_left'],
    [
      'a weight of what is sold by the piece',
      NOTHING_REFUNDED,
      [{ line: 1, quantity: { unit: 'gram' as const, weightGrams: 5 } }],
      'quantity_out_of_range',
    ],
  ])('of %s is refused', (_what, refunded, choices, code) => {
    expect(refundDraft(discountedSale, refunded, choices, facts)).toMatchObject({ code })
  })

  it('says in which unit a line was sold', () => {
    const weighed: SaleLine = { ...wine, quantity: { unit: 'gram', weightGrams: 500 } }
    const sale = saleOf([weighed], (totalMinor) => [cashTender(totalMinor)])
    expect(refundDraft(sale, NOTHING_REFUNDED, oneOf(1), facts)).toMatchObject({ details: { priceUnit: 'kilogram' } })
    const all = accepted(refundDraft(sale, NOTHING_REFUNDED, [{ line: 1, quantity: weighed.quantity }], facts))
    expect(all.totals.itemCount).toBe(1)
  })

  it('gives goods back to the shop only where the shop takes them, and their price in any case', () => {
    const notReturnable = new Set([7])
    expect(refundDraft(discountedSale, NOTHING_REFUNDED, oneOf(1), { ...facts, notReturnable })).toMatchObject({
      code: 'refund_not_returnable',
    })
    for (const kind of ['refund', 'void'] as const) {
      accepted(refundDraft(discountedSale, NOTHING_REFUNDED, oneOf(1), { ...facts, kind, notReturnable }))
    }
    const nameless = saleOf([{ ...wine, productId: null }], (totalMinor) => [cashTender(totalMinor)])
    accepted(refundDraft(nameless, NOTHING_REFUNDED, oneOf(1), { ...facts, notReturnable }))
  })

  it('takes deposits and leaves empties, which a void undoes with the rest', () => {
    const sale = withEmpties()
    expect(refundableOf(sale, NOTHING_REFUNDED)).toEqual({
      lines: [{ line: 1, quantity: wine.quantity, grossMinor: 2_090 }],
      totalMinor: 2_090,
    })
    expect(refundDraft(sale, NOTHING_REFUNDED, oneOf(2), facts)).toMatchObject({ code: 'refund_not_returnable' })
    const all = accepted(refundDraft(sale, NOTHING_REFUNDED, [], { ...facts, kind: 'void' }))
    expect(all.totals).toMatchObject({ totalMinor: 2_040, netMinor: 1_850 })
    const payout = saleOf([{ ...empties }], (totalMinor) => [cashTender(totalMinor)])
    expect(refundDraft(payout, NOTHING_REFUNDED, [], { ...facts, kind: 'void' })).toMatchObject({
      code: 'refund_not_returnable',
    })
  })

  it('voids nothing that went back in part', () => {
    expect(refundDraft(discountedSale, goneOne, [], { ...facts, kind: 'void' })).toMatchObject({
      code: 'sale_has_refunds',
    })
  })
})

describe('a sale', () => {
  const judged = { currency: 'USD', ageDays: 3, policy: undefined, isAuthorised: false }

  it('is refunded while it is neither void, foreign nor old', () => {
    expect(refundRefusal(discountedSale, judged)).toBeUndefined()
    expect(refundRefusal(discountedSale, { ...judged, status: 'voided' })?.code).toBe('sale_already_void')
    expect(refundRefusal(discountedSale, { ...judged, currency: 'EUR' })?.code).toBe('refund_currency')
    const old = { ...judged, ageDays: REFUND_POLICY_DEFAULT.daysMax + 1, status: 'completed' }
    expect(refundRefusal(discountedSale, old)).toMatchObject({ code: 'refund_too_old', details: { daysMax: 30 } })
    expect(refundRefusal(discountedSale, { ...old, isAuthorised: true })).toBeUndefined()
    const policy = { daysMax: 90, cashMaxMinor: 0, withoutReceiptMaxMinor: 0 }
    expect(refundRefusal(discountedSale, { ...old, policy })).toBeUndefined()
  })

  it('has a status by what went back last, and whether all did', () => {
    const all: Refunded = { ...goneOne, lines: [{ line: 1, amount: 2 }] }
    expect(saleStatusAfter(discountedSale, goneOne, 'refund')).toBe('partially_refunded')
    expect(saleStatusAfter(discountedSale, goneOne, 'return')).toBe('partially_returned')
    expect(saleStatusAfter(discountedSale, all, 'refund')).toBe('refunded')
    expect(saleStatusAfter(discountedSale, all, 'return')).toBe('returned')
  })
})

describe('goods that came back', () => {
  it('move the stock where they are restocked, and the sale had moved it', () => {
    const back = (isRestocked: boolean) =>
      accepted(refundDraft(discountedSale, NOTHING_REFUNDED, oneOf(1), { ...facts, isRestocked })).lines
    expect(refundMovements(back(true), discountedSale)).toEqual([{ productId: 7, unit: 'piece', change: 1 }])
    expect(refundMovements(back(true))).toEqual([{ productId: 7, unit: 'piece', change: 1 }])
    expect(refundMovements(back(false), discountedSale)).toEqual([])
    const undone = accepted(
      refundDraft(withEmpties(), NOTHING_REFUNDED, [], { ...facts, kind: 'void', isRestocked: true }),
    )
    // Two bottles of wine come back, two empties go out again.
    expect(refundMovements(undone.lines, withEmpties())).toEqual([{ productId: 7, unit: 'piece', change: 0 }])
    const labelled = { lines: [{ ...wine, priceSource: 'label' as const }] }
    expect(refundMovements(back(true), labelled)).toEqual([])
  })

  it('without a receipt are worth what they cost now, up to a limit', () => {
    const { kind: _kind, reservationId: _none, ...without } = facts
    const policy = { daysMax: 30, cashMaxMinor: 0, withoutReceiptMaxMinor: 3_000 }
    const draft = accepted(returnDraft(discountedSale, without, policy))
    expect(draft).toMatchObject({ kind: 'return', originalSaleId: null, originalReceiptLabel: null })
    expect(draft.totals.totalMinor).toBe(2_090)
    expect(returnDraft(discountedSale, without)).toMatchObject({ code: 'refund_needs_receipt' })
    expect(returnDraft(discountedSale, without, { ...policy, withoutReceiptMaxMinor: 2_089 })).toMatchObject({
      code: 'refund_limit_without_receipt',
    })
    expect(returnDraft({ ...discountedSale, lines: [] }, without, policy)).toMatchObject({
      code: 'refund_nothing_left',
    })
  })
})
