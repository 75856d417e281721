/** Every refusal that the rules know; each edge maps all of them, so a new one does not compile until it is shown. */
export const domainErrorCodes = [
  'amount_invalid',
  'barcode_check_digit_wrong',
  'barcode_invalid',
  'barcode_unknown',
  'basket_empty',
  'basket_full',
  'basket_not_empty',
  'card_number_refused',
  'conflict',
  'line_not_found',
  'not_found',
  'over_tender',
  'permission_missing',
  'pin_locked',
  'pin_wrong',
  'price_out_of_range',
  'quantity_out_of_range',
  'sale_already_void',
  'sale_has_refunds',
  'sale_not_known_here',
  'shift_closed',
  'shift_open',
  'tender_incomplete',
  'text_invalid',
  'till_not_caught_up',
  'weight_unstable',
] as const

/** The name of a refusal, stable on the wire and in the texts. */
export type DomainErrorCode = (typeof domainErrorCodes)[number]
