import type { Basket } from '#core/basket/basket.ts'
import { discountLine, discountOrder } from '#core/basket/give-discount.ts'
import { overridePrice } from '#core/basket/override-price.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { makeSellingRules } from '#core/basket/selling-rules.ts'
import { reasonsOf } from '#core/catalogue/reasons.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { galleryBasket, galleryPolicy } from '#kiosk/gallery/shop.ts'
import { selling } from '#kiosk/gallery/stories.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import type { PrivilegedAction } from '#kiosk/state/privileged.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

const rules = makeSellingRules(undefined, [
  {
    id: 1,
    name: 'Biscuits 2 for 2.50',
    isActive: true,
    offer: { kind: 'multi_buy', items: { kind: 'products', ids: [2] }, count: 2, priceMinor: 250 },
  },
])

const opened = { date: '2026-03-14', time: '13:20', weekday: 6, nowIso: '2026-03-14T13:20:00.000Z' }
const customer = { id: 31, name: 'Jane Doe', phoneEnd: '4321', groupIds: [1], loyaltyPoints: 120 }
const found: readonly SaleCustomer[] = [
  customer,
  { id: 32, name: 'Janet Okonkwo-Fitzgerald', phoneEnd: '0019', groupIds: [], loyaltyPoints: 1 },
  { id: 33, name: 'Jane Dorset', phoneEnd: '', groupIds: [], loyaltyPoints: 15_420 },
]
const spring = {
  id: 5,
  code: 'SPRING',
  off: { kind: 'percent', ratePpm: 100_000 },
  isActive: true,
  isStackable: true,
  minimumMinor: 500_000,
} as const

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

const reduced = (lines: number): Basket => {
  const basket: Basket = { ...galleryBasket(lines), openedLocal: opened, customer, coupons: [{ coupon: spring }] }
  const line = must(discountLine(basket, 3, { off: { kind: 'percent', ratePpm: 100_000 }, reason: 'Short date' }))
  const price = must(overridePrice(line, 5, { priceMinor: 150, reason: 'Wrong shelf label' }))
  return must(discountOrder(price, { off: { kind: 'amount', amountMinor: 100 }, reason: 'Goodwill' }))
}

const offers = (lines: number, change: Partial<TillState> = {}): TillState => {
  const basket = reduced(lines)
  return selling(lines, { rules, basket, priced: priceBasket(basket, rules), notice: undefined, ...change })
}

const half: Extract<PrivilegedAction, { reason: string }> = {
  type: 'line_discount',
  line: 7,
  off: { kind: 'percent', ratePpm: 500_000 },
  reason: '',
}
const behind = { screen: { name: 'sell' }, entry: '', notice: undefined } as const

const asking = (operatorNumber: number | undefined, change: Partial<TillState>): TillState =>
  selling(7, {
    screen: {
      name: 'authorise',
      action: { ...half, reason: 'Damaged packing' },
      permission: 'override_discount_limit',
      operatorNumber,
      behind,
    },
    ...change,
  })

/** Discounts, prices, exemptions, and the manager who allows them. */
export const offerStories: Readonly<Record<string, TillState>> = {
  'sell-offers': offers(7, { notice: good('discount_given') }),
  'sell-offers-long': offers(40),
  'sell-offers-part-paid': offers(7, {
    tenders: [{ kind: 'cash', amountMinor: 500, givenMinor: 500, changeMinor: 0 }],
  }),
  reason: selling(7, {
    screen: {
      name: 'reason',
      action: half,
      reasons: reasonsOf(galleryPolicy, 'discount'),
      selected: 1,
      from: behind.screen,
    },
    notice: undefined,
  }),
  authorise: asking(undefined, { notice: info('manager_needed') }),
  'authorise-pin': asking(9, { entry: '123', notice: undefined }),
  'authorise-refused': asking(undefined, { notice: bad('authorisation_may_not') }),
  coupon: offers(7, { screen: { name: 'coupon', selected: 0 }, entry: 'WELC' }),
  customer: selling(7, {
    screen: { name: 'customer', searchId: undefined, found: [], selected: 0 },
    entry: 'jane',
    notice: undefined,
  }),
  'customer-list': offers(7, {
    screen: { name: 'customer', searchId: undefined, found, selected: 1 },
    notice: info('customers_found', { count: found.length }),
  }),
  buyer: selling(7, {
    screen: { name: 'buyer', field: 'tax_id', typed: { name: 'Acme Trading Company of Bristol Ltd', taxId: '' } },
    entry: 'GB123',
    notice: undefined,
  }),
  'points-tender': offers(7, {
    screen: { name: 'points_tender', points: 120, amountMinor: 1200 },
    notice: info('hub_asked'),
  }),
  'tender-tax-changed': selling(20, {
    screen: { name: 'tender' },
    notice: bad('tax_changed', { totalMinor: 12_345 }),
  }),
  exemption: selling(7, { screen: { name: 'exemption' }, entry: 'EX-2026-77', notice: undefined }),
}
