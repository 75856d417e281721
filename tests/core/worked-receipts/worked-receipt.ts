/**
 * One receipt from a published example. Money is in minor units of `currency`, rates are parts per million.
 * The README beside this file says what each field means and what may stand in `expected`.
 */
export type WorkedReceipt = {
  readonly id: string
  readonly topic: WorkedTopic
  readonly title: string
  readonly source: WorkedSource
  /** How the example was put into these fields, where that is not obvious. */
  readonly note?: string
  readonly currency: string
  readonly taxGroups: readonly WorkedTaxGroup[]
  readonly taxRounding: { readonly level: 'line' | 'receipt'; readonly mode: WorkedRoundingMode }
  readonly lines: readonly WorkedLine[]
  readonly orderDiscount?: WorkedDiscount
  readonly promotions?: readonly WorkedPromotion[]
  readonly coupons?: readonly WorkedCoupon[]
  readonly loyalty?: WorkedLoyalty
  /** The smallest coin in minor units; the cash due is the nearest multiple of it. */
  readonly smallestCoinMinor?: number
  readonly refunds?: readonly WorkedRefund[]
  readonly expected: WorkedExpectation
}

type WorkedTopic = 'tax' | 'discount' | 'promotion' | 'coupon' | 'refund' | 'cash-rounding' | 'loyalty' | 'deposit'

type WorkedSource = {
  readonly title: string
  readonly section: string
  readonly address: string
  readonly checked: 'read' | 'from memory of the source, arithmetic verified'
}

type WorkedRoundingMode = 'half_up' | 'half_even' | 'half_down' | 'up' | 'down' | 'floor' | 'ceiling'

type WorkedTaxGroup = {
  readonly id: string
  readonly name: string
  readonly isInclusive: boolean
  /** Empty when nothing is due on the goods of the group. */
  readonly rates: readonly WorkedTaxRate[]
}

type WorkedTaxRate = {
  readonly id: string
  readonly name: string
  readonly ratePpm: number
  /** Charged on the price with the rates before it, not on the price alone. */
  readonly isCompound?: boolean
}

type WorkedQuantity =
  | { readonly unit: 'piece'; readonly count: number }
  | { readonly unit: 'gram'; readonly weightGrams: number }

export type WorkedLine = {
  readonly name: string
  /** For grams the price of a kilogram. Negative only where `isReturn` is set. */
  readonly unitPriceMinor: number
  readonly quantity: WorkedQuantity
  readonly taxGroupId: string
  readonly productId?: string
  readonly departmentId?: string
  readonly lineDiscount?: WorkedDiscount
  /** Goods taken back in the same ticket. */
  readonly isReturn?: boolean
  /** A deposit on the container, not a price of goods. */
  readonly isDeposit?: boolean
}

type WorkedDiscount =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'percent'; readonly ratePpm: number }

/** `productIds` names the goods a promotion is for; without it, all of them. */
export type WorkedPromotion = { readonly id: string; readonly productIds?: readonly string[] } & (
  | { readonly kind: 'percent'; readonly ratePpm: number }
  | { readonly kind: 'amount_off'; readonly amountMinor: number }
  | {
      readonly kind: 'buy_x_get_y'
      readonly buyCount: number
      readonly getCount: number
      /** How much is taken off the goods one gets; 1,000,000 makes them free. */
      readonly ratePpm: number
    }
  | { readonly kind: 'multi_buy'; readonly count: number; readonly priceMinor: number }
  | {
      readonly kind: 'mix_and_match'
      readonly groups: readonly { readonly productIds: readonly string[]; readonly count: number }[]
      readonly priceMinor: number
    }
  | {
      readonly kind: 'threshold'
      /** Measured on the goods of the promotion, after the promotions of single goods. */
      readonly minimumMinor: number
      readonly reward: WorkedDiscount
    }
)

export type WorkedCoupon = {
  readonly code: string
  readonly minimumMinor?: number
  readonly maxOffMinor?: number
  /** Paid back to the shop by somebody else: the customer pays less, the taxable value stays. */
  readonly isManufacturer?: boolean
  readonly productIds?: readonly string[]
} & WorkedDiscount

type WorkedLoyalty = {
  /** One point for each full amount of this size. */
  readonly earnEveryMinor: number
  /** Whether parts of a point are dropped for each line or once for the receipt. */
  readonly earnLevel: 'line' | 'receipt'
}

type WorkedRefund = {
  readonly lines: readonly { readonly index: number; readonly count: number }[]
  readonly expected: { readonly taxMinor?: number; readonly totalMinor: number }
}

type WorkedExpectation = {
  readonly lines?: readonly WorkedLineExpectation[]
  readonly subtotalMinor?: number
  readonly discountMinor?: number
  readonly taxes?: readonly { readonly rateId: string; readonly netMinor?: number; readonly taxMinor?: number }[]
  readonly taxMinor?: number
  readonly totalMinor?: number
  readonly cashDueMinor?: number
  readonly roundingMinor?: number
  readonly changeMinor?: number
  readonly pointsEarned?: number
}

/** Stands at the index of its line; an empty object where the source says nothing of the line. */
type WorkedLineExpectation = {
  readonly grossMinor?: number
  readonly netMinor?: number
  readonly taxMinor?: number
  readonly discountMinor?: number
}
