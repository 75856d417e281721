import { describe, expect, it } from 'vitest'
import { readHeldBasket } from '#core/basket/held-basket.ts'
import { EMPTY } from '#tests/core/basket/any-basket.ts'
import { withChange } from '#tests/support/with-change.ts'

const PRICE_MAX = 99_999_999
const copies = (count: number, item: unknown): unknown[] => Array<unknown>(count).fill(item)
const piece = { unit: 'piece', count: 1 }
const authorisation = { permission: 'override_prices', authorisedBy: 7, line: 1 }

const line = {
  line: 1,
  productId: 1,
  departmentId: 1,
  code: 'x'.repeat(64),
  name: 'x'.repeat(100),
  quantity: piece,
  quantitySource: 'keyed',
  unitPriceMinor: PRICE_MAX,
  priceSource: 'override',
  taxGroupId: 1,
  ageLimitYears: 99,
  isVoided: false,
  discount: { kind: 'percent', ratePpm: 1 },
  discountReason: 'x'.repeat(60),
  reason: 'x'.repeat(60),
  originalPriceMinor: PRICE_MAX,
  attributes: { lot: 'A1', serial: 'S1' },
}
const bottles = { ...line, line: 2, kind: 'deposit', depositOf: 1, isDiscountable: false }
const empties = { ...line, line: 3, kind: 'empties', unitPriceMinor: -PRICE_MAX, originalPriceMinor: -PRICE_MAX }

/** With all that a basket may have, each as long and as large as it may be. */
const full = {
  ...EMPTY,
  openedAt: 'x'.repeat(32),
  heldBasketId: EMPTY.saleId,
  lines: [line, bottles, empties],
  taxGroups: [{ id: 1, name: 'None', isInclusive: true, rates: [] }],
  openedLocal: { date: '2026-03-01', time: '14:30', weekday: 7, nowIso: 'x'.repeat(32) },
  taxDate: '2026-03-02',
  customer: { id: 4, name: 'Jo', phoneEnd: '1234', groupIds: [1], loyaltyPoints: 3 },
  coupons: copies(10, {
    coupon: { id: 5, code: 'TEN', off: { kind: 'amount', amountMinor: 10 }, isActive: true, isStackable: true },
  }),
  orderDiscount: { off: { kind: 'amount', amountMinor: 1 }, reason: 'x'.repeat(60) },
  exemption: { kind: 'certificate', reference: 'C-1' },
  buyer: { name: 'Shop Ltd', taxId: 'T-1', address: ['1 Road'] },
  ageCheck: { ageLimitYears: 18, bornOnOrBefore: '2008-03-01', checkedBy: 5 },
  authorisations: copies(500, authorisation),
}

const isRead = (basket: unknown): boolean => readHeldBasket(JSON.stringify(basket)) !== undefined

