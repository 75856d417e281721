import { describe, expect, it } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundCash } from '#core/refund/refund-cash.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundTendersRefusal, refundWays, type RefundWayRules } from '#core/refund/refund-ways.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cashTender, completed, pointsTender, REFUND_ID } from '#tests/core/refund/any-sold.ts'
import { accepted, cardTender, discountedSale, otherTender } from '#tests/core/sale/any-sale.ts'

const paidWith = (...tenders: Tender[]): Sale => ({ ...discountedSale, tenders })
const drafted = (totalMinor: number, kind: 'refund' | 'void' = 'refund') => ({
  kind,
  totals: { netMinor: totalMinor, taxMinor: 0, discountMinor: 0, totalMinor, itemCount: 1 },
})
const upi = (isRefundable: boolean): TenderType => ({
  code: 'upi',
  name: 'UPI',
  kind: 'other',
  isActive: true,
  givesChange: false,
  opensDrawer: false,
  needsReference: false,
  isRefundable,
})
const rules = (more: Partial<NonNullable<RefundWayRules['policy']>> = {}, isAuthorised = false): RefundWayRules => ({
  policy: { refunds: { daysMax: 30, cashMaxMinor: 500, withoutReceiptMaxMinor: 0 }, ...more },
  isAuthorised,
})
const cash = (amountMinor: number): RefundTender => ({ kind: 'cash', amountMinor })
const toCard = (amountMinor: number) => ({ ...cardTender(amountMinor), amountMinor }) as RefundTender
const toUpi = (amountMinor: number): RefundTender => ({ kind: 'other', method: 'upi', amountMinor, reference: 'ref-1' })

const wholeDraft = (sale: Sale) =>
  accepted(
    refundDraft(sale, NOTHING_REFUNDED, [], {
      kind: 'void',
      reason: 'a mistake',
      isRestocked: true,
      refundId: REFUND_ID,
      reservationId: null,
    }),
  )

