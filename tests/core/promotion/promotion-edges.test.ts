import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { couponSchema } from '#core/promotion/coupon.ts'
import { offSchema, PROMOTIONS_MAX, promotionSchema, WHOLE_PPM } from '#core/promotion/promotion.ts'
import { selectorSchema } from '#core/promotion/selector.ts'
import { withChange } from '#tests/support/with-change.ts'

const PRICE_MAX = 99_999_999
const copies = (count: number, item: unknown): unknown[] => Array<unknown>(count).fill(item)
const all = { kind: 'all' }

const offers = {
  percent: { kind: 'percent_off', items: all, ratePpm: 1_000_000 },
  amount: { kind: 'amount_off', items: all, amountMinor: PRICE_MAX },
  buy: { kind: 'buy_x_get_y', buy: all, buyCount: 99, get: all, getCount: 99, ratePpm: 1 },
  multi: { kind: 'multi_buy', items: all, count: 99, priceMinor: PRICE_MAX },
  mix: { kind: 'mix_and_match', parts: copies(6, { items: all, count: 99 }), off: { kind: 'percent', ratePpm: 1 } },
  meal: { kind: 'mix_and_match', parts: [{ items: all, count: 1 }], off: { kind: 'price', priceMinor: 0 } },
  over: { kind: 'threshold', items: all, minimumMinor: 0, off: { kind: 'percent', ratePpm: 1 }, maxOffMinor: 1 },
}

const row = (offer: unknown, more: Record<string, unknown> = {}) => ({
  id: 1,
  name: 'x'.repeat(60),
  isActive: false,
  offer,
  ...more,
})

const window = { fromDate: '2026-01-01', toDate: '2026-12-31', weekdays: [1, 7], fromTime: '00:00', toTime: '23:59' }
const windowed = row(offers.percent, { window, customerGroupIds: copies(32, 1), usesPerSaleMax: 9_999 })

describe('a promotion may be', () => {
  it.each(Object.entries(offers))('%s', (_name, offer) => {
    expect(Check(promotionSchema, row(offer))).toBe(true)
  })

  it.each([
    ['window', undefined],
    ['window', {}],
    ['window.fromDate', '2026-09-09'],
    ['window.fromDate', '2026-10-10'],
    ['window.toDate', '2026-12-30'],
    ['window.fromTime', '19:00'],
    ['window.toTime', '20:59'],
    ['customerGroupIds', undefined],
    ['usesPerSaleMax', 1],
    ['name', 'x'],
  ])('limited: %s (case %#)', (path, value) => {
    expect(Check(promotionSchema, windowed)).toBe(true)
    expect(Check(promotionSchema, withChange(windowed, path, value))).toBe(true)
  })

  it('one of 200 that take off the whole at the most', () => {
    expect(PROMOTIONS_MAX).toBe(200)
    expect(WHOLE_PPM).toBe(1_000_000)
  })
})

describe('a promotion is refused', () => {
  it.each([
    ['id', 0],
    ['id', undefined],
    ['name', ''],
    ['isActive', undefined],
    ['offer', undefined],
    ['usesPerSaleMax', 10_000],
    ['customerGroupIds', []],
    ['customerGroupIds', [0]],
    ['customerGroupIds', copies(33, 1)],
    ['window.fromDate', '2026-00-10'],
    ['window.fromDate', 'x2026-01-10'],
    ['window.toDate', '2026-01-32'],
    ['window.toDate', '2026-01-00'],
    ['window.toDate', '2026-01-01x'],
    ['window.weekdays', []],
    ['window.weekdays', [0]],
    ['window.weekdays', copies(8, 1)],
    ['window.fromTime', '9:00'],
    ['window.fromTime', '09:60'],
    ['window.toTime', '24:00'],
    ['window.toTime', '023:00'],
    ['window.toTime', '23:000'],
  ])('with another %s (case %#)', (path, value) => {
    expect(Check(promotionSchema, withChange(windowed, path, value))).toBe(false)
  })

  it.each([
    ['percent', 'items', undefined],
    ['percent', 'ratePpm', undefined],
    ['amount', 'amountMinor', 0],
    ['amount', 'amountMinor', PRICE_MAX + 1],
    ['amount', 'items', undefined],
    ['buy', 'buy', undefined],
    ['buy', 'get', undefined],
    ['buy', 'buyCount', 0],
    ['buy', 'buyCount', 100],
    ['buy', 'getCount', 0],
    ['buy', 'getCount', 100],
    ['buy', 'ratePpm', 0],
    ['multi', 'count', 100],
    ['multi', 'priceMinor', -1],
    ['multi', 'priceMinor', PRICE_MAX + 1],
    ['multi', 'items', undefined],
    ['mix', 'parts', copies(7, { items: all, count: 1 })],
    ['mix', 'parts.0.count', 0],
    ['mix', 'parts.0.items', undefined],
    ['mix', 'off.ratePpm', 1_000_001],
    ['mix', 'off.kind', ''],
    ['meal', 'off.priceMinor', -1],
    ['meal', 'off.kind', ''],
    ['meal', 'off', undefined],
    ['over', 'items', undefined],
    ['over', 'minimumMinor', -1],
    ['over', 'minimumMinor', PRICE_MAX + 1],
    ['over', 'maxOffMinor', 0],
    ['over', 'off.ratePpm', 0],
    ['over', 'off.kind', ''],
    ['over', 'kind', ''],
    ['multi', 'kind', ''],
    ['meal', 'kind', ''],
    ['percent', 'kind', ''],
    ['amount', 'kind', ''],
    ['buy', 'kind', ''],
  ] as const)('of %s with another %s (case %#)', (name, path, value) => {
    expect(Check(promotionSchema, row(withChange(offers[name], path, value)))).toBe(false)
  })
})

