import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

/** What the result line can say besides a refusal; kiosk/text has words for each. */
export const noticeKeys = [
  'authorisation_locked',
  'authorisation_may_not',
  'basket_cancelled',
  'basket_held',
  'basket_recalled',
  'card_approved',
  'card_declined',
  'card_given_back',
  'card_late',
  'card_not_charged',
  'card_unknown',
  'card_wait',
  'count_first',
  'count_again',
  'cash_moved',
  'date_confirm_first',
  'discount_given',
  'discount_taken_back',
  'entry_open',
  'exact_offered',
  'give_back_blocks',
  'give_back_none',
  'held_full',
  'held_none',
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
  'till_unlocked',
  'total_first',
  'type_amount_first',
  'type_certificate_first',
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