describe('a basket of another till', () => {
  it('is read with all that it may have', () => {
    expect(readHeldBasket(JSON.stringify(full))).toEqual(full)
  })

  it.each([
    ['heldBasketId', null],
    ['openedLocal', undefined],
    ['openedLocal.weekday', 1],
    ['openedLocal.time', '00:00'],
    ['taxDate', undefined],
    ['customer', undefined],
    ['coupons', undefined],
    ['orderDiscount', undefined],
    ['exemption', undefined],
    ['buyer', undefined],
    ['ageCheck', undefined],
    ['authorisations', undefined],
    ['lines.0.productId', null],
    ['lines.0.departmentId', null],
    ['lines.0.ageLimitYears', null],
    ['lines.0.ageLimitYears', 1],
    ['lines.0.discount', undefined],
    ['lines.0.reason', undefined],
    ['lines.0.discountReason', undefined],
    ['lines.0.originalPriceMinor', undefined],
    ['lines.0.attributes', undefined],
    ['lines.0.isVoided', true],
    ['lines.0.unitPriceMinor', 0],
    ['lines.1.isDiscountable', undefined],
    ['lines.1.depositOf', undefined],
    ['lines.2.unitPriceMinor', 0],
    ['lines', Array.from({ length: 500 }, (_, index) => ({ ...line, line: index + 1 }))],
    ['taxGroups', copies(500, full.taxGroups[0])],
    ['lines', [line, bottles]],
  ])('also with another %s (case %#)', (path, value) => {
    expect(isRead(withChange(full, path, value))).toBe(true)
  })

  it.each([
    ['saleId', 'x'],
    ['saleId', `${EMPTY.saleId}0`],
    ['saleId', undefined],
    ['openedAt', 'x'.repeat(33)],
    ['openedAt', undefined],
    ['heldBasketId', 'x'],
    ['heldBasketId', undefined],
    ['lines', []],
    ['lines', undefined],
    ['lines', Array.from({ length: 501 }, (_, index) => ({ ...line, line: index + 1 }))],
    ['taxGroups', undefined],
    ['taxGroups', copies(501, full.taxGroups[0])],
    ['taxGroups.0', {}],
    ['openedLocal', {}],
    ['openedLocal.date', '1.3.2026'],
    ['openedLocal.date', '2026-03-011'],
    ['openedLocal.date', '12026-03-01'],
    ['openedLocal.date', undefined],
    ['openedLocal.time', '14:3'],
    ['openedLocal.time', '14:300'],
    ['openedLocal.time', '114:30'],
    ['openedLocal.time', undefined],
    ['openedLocal.weekday', 0],
    ['openedLocal.weekday', 8],
    ['openedLocal.weekday', undefined],
    ['openedLocal.nowIso', 'x'.repeat(33)],
    ['openedLocal.nowIso', undefined],
    ['taxDate', '1.3.2026'],
    ['taxDate', '2026-03-011'],
    ['taxDate', '12026-03-01'],
    ['customer', {}],
    ['coupons', copies(11, full.coupons[0])],
    ['coupons.0', {}],
    ['coupons.0.coupon', {}],
    ['orderDiscount', {}],
    ['orderDiscount.off', {}],
    ['orderDiscount.reason', 'x'.repeat(61)],
    ['orderDiscount.reason', undefined],
    ['exemption', {}],
    ['buyer', {}],
    ['ageCheck', {}],
    ['authorisations', copies(501, authorisation)],
    ['authorisations.0', {}],
  ])('not with a %s that no till makes (case %#)', (path, value) => {
    expect(isRead(withChange(full, path, value))).toBe(false)
  })

  it.each([
    ['line', 0],
    ['line', 2],
    ['productId', 0],
    ['productId', undefined],
    ['departmentId', 0],
    ['departmentId', undefined],
    ['code', 'x'.repeat(65)],
    ['code', undefined],
    ['name', 'x'.repeat(101)],
    ['name', undefined],
    ['quantity', {}],
    ['quantity', undefined],
    ['quantitySource', 'guess'],
    ['unitPriceMinor', PRICE_MAX + 1],
    ['unitPriceMinor', -1],
    ['unitPriceMinor', 0.5],
    ['unitPriceMinor', undefined],
    ['priceSource', 'guess'],
    ['taxGroupId', 0],
    ['taxGroupId', 2],
    ['ageLimitYears', 0],
    ['ageLimitYears', 100],
    ['ageLimitYears', undefined],
    ['isVoided', undefined],
    ['discount', {}],
    ['reason', ''],
    ['reason', 'x'.repeat(61)],
    ['originalPriceMinor', PRICE_MAX + 1],
    ['originalPriceMinor', -PRICE_MAX - 1],
    ['isDiscountable', true],
    ['attributes', { lot: 'x'.repeat(21) }],
    ['kind', 'gift'],
    ['depositOf', 0],
    ['depositOf', 1],
    ['depositOf', 2],
    ['depositOf', 4],
  ])('not with a line of another %s (case %#)', (path, value) => {
    expect(isRead(withChange(full, `lines.0.${path}`, value))).toBe(false)
  })

  it('not with empties that cost, or are worth more than any price', () => {
    expect(isRead(withChange(full, 'lines.2.unitPriceMinor', 1))).toBe(false)
    expect(isRead(withChange(full, 'lines.2.unitPriceMinor', -PRICE_MAX - 1))).toBe(false)
  })

  it('leaves out what is that till’s alone: what the hub keeps for it, and goods that came back there', () => {
    const reserved = withChange(full, 'coupons.0.reservationId', EMPTY.saleId)
    const exchanging = withChange(reserved, 'exchange', { refundId: EMPTY.saleId, totals: { totalMinor: 99_900 } })
    expect(readHeldBasket(JSON.stringify(exchanging))).toEqual(full)
  })
})