describe('a coupon', () => {
  const coupon = {
    id: 1,
    code: 'x'.repeat(50),
    name: 'x'.repeat(60),
    off: { kind: 'amount', amountMinor: 1 },
    maxOffMinor: PRICE_MAX,
    minimumMinor: 0,
    isActive: true,
    expiresAt: '2026-03-31T22:00:00.000Z',
    isStackable: true,
    usesMax: 1_000_000_000,
    items: { kind: 'products', ids: [1] },
    customerGroupIds: [1],
  }

  it.each(['name', 'maxOffMinor', 'minimumMinor', 'expiresAt', 'usesMax', 'items', 'customerGroupIds'])(
    'may be without %s',
    (path) => {
      expect(Check(couponSchema, coupon)).toBe(true)
      expect(Check(couponSchema, withChange(coupon, path, undefined))).toBe(true)
    },
  )

  it.each([
    ['id', 0],
    ['code', 'x'.repeat(51)],
    ['code', undefined],
    ['name', ''],
    ['name', 'x'.repeat(61)],
    ['off', undefined],
    ['off.amountMinor', 0],
    ['maxOffMinor', 0],
    ['maxOffMinor', PRICE_MAX + 1],
    ['minimumMinor', -1],
    ['minimumMinor', PRICE_MAX + 1],
    ['isActive', undefined],
    ['isStackable', undefined],
    ['expiresAt', '2026-03-31'],
    ['usesMax', 1_000_000_001],
    ['items', { kind: 'products', ids: [] }],
    ['customerGroupIds', []],
  ])('is refused with another %s (case %#)', (path, value) => {
    expect(Check(couponSchema, withChange(coupon, path, value))).toBe(false)
  })
})

describe('what comes off', () => {
  it.each([
    [{ kind: 'amount', amountMinor: 1 }, true],
    [{ kind: 'amount', amountMinor: PRICE_MAX }, true],
    [{ kind: 'amount', amountMinor: PRICE_MAX + 1 }, false],
    [{ kind: 'amount' }, false],
    [{ kind: 'percent', ratePpm: 1 }, true],
    [{ kind: 'percent', ratePpm: 1_000_000 }, true],
    [{ kind: 'percent', ratePpm: 1_000_001 }, false],
    [{ kind: 'percent' }, false],
    [{ kind: '', amountMinor: 1 }, false],
    [{ kind: '', ratePpm: 1 }, false],
    [{}, false],
  ])('%j: %s', (off, isGood) => {
    expect(Check(offSchema, off)).toBe(isGood)
  })
})

describe('a selector', () => {
  const ids = Array.from({ length: 200 }, (_, index) => index + 1)

  it.each([
    [{ kind: 'all' }, true],
    [{ kind: 'all', exceptProductIds: [] }, true],
    [{ kind: 'all', exceptProductIds: [0] }, false],
    [{ kind: 'all', exceptProductIds: ids }, true],
    [{ kind: 'all', exceptProductIds: [...ids, 201] }, false],
    [{ kind: 'products', ids }, true],
    [{ kind: 'products', ids: [...ids, 201] }, false],
    [{ kind: 'products', ids: [0] }, false],
    [{ kind: 'products', ids: [] }, false],
    [{ kind: 'products' }, false],
    [{ kind: 'products', ids: [1], exceptProductIds: [0] }, false],
    [{ kind: 'departments', ids: [1], exceptProductIds: [2] }, true],
    [{ kind: 'departments', ids: [1], exceptProductIds: ['2'] }, false],
    [{ kind: 'departments', ids: [0] }, false],
    [{ kind: 'departments' }, false],
    [{ kind: '', ids: [1] }, false],
    [{}, false],
  ])('case %#', (selector, isGood) => {
    expect(Check(selectorSchema, selector)).toBe(isGood)
  })
})
