import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Promotion } from '#core/promotion/promotion.ts'

/** Coupons that all tills share: of some there are few, so that two tills want the last one. */
export const coupons: readonly [Coupon, ...Coupon[]] = [
  { id: 1, code: 'FEW', off: { kind: 'amount', amountMinor: 50 }, isActive: true, isStackable: true, usesMax: 3 },
  { id: 2, code: 'SOME', off: { kind: 'percent', ratePpm: 100_000 }, isActive: true, isStackable: true, usesMax: 12 },
  { id: 3, code: 'ALWAYS', off: { kind: 'percent', ratePpm: 33_333 }, isActive: true, isStackable: true },
]

export const promotions: readonly Promotion[] = [
  {
    id: 1,
    name: 'Three of the first',
    isActive: true,
    offer: { kind: 'multi_buy', items: { kind: 'products', ids: [1, 2, 3, 4, 5] }, count: 3, priceMinor: 200 },
  },
  {
    id: 2,
    name: 'One of two',
    isActive: true,
    offer: {
      kind: 'buy_x_get_y',
      buy: { kind: 'products', ids: [7, 8, 9] },
      buyCount: 1,
      get: { kind: 'products', ids: [7, 8, 9, 10] },
      getCount: 1,
      ratePpm: 1_000_000,
    },
  },
  {
    id: 3,
    name: 'Much',
    isActive: true,
    offer: {
      kind: 'threshold',
      items: { kind: 'all' },
      minimumMinor: 5_000,
      off: { kind: 'percent', ratePpm: 70_000 },
    },
  },
]

/** Somebody who is known to the shop. */
export interface ShopCustomer {
  readonly id: number
  readonly name: string
  readonly phone: string
  readonly points: number
}

/** Few, so that tills want the same points at once. */
export const customers: readonly [ShopCustomer, ...ShopCustomer[]] = [
  { id: 1, name: 'Ada Brook', phone: '+49 30 5550101', points: 300 },
  { id: 2, name: 'Ben Adair', phone: '+49 30 5550102', points: 40 },
]

/** The bottle that packed goods come in. */
export const deposit: Product = {
  id: 90,
  name: 'Deposit',
  sku: 'D90',
  barcodes: [],
  priceMinor: 25,
  priceUnit: 'piece',
  departmentId: 1,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: 90,
  isActive: true,
  rules: { isDeposit: true },
}
