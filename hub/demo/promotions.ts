import type { Product } from '#core/catalogue/product.ts'
import type { CustomerGroup } from '#core/customer/customer.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { departmentIdOf } from '#hub/demo/departments.ts'

/** Members of the shop's club, and the staff of the restaurant next door, which buys on account and without sales tax. */
export const CLUB_GROUP_ID = 1
export const TRADE_GROUP_ID = 2

export const demoCustomerGroups: readonly CustomerGroup[] = [
  { id: CLUB_GROUP_ID, name: 'Maple Club', isActive: true },
  { id: TRADE_GROUP_ID, name: 'Trade', isActive: true },
]

const departmentIds = (...names: readonly string[]): number[] => names.map(departmentIdOf)

/** The first products of a department whose names end so: an offer speaks of a shelf, not of everything. */
const productIds = (products: readonly Product[], department: string, ending: string): number[] => {
  const departmentId = departmentIdOf(department)
  const shelf = products.filter((product) => product.departmentId === departmentId && product.name.endsWith(ending))
  return shelf.slice(0, 100).map(({ id }) => id)
}

const setOffers = (products: readonly Product[]): Promotion[] => [
  {
    id: 1,
    name: 'Any 2 bottles of 2 L for 2.50',
    isActive: true,
    offer: {
      kind: 'multi_buy',
      items: { kind: 'products', ids: productIds(products, 'Drinks', ' 2 L') },
      count: 2,
      priceMinor: 250,
    },
  },
  {
    id: 2,
    name: 'Candy: buy 2, get 1 free',
    isActive: true,
    offer: {
      kind: 'buy_x_get_y',
      buy: { kind: 'departments', ids: departmentIds('Candy') },
      buyCount: 2,
      get: { kind: 'departments', ids: departmentIds('Candy') },
      getCount: 1,
      ratePpm: 1_000_000,
    },
  },
  {
    id: 3,
    name: 'Chips and a drink for 3.00',
    isActive: true,
    offer: {
      kind: 'mix_and_match',
      parts: [
        { items: { kind: 'products', ids: productIds(products, 'Snacks', ' 11.5 oz') }, count: 1 },
        { items: { kind: 'products', ids: productIds(products, 'Drinks', ' 20 oz') }, count: 1 },
      ],
      off: { kind: 'price', priceMinor: 300 },
    },
  },
]

const otherOffers: readonly Promotion[] = [
  {
    id: 4,
    name: 'Evening bread 20% off',
    isActive: true,
    offer: {
      kind: 'percent_off',
      items: { kind: 'departments', ids: departmentIds('Bread') },
      ratePpm: 200_000,
    },
    window: { fromTime: '19:00', toTime: '22:00' },
  },
  {
    id: 5,
    name: '5.00 off 40.00 of household',
    isActive: true,
    offer: {
      kind: 'threshold',
      items: { kind: 'departments', ids: departmentIds('Household', 'Paper') },
      minimumMinor: 4_000,
      off: { kind: 'amount', amountMinor: 500 },
    },
  },
  {
    id: 6,
    name: 'Club: 10% off produce',
    isActive: true,
    offer: {
      kind: 'percent_off',
      items: { kind: 'departments', ids: departmentIds('Produce') },
      ratePpm: 100_000,
    },
    customerGroupIds: [CLUB_GROUP_ID],
  },
]

/** What is on offer in the demo shop: one of each kind. */
export const demoPromotions = (products: readonly Product[]): Promotion[] => [...setOffers(products), ...otherOffers]

/** The coupons that customers of the demo shop bring. */
export const demoCoupons: readonly Coupon[] = [
  {
    id: 1,
    code: 'SAVE10',
    name: '10% off, 10.00 at most',
    off: { kind: 'percent', ratePpm: 100_000 },
    maxOffMinor: 1_000,
    isActive: true,
    isStackable: true,
  },
  {
    id: 2,
    code: 'WELCOME5',
    name: '5.00 off 25.00',
    off: { kind: 'amount', amountMinor: 500 },
    minimumMinor: 2_500,
    isActive: true,
    isStackable: false,
  },
  {
    id: 3,
    code: 'FIRST100',
    name: '2.00 off for the first hundred',
    off: { kind: 'amount', amountMinor: 200 },
    usesMax: 100,
    isActive: true,
    isStackable: true,
  },
  {
    id: 4,
    code: 'SUMMER24',
    name: 'Summer 2024',
    off: { kind: 'percent', ratePpm: 150_000 },
    expiresAt: '2024-09-01T04:00:00.000Z',
    isActive: true,
    isStackable: true,
  },
]
