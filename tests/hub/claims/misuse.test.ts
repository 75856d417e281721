import { expect, test } from 'vitest'
import type { Claim } from '#core/protocol/reserve.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { misuseByRefund, misuseBySale } from '#hub/claims/misuse.ts'
import type { ReservationRow } from '#hub/claims/reservation-queries.ts'
import { pieces, refundClaim, refundOf } from '#tests/hub/claims/claims-fixture.ts'
import { testSale } from '#tests/support/test-till.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ee'
const OTHER = '019aa0c0-0000-7000-8000-0000000000ff'

const reserved = (claim: Claim, claimed: number, tenders?: RefundTender[]): ReservationRow => ({
  id: ID,
  kind: claim.kind,
  state: 'open',
  subject_id: 1,
  claimed,
  device_id: null,
  made_by: 3,
  made_at: '2026-11-20T10:00:00.000Z',
  released_by: null,
  claim: JSON.stringify(claim),
  answer: '{}',
  plan: claim.kind === 'refund' ? JSON.stringify({ lines: [], tenders }) : null,
})

const plain = testSale(1, { count: 3 })
const { saleId } = plain
const points = (more: object = {}): ReservationRow =>
  reserved({ kind: 'points', customerId: 1, points: 60, saleId, ...more }, 60)
const account = reserved({ kind: 'account', customerId: 1, amountMinor: 500, saleId }, 500)
const coupon = (couponId: number): ReservationRow => reserved({ kind: 'coupon', couponId, saleId }, 1)
const byPoints = (count: number, reservationId = ID): Sale => ({
  ...plain,
  customerId: 1,
  tenders: [{ kind: 'points', amountMinor: count, points: count, reservationId }],
  reservationIds: [ID],
})
const onAccount = (amountMinor: number): Sale => ({
  ...plain,
  customerId: 1,
  tenders: [{ kind: 'other', method: 'account', amountMinor, reference: null, reservationId: ID }],
  reservationIds: [ID],
})
const withCoupon: Sale = {
  ...plain,
  discounts: [{ source: 'coupon', id: 1, name: 'TEN', amountMinor: 100 }],
  reservationIds: [ID],
}

test.each<[string, ReservationRow, Sale, string | undefined]>([
  ['points', points(), byPoints(60), undefined],
  ['more points', points(), byPoints(61), 'reservation_exceeded'],
  ['another customer’s points', points({ customerId: 2 }), byPoints(60), 'reservation_foreign'],
  ['points under another reservation', points(), byPoints(60, OTHER), 'reservation_foreign'],
  ['another sale’s points', points({ saleId: OTHER }), byPoints(60), 'reservation_foreign'],
  ['points of a held basket', points({ saleId: OTHER }), { ...byPoints(60), heldBasketId: OTHER }, undefined],
  ['credit', account, onAccount(500), undefined],
  ['more credit', account, onAccount(501), 'reservation_exceeded'],
  ['credit for points', account, byPoints(60), 'reservation_foreign'],
  ['a coupon', coupon(1), withCoupon, undefined],
  ['another coupon', coupon(2), withCoupon, 'reservation_foreign'],
  ['a coupon that took nothing off', coupon(2), { ...withCoupon, reservationIds: [ID, OTHER] }, undefined],
  ['a refund', reserved(refundClaim(saleId, [pieces(1, 1)]), 250), plain, 'reservation_foreign'],
])('a sale that uses %s', (_what, reservation, sale, misuse) => {
  expect(misuseBySale(reservation, sale)).toBe(misuse)
})

test.each([
  ['as many pieces', saleId, 2, undefined],
  ['more pieces', saleId, 3, 'reservation_exceeded'],
  ['another sale’s', OTHER, 2, 'reservation_foreign'],
])('a refund that uses %s', (_what, ofSale, count, misuse) => {
  const reservation = reserved(refundClaim(ofSale, [pieces(1, 2)]), 500)
  expect(misuseByRefund(reservation, refundOf(plain, [pieces(1, count)]))).toBe(misuse)
})

test('a refund under what was set aside for something else is foreign', () => {
  const refund = refundOf(plain, [pieces(1, 1)])
  expect(misuseByRefund(points(), refund)).toBe('reservation_foreign')
  const ofVoid = reserved(refundClaim(saleId, [pieces(1, 3)], 'void'), 750)
  expect(misuseByRefund(ofVoid, refund)).toBe('reservation_foreign')
  expect(misuseByRefund(ofVoid, refundOf(plain, [], { kind: 'void' }))).toBeUndefined()
})

test('a refund gives no card more than was set aside of it', () => {
  const card = (last: string, amountMinor: number): Extract<RefundTender, { kind: 'card' }> => {
    const intentId = `019aa0c0-0000-7000-8000-0000000000${last}`
    return { kind: 'card', amountMinor, intentId, approvalCode: '1', scheme: 'v', last4: '4242' }
  }
  const refund = refundOf(plain, [pieces(1, 1)])
  const set = reserved(refundClaim(saleId, [pieces(1, 1)]), 250, [card('a1', 200), card('b2', 50)])
  const by = (...tenders: RefundTender[]) => misuseByRefund(set, { ...refund, tenders })
  expect(by(card('a1', 200), card('b2', 50))).toBeUndefined()
  expect(by(card('a1', 150), { kind: 'cash', amountMinor: 100 })).toBeUndefined()
  expect(by(card('a1', 199), card('b2', 51))).toBe('reservation_exceeded')
  expect(by(card('c3', 1))).toBe('reservation_exceeded')
})
