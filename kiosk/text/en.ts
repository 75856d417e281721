import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'
import { formatQuantity } from '#core/quantity/quantity.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'

/** What a sentence may speak of: clean names, counts, amounts in minor units. */
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

const linesText = (count: number): string => (count === 1 ? '1 line' : `${count} lines`)

const attention = (details: Details): string => word(details, 'attention')

const quantityRefusals: Readonly<Record<string, string>> = {
  kilogram: 'This is sold by weight',
  piece: 'This is sold by the piece',
}

// The largest quantities as `core/quantity` has them.
const QUANTITY_RANGE = `The quantity must be 1 to ${QUANTITY_PIECES_MAX.toLocaleString('en')}, or 0.001 to ${formatQuantity({ unit: 'gram', weightGrams: WEIGHT_GRAMS_MAX })}`

const refusals: Readonly<Record<DomainErrorCode, Sentence>> = {
  amount_invalid: 'This is no amount. Type it again, such as 12.50',
  barcode_check_digit_wrong: 'The barcode was misread or mistyped. Scan it again',
  barcode_invalid: 'This is no barcode. Scan it again, or find it by name with F2',
  barcode_unknown: (details) => `Nothing is known as ${word(details, 'code')}. Find it by name with F2`,
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
  line_not_found: 'This line is not in the sale any more',
  not_found: 'There is no such thing here. Check the number',
  over_tender: (details, money) => `Too much: at most ${amount(details, 'maxMinor', money)}. Check the amount`,
  permission_missing: 'You may not do this. Ask a manager',
  pin_locked: 'Too many wrong PINs. A manager’s sign-in at this till unlocks you',
  pin_wrong: 'Number or PIN is wrong. Try again',
  price_out_of_range: 'This price is out of range',
  quantity_out_of_range: (details) => quantityRefusals[word(details, 'priceUnit')] ?? QUANTITY_RANGE,
  sale_already_void: 'This sale is void already',
  sale_has_refunds: 'Part of this sale was refunded already',
  sale_not_known_here: 'This sale is not known here',
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
  basket_cancelled: 'Sale cancelled',
  basket_held: 'Sale held. F7 brings it back',
  basket_recalled: (details) => `Held sale is back, ${linesText(Number(details['count']))}`,
  card_approved: 'Card approved',
  card_declined: (details) => `Card declined: ${word(details, 'reason')}. Try another card, or cash`,
  card_given_back: (details, money) => `Given back: ${amount(details, 'amountMinor', money)}. It is on the record`,
  // Half a row: what is to be given back stands beside it from now on.
  card_late: (details, money) => `Charged after all. Give back ${amount(details, 'amountMinor', money)}`,
  card_not_charged: (details, money) => `Not charged: ${amount(details, 'amountMinor', money)}`,
  card_unknown: 'No answer. Do not charge again; look it up',
  card_wait: 'Wait for the card terminal. Esc cancels there',
  date_confirm_first: 'Press Y if the date is right, or type the right one as YYYYMMDD',
  entry_open: 'Something is half typed. Finish it, or clear it with Esc',
  exact_offered: 'The exact sum. Enter again takes it in cash',
  give_back_blocks: 'Give the card money back first (Tab)',
  give_back_none: 'No card was charged without a sale',
  held_full: (details) => `No more than ${word(details, 'heldMax')} sales can be held. Finish one first`,
  held_none: 'No sale is held',
  input_lost: 'Too fast: some keys were lost. Check the sale',
  // What was added stands in the list, with its sum; painting it twice costs bytes.
  item_added: (details) => (details['isEntryDropped'] === true ? 'Added alone; type * before you scan' : 'Added'),
  item_changed: (details, money) => `Quantity changed${sumText(details, money)}`,
  item_voided: (details) => `Voided: ${word(details, 'name')}`,
  key_ignored_here: 'This key does nothing here. The bar below says which do',
  later_version: 'This comes with a later version',
  money_kept: (details, money) =>
    `Paid so far: ${amount(details, 'paidMinor', money)}. Still to pay: ${amount(details, 'dueMinor', money)}`,
  money_first: 'No payment to take back yet',
  paid_already: (details, money) => `Already paid: ${amount(details, 'paidMinor', money)}. Take that back first`,
  point_first: (details) => `Type it with its decimal point, such as ${word(details, 'example')}`,
  printed: 'Printed',
  print_unconfirmed: (details) => `The printer did not confirm. Check the paper. ${attention(details)}`,
  // What the printer wants stands beside it, and takes half the row.
  print_refused: (details) =>
    `Not printed. ${details['isAtReceipts'] === true ? 'Enter' : 'Ctrl-R'} prints it again. ${attention(details)}`,
  quantity_first: 'Not sold: the quantity was refused. Type it again and *, or Esc for one',
  quantity_set: 'Quantity set. Scan the item, or press Enter for the last line',
  receipts_none: 'No receipts yet',
  sale_was_complete: (details, money) =>
    `${word(details, 'receiptLabel')} is paid: ${amount(details, 'totalMinor', money)}. Change: ${amount(details, 'changeMinor', money)}`,
  sale_recovered: (details) => `Sale recovered, ${linesText(Number(details['count']))}`,
  scale_away: (details) =>
    `No weight. ${attention(details)}${details['isInputLost'] === true ? ' Keys typed meanwhile are lost' : ''}`,
  scan_ignored_here: 'Scanned, but not here. Finish this step or press Esc',
  scan_rejected: 'The scan was damaged. Scan it again',
  shift_opened: (details) => `Shift open for ${word(details, 'businessDate')}`,
  sign_in_first: 'Sign in first',
  stored_unknown: 'The store did not answer. The till starts again and looks the sale up',
  tender_taken: (details, money) => `Taken: ${amount(details, 'amountMinor', money)}`,
  tender_undone: (details, money) => `Taken back: ${amount(details, 'amountMinor', money)}`,
  till_unlocked: 'Unlocked',
  type_amount_first: 'Type the amount first, then the key',
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

/** What a key does: short for the key bar of 80 columns, long where there is room, and a sentence for help. */
export interface ActionText {
  readonly short: string
  readonly long: string
  readonly help: string
}

export const actionTexts: Readonly<Record<TillAction, ActionText>> = {
  backspace: { short: 'Del', long: 'Delete', help: 'take the last character back' },
  cancel_sale: { short: 'Cancl', long: 'Cancel sale', help: 'throw the whole sale away (asks first)' },
  card: { short: 'Card', long: 'Card', help: 'pay by card; an amount typed first splits' },
  cash: { short: 'Cash', long: 'Cash', help: 'pay in cash; type what is given, or nothing for exact' },
  close_shift: { short: 'Close', long: 'Close shift', help: 'count the drawer and end the shift' },
  department: { short: 'Dept', long: 'Department', help: 'sell an amount: type it first' },
  discount: { short: 'Disc', long: 'Discount', help: 'comes with a later version' },
  down: { short: '↓', long: 'Down', help: 'select the line below' },
  drawer: { short: 'Drawr', long: 'Open drawer', help: 'comes with a later version' },
  end: { short: 'End', long: 'Last', help: 'select the last line' },
  enter: { short: 'Enter', long: 'Enter', help: 'sell the code that was typed; on an empty line: total' },
  escape: { short: 'Esc', long: 'Back', help: 'clear what was typed, or go back' },
  find: { short: 'Find', long: 'Find', help: 'find an item by name; any letter starts too' },
  give_back: { short: 'Back', long: 'Card money given back', help: 'a charge without a sale (asks first)' },
  help: { short: 'Help', long: 'Help', help: 'what the keys do' },
  hold: { short: 'Hold', long: 'Hold sale', help: 'set the sale aside' },
  home: { short: 'Home', long: 'First', help: 'select the first line' },
  lock: { short: 'Lock', long: 'Lock till', help: 'lock the till; the sale stays' },
  menu: { short: 'Menu', long: 'Menu', help: 'all other functions' },
  page_down: { short: 'PgDn', long: 'Page down', help: 'a page down' },
  page_up: { short: 'PgUp', long: 'Page up', help: 'a page up' },
  price_check: { short: 'Price', long: 'Price check', help: 'show a price without selling' },
  quantity: { short: 'Qty', long: 'Quantity', help: 'type 3 * and scan: three of them' },
  recall: { short: 'Held', long: 'Held sales', help: 'bring a held sale back' },
  receipts: { short: 'Rcpts', long: 'Receipts', help: 'the last receipts; print one again' },
  sign_out: { short: 'Out', long: 'Sign out', help: 'leave the till to somebody else' },
  total: { short: 'TOTAL', long: 'TOTAL', help: 'end the list and take the money' },
  up: { short: '↑', long: 'Up', help: 'select the line above' },
  upi: { short: 'UPI', long: 'UPI', help: 'comes with a later version' },
  void: { short: 'Void', long: 'Void line', help: 'take the selected or the last line out' },
}

/** Why a key does nothing now; short, since it stands on the key. */
export const offReasons: Readonly<Partial<Record<NoticeKey, string>>> = {
  basket_empty: 'no items',
  basket_not_empty: 'sale open',
  give_back_none: 'no card waits',
  later_version: 'later',
  quantity_first: 'quantity?',
  type_amount_first: 'type amount',
  type_quantity_first: 'type number',
}

const keyNames: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Up: '↑',
  Down: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Backspace: '⌫',
}

