import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** What the result line can say besides a refusal; kiosk/text has words for each. */
export const noticeKeys = [
  'authorisation_locked',
  'authorisation_may_not',
  'basket_cancelled',
  'basket_held',
  'basket_held_without_coupon',
  'basket_recalled',
  'account_customer_first',
  'card_approved',
  'card_declined',
  'card_given_back',
  'card_late',
  'card_not_charged',
  'card_unknown',
  'card_wait',
  'cash_goes_out',
  'count_first',
  'count_again',
  'cash_moved',
  'coupon_asking',
  'coupon_attached',
  'coupon_late',
  'coupon_needs_hub',
  'coupon_none',
  'coupon_removed',
  'coupons_full',
  'customer_asking',
  'customer_attached',
  'customer_detached',
  'customer_none',
  'customer_not_attached',
  'customers_found',
  'date_confirm_first',
  'discount_given',
  'discount_taken_back',
  'entry_open',
  'exact_offered',
  'exact_offered_other',
  'give_back_blocks',
  'give_back_none',
  'held_full',
  'held_none',
  'hub_wait',
  'hub_asked',
  'hub_needed',
  'hub_refused',
  'input_lost',
  'item_added',
  'item_changed',
  'item_voided',
  'key_ignored_here',
  'later_version',
  'manager_needed',
  'money_first',
  'money_kept',
  'nothing_due',
  'paid_already',
  'pieces_invalid',
  'point_first',
  'price_changed',
  'printed',
  'print_unconfirmed',
  'print_refused',
  'quantity_first',
  'quantity_set',
  'receipts_none',
  'reference_first',
  'reports_none',
  'report_taken',
  'sale_recovered',
  'sale_was_complete',
  'scale_away',
  'scan_ignored_here',
  'scan_rejected',
  'shift_closed',
  'shift_opened',
  'sign_in_first',
  'stored_unknown',
  'tax_again',
  'tax_exempt',
  'tender_taken',
  'tender_undone',
  'tenders_none',
  'till_unlocked',
  'type_amount_first',
  'type_certificate_first',
  'type_customer_first',
  'type_discount_first',
  'type_quantity_first',
  'nothing_selected',
  'payment_unknown_blocks',
  'still_waiting',
] as const

/** The name of something the result line says. */
export type NoticeKey = (typeof noticeKeys)[number] | DomainErrorCode

/** One sentence for the result line. It stays until the next input; a bad one beeps. */
export interface Notice {
  readonly tone: 'good' | 'bad' | 'info'
  readonly key: NoticeKey
  /** What the sentence speaks of: names are already clean, amounts are minor units. */
  readonly details: Readonly<Record<string, string | number | boolean>>
}

/** Says that something went well. */
export const good = (key: NoticeKey, details: Notice['details'] = {}): Notice => ({ tone: 'good', key, details })

/** Says that something was refused or went wrong. */
export const bad = (key: NoticeKey, details: Notice['details'] = {}): Notice => ({ tone: 'bad', key, details })

/** Says something that is neither. */
export const info = (key: NoticeKey, details: Notice['details'] = {}): Notice => ({ tone: 'info', key, details })
