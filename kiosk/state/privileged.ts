import {
  discountableLineMinor,
  discountableMinor,
  isBeyondDiscountLimit,
  isWithinLimit,
} from '#core/basket/give-discount.ts'
import { hasUnapprovedPrice } from '#core/basket/override-price.ts'
import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import type { Off } from '#core/promotion/promotion.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { CodeFacts, PendingItem } from '#kiosk/state/named-product.ts'
import { isTooOld } from '#kiosk/state/refund-age.ts'
import type { PendingRefund, RefundGoods, RefundPlan, RefundSubject } from '#kiosk/state/refund-screens.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/**
 * What not everybody at a till may do: one act each, with all that it takes to carry it out later. A new act is a line
 * here, one in `permissionRules`, one among the runners of `perform.ts`, and its words in kiosk/text.
 */
export type PrivilegedAction =
  | {
      readonly type: 'line_discount'
      readonly line: number
      /** Left out: the discount is taken back. */
      readonly off: Off | undefined
      readonly reason: string
    }
  | { readonly type: 'order_discount'; readonly off: Off | undefined; readonly reason: string }
  | { readonly type: 'price_override'; readonly line: number; readonly priceMinor: number; readonly reason: string }
  | { readonly type: 'find_customer'; readonly text: string }
  /** A weight that is typed in place of the scale's: of a product, or of a line. */
  | {
      readonly type: 'keyed_weight'
      readonly productId: number
      readonly code: string
      readonly weightGrams: number
      readonly facts?: CodeFacts
    }
  | { readonly type: 'keyed_weight_of_line'; readonly line: number; readonly weightGrams: number }
  | { readonly type: 'open_shift'; readonly floatMinor: number; readonly businessDate: string }
  /** From selling to the payment, by the key that was pressed; `typed` is the amount before it. */
  | { readonly type: 'take_payment'; readonly by: 'total' | 'cash' | 'card' | 'tenders'; readonly typed: string }
  | { readonly type: 'tax_exemption'; readonly certificate: string }
  | { readonly type: 'sell_expired'; readonly item: PendingItem; readonly lastDate: string }
  /** Something goes back, with or without a receipt. */
  | {
      readonly type: 'refund'
      readonly plan: RefundPlan
      readonly goods: RefundGoods
      readonly reason: string
      readonly subjectId: string
    }
  /** Its money goes, perhaps beyond the policy. */
  | {
      readonly type: 'refund_money'
      readonly pending: PendingRefund
      readonly isBeyond: boolean
      readonly subjectId: string
    }
  /** What a card should have had goes back in cash. */
  | { readonly type: 'refund_card_in_cash'; readonly pending: PendingRefund; readonly subjectId: string }
  /** Refunds wait no longer for these tills. */
  | { readonly type: 'release_tills'; readonly tills: readonly string[]; readonly subjectId: string }
  /** Money goes back without the hub, at the shop's risk. */
  | { readonly type: 'refund_at_risk'; readonly amountMinor: number; readonly subjectId: string }
  | {
      readonly type: 'void_sale'
      readonly subject: RefundSubject
      readonly refundId: string
      readonly reason: string
      readonly subjectId: string
    }
  | {
      readonly type: 'cash_movement'
      readonly kind: CashMovementKind
      readonly amountMinor: number
      readonly reason: string
    }
  | { readonly type: 'close_shift' }
  | { readonly type: 'x_report' }
  | { readonly type: 'list_reports' }

/** One act by its name. */
export type ActionOf<T extends PrivilegedAction['type']> = Extract<PrivilegedAction, { type: T }>

/** What a manager has allowed: who, and by which permission. Undefined where nobody had to. */
export type Approval = { readonly permission: Permission; readonly authorisedBy: number } | undefined

type Needs<T extends PrivilegedAction['type']> = (state: TillState, action: ActionOf<T>) => readonly Permission[]

const discount = ({ policy }: TillState, off: Off | undefined, ofMinor: number): readonly Permission[] =>
  off === undefined || isWithinLimit(off, ofMinor, policy.discountLimitPpm)
    ? ['apply_discounts']
    : ['override_discount_limit', 'apply_discounts']

const cashPermissions: Readonly<Record<CashMovementKind, Permission>> = {
  no_sale: 'no_sale',
  paid_in: 'paid_in_out',
  paid_out: 'paid_in_out',
  drop: 'cash_drop',
}

/** What each act takes; the first that somebody lacks is the one that is asked for. */
const permissionRules: { readonly [T in PrivilegedAction['type']]: Needs<T> } = {
  line_discount: (state, { line, off }) =>
    discount(state, off, state.basket === undefined ? 0 : discountableLineMinor(state.basket, line)),
  order_discount: (state, { off }) =>
    discount(state, off, state.basket === undefined ? 0 : discountableMinor(state.basket)),
  price_override: () => ['override_prices'],
  find_customer: () => ['view_customers'],
  keyed_weight: () => ['manual_weight'],
  keyed_weight_of_line: () => ['manual_weight'],
  open_shift: () => ['open_shift'],
  take_payment: ({ basket, policy }) => [
    ...(basket !== undefined && isBeyondDiscountLimit(basket, policy.discountLimitPpm)
      ? (['override_discount_limit'] as const)
      : []),
    ...(basket !== undefined && hasUnapprovedPrice(basket) ? (['override_prices'] as const) : []),
    'process_sales',
    'process_payments',
  ],
  tax_exemption: () => ['exempt_tax'],
  sell_expired: () => ['sell_expired'],
  refund: (state, { plan: { subject } }) => {
    if (subject === undefined) return ['return_without_receipt']
    return isTooOld(state, subject) ? ['refund_beyond_policy', 'refund_sales'] : ['refund_sales']
  },
  refund_money: (_state, { isBeyond }) => (isBeyond ? ['refund_beyond_policy'] : []),
  refund_card_in_cash: () => ['refund_beyond_policy'],
  release_tills: () => ['refund_beyond_policy'],
  refund_at_risk: () => ['refund_beyond_policy'],
  void_sale: () => ['void_sales'],
  cash_movement: (_state, { kind }) => [cashPermissions[kind]],
  close_shift: () => ['close_shift'],
  x_report: () => ['z_report'],
  list_reports: () => ['z_report'],
}

/** All that somebody needs to carry an act out. */
export const permissionsFor = (state: TillState, action: PrivilegedAction): readonly Permission[] => {
  // The table has a rule for each act; TypeScript cannot see that the act fits the rule it is looked up by.
  const needs = permissionRules[action.type] as (state: TillState, action: PrivilegedAction) => readonly Permission[]
  return needs(state, action)
}
