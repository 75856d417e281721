import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'
import { formatQuantity } from '#core/quantity/quantity.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'

/** What a sentence may speak of: clean names, counts, amounts in minor units; and the screen that it stands on. */
export type Details = Readonly<Record<string, unknown>>

/** Writes an amount in minor units as people read it. */
export type Money = (amountMinor: number) => string

type Sentence = string | ((details: Details, money: Money) => string)

const word = (details: Details, name: string): string => {
  const value = details[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const amount = (details: Details, name: string, money: Money): string => {
  const value = details[name]
  return typeof value === 'number' ? money(value) : ''
}

/** "3 × 74.00 = 222.00" for what is not one piece. */
const sumText = (details: Details, money: Money): string => {
  if (!('amountMinor' in details) || word(details, 'quantity') === '1') return ''
  const unit = details['isWeighed'] === true ? '/kg' : ''
  const price = `${amount(details, 'unitPriceMinor', money)}${unit}`
  return ` ${word(details, 'quantity')} × ${price} = ${amount(details, 'amountMinor', money)}`
}

const countText = (details: Details, name: string): string => Number(details[name]).toLocaleString('en')

const linesText = (count: number): string => (count === 1 ? '1 line' : `${count} lines`)

const attention = (details: Details): string => word(details, 'attention')

const quantityRefusals: Readonly<Record<string, string>> = {
  kilogram: 'This is sold by weight',
  piece: 'This is sold by the piece',
}

// The largest quantities as `core/quantity` has them.
const QUANTITY_LIMITS = `1 to ${QUANTITY_PIECES_MAX.toLocaleString('en')}, or 0.001 to ${formatQuantity({ unit: 'gram', weightGrams: WEIGHT_GRAMS_MAX })}`
const QUANTITY_RANGE = `The quantity must be ${QUANTITY_LIMITS}`

/** Where all keys of the sell screen work; others know only what their own bar shows, and no sentence there names more. */
const sellScreens: ReadonlySet<unknown> = new Set<ScreenName>(['sell', 'complete', 'refund_done'])

const unknownText = (details: Details): string => {
  const known = `Nothing is known as ${word(details, 'code')}`
  if (sellScreens.has(details['screen'])) return `${known}. Find it by name with F2`
  switch (details['screen']) {
    case 'unknown_item':
      return `${known}. Type its price, or Esc and F2 to find it`
    case 'price_check':
      return `${known}. Esc and F2 find it by name`
    case 'find':
      return `Nothing is found for ${word(details, 'code')}. Try fewer letters`
    default:
      return `${known}. Scan it again, or type its number`
  }
}

const notBarcodeText = ({ screen }: Details): string =>
  `This is no barcode. Scan it again${sellScreens.has(screen) ? ', or find it by name with F2' : ''}`

const howToPrintAgain = ({ screen }: Details): string => {
  if (screen === 'receipts' || screen === 'reports') return 'Enter prints it again'
  return sellScreens.has(screen) || screen === 'menu' ? 'Ctrl-R prints it again' : 'Print it again later'
}

/** What stands in a sale that is to be paid has to go first. */
const takeOut = (details: Details): string => (details['isInSale'] === true ? 'Take it out (F4). ' : '')

const movements: Readonly<Record<string, string>> = {
  no_sale: 'Drawer open. It is on the record',
  paid_in: 'Paid in',
  paid_out: 'Paid out',
  drop: 'To the safe',
}

const cashMovedText = (details: Details, money: Money): string => {
  const words = movements[word(details, 'kind')] ?? ''
  return details['amountMinor'] === 0 ? words : `${words}: ${amount(details, 'amountMinor', money)}`
}

const refusals: Readonly<Record<DomainErrorCode, Sentence>> = {
  account_limit: 'More than this customer may owe. Take another payment',
  account_none: 'This customer has no account here',
  amount_invalid: (details, money) =>
    'smallestCoinMinor' in details
      ? `There are no such coins: the smallest is ${amount(details, 'smallestCoinMinor', money)}`
      : 'This is no amount. Type it again, such as 12.50',
  barcode_check_digit_wrong: 'The barcode was misread or mistyped. Scan it again',
  barcode_invalid: notBarcodeText,
  barcode_unknown: unknownText,
  basket_empty: 'Nothing is in the sale yet. Scan an item first',
  basket_full: 'The sale is full. Pay this one and open another',
  basket_not_empty: 'Finish this sale first: pay it, hold it (F6) or cancel it (Ctrl-X)',
  card_number_refused: 'That looks like a card number. It was wiped; never type one',
  conflict: 'This cannot be taken back here',
  coupon_expired: 'This coupon has expired',
  coupon_inactive: 'This coupon is switched off',
  coupon_minimum: (details, money) => `Too little for this coupon: ${amount(details, 'missingMinor', money)} more`,
  coupon_no_items: 'Nothing in this sale goes with this coupon',
  coupon_not_for_customer: 'This coupon is for other customers',
  coupon_not_stackable: 'This coupon does not go with the others. The better one counts',
  coupon_twice: 'This coupon is in the sale already',
  coupon_unknown: 'No coupon has this code. Check it and type it again',
  coupon_used_up: 'This coupon was used as often as it may be',
  discount_too_large: (details, money) =>
    'maxMinor' in details
      ? `Too much off: at most ${amount(details, 'maxMinor', money)}`
      : 'At most 100 %. With its point it is an amount, such as 2.50',
  line_not_found: 'This line is not in the sale any more',
  not_discountable: 'No discount and no other price may be given on this',
  not_found: 'There is no such thing here. Check the number',
  over_tender: (details, money) => `Too much: at most ${amount(details, 'maxMinor', money)}. Check the amount`,
  permission_missing: 'You may not do this. Ask a manager',
  pin_locked: 'Too many wrong PINs. A manager’s sign-in at this till unlocks you',
  pin_wrong: 'Number or PIN is wrong. Try again',
  points_too_few: 'The customer has not so many points',
  price_out_of_range: 'This price is out of range',
  quantity_limit: (details) =>
    `${takeOut(details)}No more than ${word(details, 'quantityMax')} in one sale: ${word(details, 'name')}`,
  quantity_out_of_range: (details) =>
    'emptiesMax' in details
      ? `Empties: 1 to ${countText(details, 'emptiesMax')} on one line`
      : (quantityRefusals[word(details, 'priceUnit')] ?? QUANTITY_RANGE),
  refund_currency: 'This receipt is in another currency. It cannot be refunded here',
  refund_limit_without_receipt: (details, money) =>
    `Without a receipt at most ${amount(details, 'maxMinor', money)} is taken back`,
  refund_needs_receipt: 'Without a receipt nothing is taken back here',
  refund_not_returnable: 'This item is not taken back',
  refund_nothing_left: (details) =>
    'name' in details ? `All refunded already: ${word(details, 'name')}` : 'All of this was refunded already',
  refund_other_shop: 'This receipt is not of this shop',
  refund_tenders_wrong: 'The money does not go back this way. Check the amounts',
  refund_too_much: (details) =>
    'name' in details ? `Less is left to refund: ${word(details, 'name')}` : 'More than is left to refund',
  refund_too_old: 'This receipt is too old to refund. A manager may allow it',
  refunds_held: 'Refunds wait until every till has reported to the hub',
  reservation_ended: 'The hub has closed this request. Start again',
  sale_already_void: 'This sale is void already',
  sale_hours: (details) =>
    `${takeOut(details)}Sold ${word(details, 'fromTime')} to ${word(details, 'toTime')} only: ${word(details, 'name')}`,
  sale_has_refunds: 'Part of this sale was refunded already',
  sale_not_known_here: (details) =>
    details['isLast4'] === true
      ? 'No sale here has this number. F9 finds it as the last digits of a card'
      : 'This sale is not known here',
  serial_one_each: 'Sold one by one, each with its own serial number',
  serial_twice: 'This serial number is in the sale already',
  shift_closed: (details, money) =>
    'differenceMinor' in details
      ? `Shift closed. Difference ${amount(details, 'differenceMinor', money)}`
      : 'No shift is open',
  shift_open: 'A shift is open already',
  tender_incomplete: (details, money) => `Still to pay: ${amount(details, 'dueMinor', money)}`,
  text_invalid: 'This is too long, or has signs that are not allowed',
  till_not_caught_up: 'The hub is not up to date with this till yet. Try again soon',
  weight_unstable: 'The weight is not steady. Let the scale rest',
}

const notices: Readonly<Record<Exclude<NoticeKey, DomainErrorCode>, Sentence>> = {
  age_refused: (details) => `Not sold: only to who is ${word(details, 'ageLimitYears')} or older`,
  age_too_young: (details) => `Born too late to be ${word(details, 'ageLimitYears')}. N leaves the item`,
  age_yes_no: 'Only Y or N answers this. Look at who buys',
  birth_date_wrong: 'This is no date of birth. Type all of it, or only Y or N',
  empties_none: 'This shop takes no empties back',
  empties_not: (details) =>
    'max' in details
      ? `No deposit has this code, and as a count ${countText(details, 'max')} is the most`
      : 'There is no deposit on this',
  empties_taken: (details, money) => `Empties back${sumText(details, money)}`,
  expired_refused: (details) => `Not sold: expired on ${word(details, 'lastDate')}`,
  gs1_coupon: 'Coupons of this kind are not taken here; only the shop’s own',
  gs1_no_item: 'This code names no item. Scan the one with the price at the shelf',
  serial_first: 'Scan or type the serial number of this piece',
  serial_is_item: 'This code is that of an item. Scan its serial number',
  yes_no: 'Only Y or N answers this',
  authorisation_locked: 'Too many wrong PINs. This number allows nothing here until it signs in',
  hub_unheard: 'The hub was not heard for 35 days. Connect this till, then sign in',
  authorisation_hub_unheard: 'Nobody may allow this: the hub was not heard for a week. Connect the till',
  authorisation_may_not: 'Whoever has this number may not allow it either',
  basket_cancelled: 'Sale cancelled',
  basket_held: 'Sale held. F7 brings it back',
  basket_held_without_coupon: 'Sale held, without its coupon. Take that again when it is back (F7)',
  basket_recalled: (details) => `Held sale is back, ${linesText(Number(details['count']))}`,
  buyer_kept: 'This sale gets a tax invoice',
  buyer_removed: 'No tax invoice any more',
  card_approved: 'Card approved',
  card_declined: (details) => `Card declined: ${word(details, 'reason')}. Try another card, or cash`,
  card_given_back: (details, money) => `Given back: ${amount(details, 'amountMinor', money)}. It is on the record`,
  // Half a row: what is to be given back stands beside it from now on.
  card_late: (details, money) => `Charged after all. Give back ${amount(details, 'amountMinor', money)}`,
  card_not_charged: (details, money) => `Not charged: ${amount(details, 'amountMinor', money)}`,
  card_unknown: 'No answer. Do not charge again; look it up',
  account_customer_first: 'Attach the customer who will owe it first (Ctrl-N)',
  cash_goes_out: (details, money) => `The till owes ${amount(details, 'amountMinor', money)}. F8 pays it out in cash`,
  exact_offered_other: 'What is needed. Enter again takes it',
  hub_asked: 'Asking the hub …',
  hub_wait: 'Wait for the hub. Esc goes back',
  nothing_due: 'Nothing is due. F8 pays out what the till owes',
  reference_first: 'Type its number, or scan it',
  tenders_none: 'No other ways to pay are set up. UPI comes with a later version',
  cash_moved: (details, money) => cashMovedText(details, money),
  count_again: 'Count again: all of it, from the start',
  count_first: 'Nothing is counted yet. Type how many there are, or the whole sum',
  card_wait: 'Wait for the card terminal. Esc cancels there',
  coupon_asking: 'Asking the hub about this coupon. Go on meanwhile',
  coupon_attached: 'Coupon taken',
  coupon_late: 'The coupon comes too late for this sale. It stays with the customer',
  coupon_needs_hub: 'This coupon needs the hub, and the hub is away. Not taken',
  coupon_none: 'No coupon is in the sale',
  coupon_removed: 'Coupon taken out',
  coupons_full: 'No more coupons go into one sale',
  customer_asking: 'Asking the hub. Type on, or Esc',
  customer_attached: 'Customer attached; prices and offers are theirs',
  customer_detached: 'No customer any more; prices are as on the shelf',
  customer_none: 'Nobody found. Try fewer letters, or the phone number',
  customer_not_attached: 'No customer is attached',
  customers_found: (details) => `${word(details, 'count')} found`,
  date_confirm_first: 'Press Y if the date is right, or type the right one as YYYYMMDD',
  discount_given: 'Discount given',
  discount_taken_back: 'Discount taken back',
  disk_full: 'Disk full. Finish what is open, then close the shift',
  disk_room: 'There is room on the disk again. Sell on',
  entry_open: 'Something is half typed. Finish it, or clear it with Esc',
  exact_offered: 'The exact sum. Enter again takes it in cash',
  exchange_begun: (details, money) => {
    const points = 'pointsMinor' in details ? `, ${amount(details, 'pointsMinor', money)} of it as points` : ''
    return `${amount(details, 'amountMinor', money)} came back${points}. Now the new goods; TOTAL ends it`
  },
  exchange_open: 'Something came back with this sale already. Pay it, or cancel it with Ctrl-X',
  give_back_blocks: 'Give the card money back first (Tab)',
  give_back_none: 'No card was charged without a sale',
  held_full: (details) => `No more than ${word(details, 'heldMax')} sales can be held. Finish one first`,
  held_asking: 'Asking the hub what other tills have set aside …',
  held_gone: 'Somebody has recalled this sale at another till',
  held_taking: 'Asking the hub for this sale …',
  held_unreadable: 'That sale cannot be read here. Scan its items again',
  held_none: 'No sale is held',
  hub_needed: 'This needs the hub, and it is away. Try again when it is back',
  hub_refused: (details) => `The hub refused it. ${word(details, 'detail')}`,
  input_lost: 'Too fast: some keys were lost. Check the sale',
  // What was added stands in the list, with its sum; painting it twice costs bytes.
  item_added: (details) => (details['isEntryDropped'] === true ? 'Added alone; type * before you scan' : 'Added'),
  item_changed: (details, money) => `Quantity changed${sumText(details, money)}`,
  item_voided: (details) => `Voided: ${word(details, 'name')}`,
  key_ignored_here: 'This key does nothing here. The bar below says which do',
  later_version: 'This comes with a later version',
  leave_ended: 'Done. The sale has changed: at the payment a manager is asked again',
  manager_needed: 'A manager has to allow this. Esc leaves everything as it was',
  manager_needed_discount: 'Nobody allowed the discount for what is in the sale now. Esc goes back',
  manager_needed_price: 'Nobody allowed the price for what is in the sale now. Esc goes back',
  money_kept: (details, money) =>
    `Paid so far: ${amount(details, 'paidMinor', money)}. Still to pay: ${amount(details, 'dueMinor', money)}`,
  money_first: 'No payment to take back yet',
  paid_already: (details, money) =>
    `Already paid: ${amount(details, 'paidMinor', money)}. - on the payment screen takes it back`,
  point_first: (details) => `Type it with its decimal point, such as ${word(details, 'example')}`,
  points_customer_first: 'Attach the customer first (Ctrl-N); then points can pay',
  points_none: 'No points that could pay this',
  points_not_here: 'This shop has no points',
  price_changed: (details, money) => `Price changed${sumText(details, money)}`,
  pieces_invalid: (details) => `How many pieces? A whole number such as 12, at most ${countText(details, 'max')}`,
  printed: 'Printed',
  print_unconfirmed: (details) => `The printer did not confirm. Check the paper. ${attention(details)}`,
  // What the printer wants stands beside it, and takes half the row.
  print_refused: (details) => `Not printed. ${howToPrintAgain(details)}. ${attention(details)}`,
  quantity_first: `Not sold: as quantity type ${QUANTITY_LIMITS} and *, or Esc`,
  quantity_set: 'Quantity set. Scan the item, or press Enter for the last line',
  report_taken: (details) => `X report ${word(details, 'number')} is made and prints`,
  reports_none: 'No reports yet',
  receipts_none: 'No receipts yet',
  sale_was_complete: (details, money) =>
    `${word(details, 'receiptLabel')} is paid: ${amount(details, 'totalMinor', money)}. Change: ${amount(details, 'changeMinor', money)}`,
  sale_recovered: (details) => `Sale recovered, ${linesText(Number(details['count']))}`,
  refund_card_done: 'A card has its money already. Finish the others, or F8 gives it in cash',
  refund_cash_limit: 'More cash went back of this sale meanwhile. + again: a manager is asked',
  refund_changed: 'Something of this sale went back meanwhile. Nothing was given; look again',
  refund_choose_first: 'Choose what goes back first',
  refund_hub_away: 'A refund needs the hub, and it is away. Nothing was given; selling goes on',
  refund_none_found: 'No sale was found by this',
  refund_old: 'This sale is older than the shop refunds. A manager will be asked',
  refund_press_total: 'Press + to give it back',
  scale_away: (details) =>
    `No weight. ${attention(details)}${details['isInputLost'] === true ? ' Keys typed meanwhile are lost' : ''}`,
  scan_ignored_here: 'Scanned, but not here. Finish this step or press Esc',
  scan_rejected: 'The scan was damaged. Scan it again',
  shift_opened: (details) => `Shift open for ${word(details, 'businessDate')}`,
  sign_in_first: 'Sign in first',
  stored_unknown: 'The store did not answer. The till starts again and looks the sale up',
  tax_again: 'Tax is charged again',
  tax_changed: (details, money) =>
    `A new day has new tax rates. The total is now ${amount(details, 'totalMinor', money)}`,
  tax_exempt: 'No tax on this sale; the certificate is on the record',
  tender_taken: (details, money) => `Taken: ${amount(details, 'amountMinor', money)}`,
  tender_undone: (details, money) => `Taken back: ${amount(details, 'amountMinor', money)}`,
  till_unlocked: 'Unlocked',
  type_amount_first: 'Type the amount first, then the key',
  type_buyer_first: 'Type the name of the business first',
  type_tax_id_first: 'Type the tax id of the business, 40 signs at most',
  type_certificate_first: 'Type the number of the certificate first',
  type_customer_first: 'Type two letters of the name at least, or the phone number',
  type_discount_first: 'Type the discount first: 10 or 7.5% (percent), 2.50 (amount); 0 for none',
  type_last4_first: 'Type the last four digits of the card first',
  type_receipt_first: 'Scan the receipt, or type its number',
  void_as_it_came: 'A void gives everything back as it came',
  type_quantity_first: 'Type the quantity first, then *',
  nothing_selected: 'No line to work on',
  payment_unknown_blocks: 'A card payment is still unknown; the terminal is asked. Try again soon',
  still_waiting: 'Cancelling. Waiting for the terminal',
}

const sentences: Readonly<Record<NoticeKey, Sentence>> = { ...refusals, ...notices }

/** The words of the result line. */
export const sentenceOf = (key: NoticeKey, details: Details, money: Money): string => {
  const sentence = sentences[key]
  return typeof sentence === 'string' ? sentence : sentence(details, money)
}

/** What the result line says on the screen that it stands on; undefined while there is nothing to say. */
export const noticeText = (
  { notice, screen }: Pick<TillState, 'notice' | 'screen'>,
  money: Money,
): string | undefined => notice && sentenceOf(notice.key, { ...notice.details, screen: screen.name }, money)