describe('the money of a refund', () => {
  it('goes to the card that paid, at most what it paid, and the rest is cash', () => {
    const sale = paidWith(cardTender(1_000), cashTender(1_090))
    const ways = refundWays(sale, NOTHING_REFUNDED, drafted(1_400), rules())
    expect(ways.suggested).toEqual([toCard(1_000), cash(400)])
    expect(ways.needs).toBeUndefined()
    expect(ways.ways).toEqual([
      { kind: 'card', index: 0, method: 'card', maxMinor: 1_000, freeMinor: 1_000 },
      { kind: 'cash', index: null, method: 'cash', maxMinor: 1_400, freeMinor: 400 },
    ])
  })

  it('makes no cash of what an exchange paid, which may have been a card’s', () => {
    const exchanged: Tender = { kind: 'exchange', amountMinor: 2_090, refundId: REFUND_ID }
    const ways = refundWays(paidWith(exchanged), NOTHING_REFUNDED, drafted(400), rules())
    expect(ways.suggested).toEqual([cash(400)])
    expect(ways.needs).toBe('refund_beyond_policy')
    expect(refundWays(paidWith(exchanged), NOTHING_REFUNDED, drafted(400), rules({}, true)).needs).toBeUndefined()
    const partly = paidWith({ ...exchanged, amountMinor: 1_690 }, cashTender(400))
    expect(refundWays(partly, NOTHING_REFUNDED, drafted(400), rules()).needs).toBe('refund_beyond_policy')
  })

  it('not in a void either: what an exchange paid takes the same leave, what cash paid none, however much', () => {
    const exchanged: Tender = { kind: 'exchange', amountMinor: 1_000, refundId: REFUND_ID }
    const sale = paidWith(exchanged, cardTender(290), cashTender(800))
    const all = drafted(2_090, 'void')
    const ways = refundWays(sale, NOTHING_REFUNDED, all, rules())
    expect(ways.suggested).toEqual([toCard(290), cash(1_800)])
    expect(ways.needs).toBe('refund_beyond_policy')
    expect(refundTendersRefusal(ways.suggested, sale, 2_090, ways)).toMatchObject({
      code: 'permission_missing',
      details: { permission: 'refund_beyond_policy', maxMinor: 800 },
    })
    expect(refundWays(sale, NOTHING_REFUNDED, all, rules({}, true)).needs).toBeUndefined()
    const inCash = paidWith(cardTender(290), cashTender(1_800))
    expect(refundWays(inCash, NOTHING_REFUNDED, all, rules()).needs).toBeUndefined()
  })

  it('makes no cash of what stands on an account, also where it does not go back there', () => {
    const account = (isRefundable: boolean) =>
      rules({ tenderTypes: [{ ...upi(isRefundable), code: 'account', kind: 'account' as const }] })
    const onAccount = paidWith({ kind: 'other', method: 'account', amountMinor: 2_090, reference: null })
    const back = refundWays(onAccount, NOTHING_REFUNDED, drafted(400), account(true))
    expect(back.suggested).toEqual([{ kind: 'other', method: 'account', amountMinor: 400, reference: null }])
    expect(back.needs).toBeUndefined()
    const inCash = refundWays(onAccount, NOTHING_REFUNDED, drafted(400), account(false))
    expect(inCash.suggested).toEqual([cash(400)])
    expect(inCash.needs).toBe('refund_beyond_policy')
  })

  it.each(['voucher', 'cheque', 'other'] as const)('makes no cash of a %s that is not given back as such', (kind) => {
    const type = { ...upi(false), code: 'slip', kind }
    const slip: Tender = { kind: 'other', method: 'slip', amountMinor: 1_790, reference: '77' }
    const sale = paidWith(slip, cashTender(300))
    const policy = { tenderTypes: [type] }
    const ways = refundWays(sale, NOTHING_REFUNDED, drafted(400), rules(policy))
    expect(ways.suggested).toEqual([cash(400)])
    expect(ways.needs).toBe('refund_beyond_policy')
    expect(refundWays(sale, NOTHING_REFUNDED, drafted(400), rules(policy, true)).needs).toBeUndefined()
    // What is due beyond it was paid in cash, and once it has gone back nothing stands in the way.
    const more = refundWays(sale, NOTHING_REFUNDED, drafted(2_090), rules(policy))
    expect(more.ways).toMatchObject([{ kind: 'cash', maxMinor: 2_090, freeMinor: 300 }])
    const gone = { ...NOTHING_REFUNDED, tenders: [{ index: 0, amountMinor: 1_790 }] }
    expect(refundWays(sale, gone, drafted(300), rules(policy)).needs).toBeUndefined()
  })

  it('in cash beyond the limit, or in place of a card, takes a permission', () => {
    const sale = paidWith(cashTender(2_090))
    expect(refundWays(sale, NOTHING_REFUNDED, drafted(501), rules()).needs).toBe('refund_beyond_policy')
    expect(refundWays(sale, NOTHING_REFUNDED, drafted(501), rules({}, true)).needs).toBeUndefined()
    const byCard = paidWith(cardTender(2_090))
    const ways = refundWays(byCard, NOTHING_REFUNDED, drafted(300), rules())
    expect(refundTendersRefusal([cash(300)], byCard, 300, ways)).toMatchObject({
      code: 'permission_missing',
      details: { permission: 'refund_beyond_policy', maxMinor: 0 },
    })
    const allowed = refundWays(byCard, NOTHING_REFUNDED, drafted(300), rules({}, true))
    expect(refundTendersRefusal([cash(300)], byCard, 300, allowed)).toBeUndefined()
  })

  it('goes back by other means where their type says so, or the shop does not list them, or all is undone', () => {
    const sale = paidWith(otherTender(2_090))
    const suggest = (more: Parameters<typeof rules>[0], kind: 'refund' | 'void' = 'refund') =>
      refundWays(sale, NOTHING_REFUNDED, drafted(300, kind), rules(more)).suggested
    expect(suggest({})).toEqual([toUpi(300)])
    expect(suggest({ tenderTypes: [upi(true)] })).toEqual([toUpi(300)])
    expect(suggest({ tenderTypes: [upi(false)] })).toEqual([cash(300)])
    expect(suggest({ tenderTypes: [upi(false)] }, 'void')).toEqual([toUpi(300)])
  })

  it.each(['refund', 'void'] as const)('of foreign cash is our own cash, whatever its type says: %s', (kind) => {
    const cad = { ...upi(true), code: 'cad', kind: 'foreign_cash' as const, currency: 'CAD', ratePpm: 716_000 }
    const foreign = { currency: 'CAD', ratePpm: 716_000, givenMinor: 2_000 }
    const paid: Tender = {
      kind: 'other',
      method: 'cad',
      amountMinor: 1_000,
      reference: null,
      changeMinor: 432,
      foreign,
    }
    const sale = paidWith(cardTender(1_090), paid)
    const all = drafted(2_090, kind)
    for (const policy of [
      rules({ refunds: { daysMax: 30, cashMaxMinor: 1_000, withoutReceiptMaxMinor: 0 } }),
      rules(),
    ]) {
      const ways = refundWays(sale, NOTHING_REFUNDED, all, policy)
      expect(ways.suggested).toEqual([toCard(1_090), cash(1_000)])
    }
    const back = [toCard(1_090), cash(1_000)]
    // The cash is the foreign tender's own, not the card's.
    expect(addRefund(sale, NOTHING_REFUNDED, { lines: [], tenders: [cash(1_000)] }).tenders).toEqual([
      { index: 1, amountMinor: 1_000 },
    ])
    expect(verifyRefund({ ...completed(sale, NOTHING_REFUNDED, wholeDraft(sale)), tenders: back }, sale)).toEqual([])
    // As the API posts it, its type alone says so.
    const bare = paidWith({ kind: 'other', method: 'cad', amountMinor: 2_090, reference: null })
    expect(refundWays(bare, NOTHING_REFUNDED, all, rules({ tenderTypes: [cad] })).suggested).toEqual([cash(2_090)])
    expect(refundWays(bare, NOTHING_REFUNDED, all, { policy: undefined, isAuthorised: true }).suggested).toEqual([
      { kind: 'other', method: 'cad', amountMinor: 2_090, reference: null },
    ])
  })

  it('goes back as points first, in their share of the money', () => {
    const sale = paidWith(pointsTender(100, 10), cashTender(1_990))
    const first = refundWays(sale, NOTHING_REFUNDED, drafted(1_045), rules({}, true))
    expect(first.suggested).toEqual([{ kind: 'other', method: 'points', amountMinor: 50, reference: null }, cash(995)])
    const refunded = { ...NOTHING_REFUNDED, lines: [{ line: 1, amount: 1 }], tenders: [{ index: 0, amountMinor: 50 }] }
    const rest = refundWays(sale, refunded, drafted(1_045), rules({}, true))
    expect(rest.suggested[0]).toMatchObject({ method: 'points', amountMinor: 50 })
    expect(refundTendersRefusal(rest.suggested, sale, 1_045, rest)).toBeUndefined()
    expect(refundWays(sale, refunded, drafted(0), rules())).toEqual({ ways: [], suggested: [], needs: undefined })
  })

  it('is kept for an exchange only as far as points did not pay it', () => {
    const sale = paidWith(pointsTender(100, 10), cashTender(1_990))
    const ways = refundWays(sale, NOTHING_REFUNDED, drafted(1_045), rules())
    const kept = (amountMinor: number): RefundTender => ({ kind: 'exchange', amountMinor, saleId: REFUND_ID })
    const points: RefundTender = { kind: 'other', method: 'points', amountMinor: 50, reference: null }
    expect(refundTendersRefusal([points, kept(995)], sale, 1_045, ways)).toBeUndefined()
    expect(refundTendersRefusal([kept(1_045)], sale, 1_045, ways)).toMatchObject({
      code: 'refund_tenders_wrong',
      details: { maxMinor: 995 },
    })
  })

  it('in cash is rounded to the smallest coin', () => {
    expect(refundCash(1_002, { smallestCoinMinor: 5 })).toEqual({ kind: 'cash', amountMinor: 1_002, roundingMinor: -2 })
    expect(refundCash(1_000, { smallestCoinMinor: 5 })).toEqual(cash(1_000))
    expect(refundCash(1_002, {})).toEqual(cash(1_002))
  })

  it.each([
    ['too little', [toCard(200)], 'tender_incomplete'],
    ['too much', [toCard(301)], 'over_tender'],
    ['to a card that paid nothing', [{ ...toCard(300), intentId: REFUND_ID }], 'refund_tenders_wrong'],
    ['by means that paid nothing', [toUpi(300)], 'refund_tenders_wrong'],
    ['to one card in two parts', [toCard(100), toCard(200)], undefined],
    ['into an exchange', [{ kind: 'exchange' as const, amountMinor: 300, saleId: REFUND_ID }], undefined],
  ])('%s', (_what, tenders, code) => {
    const sale = paidWith(cardTender(2_090))
    const ways = refundWays(sale, NOTHING_REFUNDED, drafted(300), rules())
    expect(refundTendersRefusal(tenders as RefundTender[], sale, 300, ways)?.code).toBe(code)
  })
})

