import type { Basket, BasketLine } from '#core/basket/basket.ts'
import { makeSellingRules, type SellingRules } from '#core/basket/selling-rules.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import type { Offer, Promotion } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type {
  WorkedCoupon,
  WorkedLine,
  WorkedPromotion,
  WorkedReceipt,
} from '#tests/core/worked-receipts/worked-receipt.ts'

const OPENED_AT = '2026-03-02T10:00:00.000Z'

/** Numbers for the ids that a receipt names in words, from 1 in the order in which they come. */
class Numbers {
  readonly #numbers = new Map<string, number>()

  of(id: string): number {
    const known = this.#numbers.get(id)
    if (known !== undefined) return known
    this.#numbers.set(id, this.#numbers.size + 1)
    return this.#numbers.size
  }
}

/** The numbers of one receipt. */
export interface WorkedNumbers {
  readonly groups: Numbers
  readonly rates: Numbers
  readonly products: Numbers
}

export const workedNumbers = (): WorkedNumbers => ({
  groups: new Numbers(),
  rates: new Numbers(),
  products: new Numbers(),
})

const taxGroupsOf = (receipt: WorkedReceipt, numbers: WorkedNumbers): TaxGroup[] =>
  receipt.taxGroups.map(({ id, name, isInclusive, rates }) => ({
    id: numbers.groups.of(id),
    name,
    isInclusive,
    rates: rates.map((rate) => ({
      id: numbers.rates.of(rate.id),
      name: rate.name,
      ratePpm: rate.ratePpm,
      ...(rate.isCompound === true ? { isCompound: true as const } : {}),
    })),
  }))

const lineOf = (line: WorkedLine, index: number, numbers: WorkedNumbers): BasketLine => ({
  line: index + 1,
  productId: numbers.products.of(line.productId ?? `line ${index}`),
  departmentId: null,
  code: '',
  name: line.name,
  quantity: line.quantity,
  quantitySource: 'keyed',
  unitPriceMinor: line.unitPriceMinor,
  priceSource: 'catalogue',
  taxGroupId: numbers.groups.of(line.taxGroupId),
  ageLimitYears: null,
  isVoided: false,
  ...(line.lineDiscount === undefined ? {} : { discount: line.lineDiscount }),
  ...(line.isDeposit === true ? { kind: 'deposit' as const, isDiscountable: false as const } : {}),
  ...(line.isReturn === true ? { kind: 'empties' as const, isDiscountable: false as const } : {}),
})

const selectorOf = (productIds: readonly string[] | undefined, { products }: WorkedNumbers): Selector =>
  productIds === undefined ? { kind: 'all' } : { kind: 'products', ids: productIds.map((id) => products.of(id)) }

const offerOf = (promotion: WorkedPromotion, numbers: WorkedNumbers): Offer => {
  const items = selectorOf(promotion.productIds, numbers)
  switch (promotion.kind) {
    case 'percent':
      return { kind: 'percent_off', items, ratePpm: promotion.ratePpm }
    case 'amount_off':
      return { kind: 'amount_off', items, amountMinor: promotion.amountMinor }
    case 'buy_x_get_y': {
      const { buyCount, getCount, ratePpm } = promotion
      return { kind: 'buy_x_get_y', buy: items, buyCount, get: items, getCount, ratePpm }
    }
    case 'multi_buy':
      return { kind: 'multi_buy', items, count: promotion.count, priceMinor: promotion.priceMinor }
    case 'mix_and_match': {
      const parts = promotion.groups.map(({ productIds, count }) => ({ items: selectorOf(productIds, numbers), count }))
      return { kind: 'mix_and_match', parts, off: { kind: 'price', priceMinor: promotion.priceMinor } }
    }
    case 'threshold':
      return { kind: 'threshold', items, minimumMinor: promotion.minimumMinor, off: promotion.reward }
  }
}

const promotionsOf = (receipt: WorkedReceipt, numbers: WorkedNumbers): Promotion[] =>
  (receipt.promotions ?? []).map((promotion, index) => ({
    id: index + 1,
    name: promotion.id,
    isActive: true,
    offer: offerOf(promotion, numbers),
  }))

const couponOf = (coupon: WorkedCoupon, index: number, numbers: WorkedNumbers): Coupon => ({
  id: index + 1,
  code: coupon.code.toUpperCase(),
  off:
    coupon.kind === 'amount'
      ? { kind: 'amount', amountMinor: coupon.amountMinor }
      : { kind: 'percent', ratePpm: coupon.ratePpm },
  ...(coupon.minimumMinor === undefined ? {} : { minimumMinor: coupon.minimumMinor }),
  ...(coupon.maxOffMinor === undefined ? {} : { maxOffMinor: coupon.maxOffMinor }),
  ...(coupon.productIds === undefined ? {} : { items: selectorOf(coupon.productIds, numbers) }),
  isActive: true,
  isStackable: true,
})

/** What somebody else pays for the customer is a voucher here: a tender, which leaves the taxable value as it is. */
export const isVoucher = (coupon: WorkedCoupon): boolean => coupon.isManufacturer === true

/** A worked receipt as a basket of this shop, and the rules it is priced by. */
export const workedBasket = (
  receipt: WorkedReceipt,
  numbers: WorkedNumbers,
): { readonly basket: Basket; readonly rules: SellingRules } => {
  const lines = receipt.lines.map((line, index) => lineOf(line, index, numbers))
  const coupons = (receipt.coupons ?? []).filter((coupon) => !isVoucher(coupon))
  return {
    basket: {
      saleId: '019aa0c0-0000-7000-8000-000000000001',
      openedAt: OPENED_AT,
      heldBasketId: null,
      lines,
      taxGroups: taxGroupsOf(receipt, numbers),
      openedLocal: promotionTimeOf('2026-03-02 10:00', OPENED_AT),
      coupons: coupons.map((coupon, index) => ({ coupon: couponOf(coupon, index, numbers) })),
      ...(receipt.orderDiscount === undefined
        ? {}
        : { orderDiscount: { off: receipt.orderDiscount, reason: 'example' } }),
    },
    rules: {
      ...PLAIN_RULES,
      promotions: makeSellingRules(undefined, promotionsOf(receipt, numbers)).promotions,
      taxRounding: receipt.taxRounding,
    },
  }
}
