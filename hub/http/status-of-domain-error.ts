import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'

const statuses: Readonly<Record<DomainErrorCode, number>> = {
  amount_invalid: 422,
  barcode_check_digit_wrong: 422,
  barcode_invalid: 422,
  barcode_unknown: 404,
  basket_empty: 400,
  basket_full: 400,
  basket_not_empty: 409,
  card_number_refused: 422,
  conflict: 409,
  line_not_found: 404,
  not_found: 404,
  over_tender: 400,
  permission_missing: 403,
  pin_locked: 403,
  pin_wrong: 401,
  price_out_of_range: 422,
  quantity_out_of_range: 422,
  sale_already_void: 400,
  sale_has_refunds: 400,
  sale_not_known_here: 404,
  shift_closed: 409,
  shift_open: 409,
  tender_incomplete: 400,
  text_invalid: 422,
  till_not_caught_up: 503,
  weight_unstable: 409,
}

/** The HTTP status of a refusal; a new code does not compile until it stands here. */
export const statusOfDomainError = (code: DomainErrorCode): number => statuses[code]