/** The name of a key as it stands on keyboards. */
export const keyName = (key: string): string => keyNames[key] ?? key.replace('Ctrl+', 'Ctrl-')

/** All other words of the screens. */
export const en = {
  product: 'Vendly',
  online: 'online',
  offline: 'offline',
  /** Sales and whatever else the hub does not know yet. */
  unsent: (count: number) => `${count} to send`,
  noShift: 'no shift',
  item: 'Item',
  quantity: 'Qty',
  price: 'Price',
  amount: 'Amount',
  code: 'Code',
  items: 'Items',
  subtotal: 'Subtotal',
  discount: 'Discount',
  tax: 'Tax',
  total: 'TOTAL',
  nextQuantity: (quantity: string) => `${quantity} × next item`,
  voided: 'void',
  keyedWeight: 'keyed',
  welcome: 'Scan an item, or type its number and Enter',
  welcomeHints: [
    ['quantity', 'type 3 first: three of the next item'],
    ['find', 'find an item by its name; any letter does too'],
    ['menu', 'all other functions'],
    ['help', 'what the keys do'],
  ] satisfies readonly (readonly [TillAction, string])[],
  promptCode: 'Code',
  promptNumber: 'Operator number',
  promptPin: 'PIN',
  promptFloat: 'Float in the drawer',
  promptCounted: 'Counted in the drawer',
  promptFind: 'Name or code',
  promptAmount: 'Amount given',
  promptPrice: 'Price',
  promptWeight: 'Weight in kg',
  promptDepartment: 'Department number',
  promptYesNo: 'Y or N',
  signIn: 'Sign in',
  signInHow: 'Type your number and press Enter, then your PIN.',
  demoStaff: 'Demo shop: sign in as',
  demoKeys: 'Ctrl-O: virtual devices. Ctrl-Q: stop everything.',
  demoPin: (pin: string) => `PIN ${pin}`,
  locked: 'Locked',
  otherOperator: 'Somebody else',
  lockedBy: (name: string) => `${name} locked this till. Type the PIN to go on.`,
  lockedBasket: (lines: number) => (lines === 0 ? 'No sale is open.' : `The sale with ${linesText(lines)} is kept.`),
  openShift: 'Open the shift',
  openShiftHow: 'Count the money in the drawer, type the sum and press Enter.',
  businessDate: 'Business date',
  clockUntrusted: 'The clock of this till was not set since it started. Is this date right?',
  clockUntrustedHow: 'Press Y if it is, or type the right date as YYYYMMDD and press Enter.',
  promptDate: 'Y, or the date (YYYYMMDD)',
  paid: 'Paid',
  closeShift: 'Close the shift',
  closeShiftHow: 'Count all money in the drawer, type the sum and press Enter.',
  shiftClosed: 'Shift closed',
  shiftClosedHow: 'Enter signs you out.',
  sales: 'Sales',
  itemsSold: 'Items sold',
  takings: 'Takings',
  cash: 'Cash',
  card: 'Card',
  other: 'Other',
  float: 'Float',
  expected: 'Expected in the drawer',
  counted: 'Counted',
  difference: 'Difference',
  find: 'Find an item',
  findHow: 'Type three letters of the name, or a code.',
  foundNone: 'Nothing found. Try fewer letters.',
  found: (count: number) => `${count} found`,
  stock: 'Stock',
  stockUnknown: '?',
  perKilogram: '/kg',
  ageLimit: (years: number) => `${years}+`,
  priceCheck: 'Price check',
  priceCheckHow: 'Scan an item, or type its code and press Enter.',
  inStock: (level: string) => `in stock: ${level}`,
  department: 'Sell an amount',
  departmentHow: 'Choose the department by ↑ ↓ or its number, then Enter.',
  unknownItem: 'Unknown barcode',
  unknownItemHow: 'Type its price with the point (12.50, or 12.) and Enter to sell it as unknown. Esc leaves it.',
  weigh: 'Weigh',
  weighWaiting: 'Waiting for the scale',
  weighReading: 'Put it on the scale. Waiting for a steady weight …',
  weighFailed: 'Type the weight in kg with the point (0.850) and Enter. Enter alone asks the scale again.',
  tender: 'Payment',
  due: 'TO PAY',
  given: 'GIVEN',
  stillDue: 'Still to pay',
  changeDue: 'CHANGE',
  exact: 'exact',
  exactSum: 'Exact sum',
  paidWith: { cash: 'Cash', card: 'Card', other: 'Other', points: 'Points', exchange: 'Returned goods' },
  tenderHow: 'Amount, then Enter for cash or F9 for card. F8 alone takes the exact sum.',
  cardTitle: 'Card payment',
  cardCharging: 'Follow the card terminal. Waiting for its answer …',
  cardLookingUp: 'Asking the terminal what became of the payment …',
  cardUnknown: 'The terminal gave no answer: the card may have been charged.',
  cardUnknownHow: 'Enter looks it up again. Esc goes back; the payment stays marked as unknown.',
  complete: 'Sale complete',
  completeHow: 'The next scan or key starts the next sale.',
  receipt: 'Receipt',
  held: 'Held sales',
  heldBy: 'Held by',
  lines: 'Lines',
  heldAt: 'Held at',
  receipts: 'Last receipts',
  receiptAt: 'Date and time',
  time: 'Time',
  bringBack: 'Bring back',
  soldBy: 'Sold by',
  confirmCancel: 'Cancel this sale?',
  confirmCancelHow: 'All lines go. Y cancels the sale, N keeps it.',
  confirmGiveBack: 'Has the customer got the money back?',
  giveBackCard: 'Card',
  giveBackHow:
    'This card was charged, and no sale has the money. Give it back in cash, or by a refund typed into the terminal ' +
    'itself; the till cannot send one yet.',
  giveBackAsk: 'Y: it is given back, and goes on the record. N: not yet.',
  menu: 'Menu',
  help: 'Keys',
  helpHow: 'Esc or Enter goes back to where you were',
  helpGrammar: [
    ['3', 'quantity', 'and a scan: three of it'],
    ['4.99', 'department', 'sells an amount without a barcode'],
    ['50', 'cash', 'pays with 50 in cash, and says the change'],
    ['', 'cash', 'alone: exactly what is due'],
  ] satisfies readonly (readonly [string, TillAction, string])[],
  unknownPayments: (count: number) => `${count} card payment${count === 1 ? '' : 's'} unknown`,
  unclaimedPayment: (card: string, amountText: string, menuKey: string) =>
    `Card ${card} was charged ${amountText} without a sale: give it back (${menuKey})`,
  more: (count: number) => `${count} more`,
  yes: 'Yes',
  no: 'No',
  sell: 'Sell',
  open: 'Open',
  printAgain: 'Print again',
  select: 'Select',
  back: 'Back',
  clear: 'Clear',
  confirm: 'Confirm',
  undo: 'Undo',
  amounts: 'Amounts',
  nextSale: 'Next sale',
  lookUp: 'Look up',
  askScale: 'Ask the scale',
  cancelThere: 'Cancel',
  signOut: 'Sign out',
  check: 'Check',
  next: 'Next',
  choose: 'Choose',
  tooSmall: (columns: number, rows: number) => `This terminal is ${columns}×${rows}. Vendly needs at least 80×24.`,
} as const