describe('what a tender gave back', () => {
  it('is its own money first; cash for another counts to that one', () => {
    const sale = paidWith(cardTender(1_000), otherTender(500), cashTender(590))
    const add = (...tenders: RefundTender[]) => addRefund(sale, NOTHING_REFUNDED, { lines: [], tenders }).tenders
    expect(add(cash(600))).toEqual([
      { index: 0, amountMinor: 10 },
      { index: 2, amountMinor: 590 },
    ])
    expect(add(toUpi(100), toCard(50))).toEqual([
      { index: 0, amountMinor: 50 },
      { index: 1, amountMinor: 100 },
    ])
    expect(add({ kind: 'exchange', amountMinor: 5_000, saleId: REFUND_ID })).toHaveLength(3)
    expect(addRefund(sale, NOTHING_REFUNDED, { lines: [] }).tenders).toEqual([])
  })
})

describe('a refund that arrives', () => {
  const facts = {
    kind: 'refund',
    reason: 'late',
    isRestocked: false,
    refundId: REFUND_ID,
    reservationId: null,
  } as const
  const draft = accepted(
    refundDraft(discountedSale, NOTHING_REFUNDED, [{ line: 1, quantity: { unit: 'piece', count: 1 } }], facts),
  )
  const refund = completed(discountedSale, NOTHING_REFUNDED, draft)
  const [line] = refund.lines as [(typeof refund.lines)[number]]
  const goneOne = addRefund(discountedSale, NOTHING_REFUNDED, refund)

  it('is right by itself and beside its sale', () => {
    expect(verifyRefund(refund)).toEqual([])
    expect(verifyRefund(refund, discountedSale)).toEqual([])
    expect(verifyRefund(refund, discountedSale, goneOne)).toEqual([])
  })

  it.each([
    ['a line', { lines: [{ ...line, netMinor: line.netMinor + 1 }] }, /line 1 does not add up/u],
    ['a total', { totals: { ...refund.totals, totalMinor: 1 } }, /totalMinor is 1, the lines make 1045/u],
    ['a tax', { taxes: [] }, /taxes are not those/u],
    ['a tender', { tenders: [] }, /tenders do not make/u],
    ['a line twice', { lines: [line, line] }, /same number/u],
    ['a line that was not sold', { lines: [{ ...line, line: 4 }] }, /line 4 was not sold so/u],
    ['a weight', { lines: [{ ...line, quantity: { unit: 'gram', weightGrams: 1 } }] }, /line 1 was not sold so/u],
    ['a quantity', { lines: [{ ...line, quantity: { unit: 'piece', count: 3 } }] }, /more than was sold/u],
    ['an amount', { lines: [{ ...line, grossMinor: 9_999 }] }, /more than was paid/u],
    ['another sale', { originalSaleId: REFUND_ID }, /another sale/u],
    ['another currency', { currency: 'EUR' }, /another currency/u],
    ['a void of a part', { kind: 'void' }, /not of everything/u],
  ])('with %s that is wrong says so', (_what, change, words) => {
    expect(verifyRefund({ ...refund, ...change } as typeof refund, discountedSale).join('; ')).toMatch(words)
  })

  it('after all went back is too much, and no void', () => {
    const gone = addRefund(discountedSale, goneOne, refund)
    expect(verifyRefund(refund, discountedSale, gone)).toEqual([
      'line 1: more than was sold',
      expect.stringMatching(/^card .*: more than it paid$/u),
    ])
    expect(verifyRefund({ ...refund, kind: 'void' }, discountedSale, goneOne)).toContain(
      'a void of a sale of which something went back',
    )
  })
})

describe('cash of one sale', () => {
  it('has one limit, however many refunds it goes back in', () => {
    const sale = paidWith(cashTender(2_090))
    const after = (...minors: number[]) =>
      minors.reduce(
        (refunded, minor) => addRefund(sale, refunded, { lines: [], tenders: [cash(minor)] }),
        NOTHING_REFUNDED,
      )
    expect(refundWays(sale, after(200), drafted(300), rules()).needs).toBeUndefined()
    expect(refundWays(sale, after(200, 100), drafted(300), rules()).needs).toBe('refund_beyond_policy')
    expect(refundWays(sale, after(900), drafted(1), rules()).needs).toBe('refund_beyond_policy')
    expect(refundWays(sale, after(200, 100), drafted(300), rules({}, true)).needs).toBeUndefined()
    const ways = refundWays(sale, after(200, 100), drafted(300), rules())
    expect(refundTendersRefusal(ways.suggested, sale, 300, ways)).toMatchObject({
      code: 'permission_missing',
      details: { maxMinor: 200 },
    })
  })

  it('counts no other money, and cash that stood for a card', () => {
    const sale = paidWith(cardTender(2_090))
    const refunded = addRefund(sale, NOTHING_REFUNDED, { lines: [], tenders: [toCard(400), cash(103)] })
    expect(refunded).toMatchObject({ cashMinor: 103 })
    expect(refunded).not.toHaveProperty('cashRoundingMinor')
  })
})
