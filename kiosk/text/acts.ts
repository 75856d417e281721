import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import type { Off } from '#core/promotion/promotion.ts'
import { formatQuantity } from '#core/quantity/quantity.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { ActionOf, PrivilegedAction } from '#kiosk/state/privileged.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import type { Money } from '#kiosk/text/sentences.ts'

/** What each permission allows, as it goes on after "may" and "may not". */
export const permissionWords: Readonly<Record<Permission, string>> = {
  process_sales: 'sell',
  process_payments: 'take payments',
  refund_sales: 'refund and take back',
  view_products: 'look products up',
  apply_discounts: 'give discounts',
  view_customers: 'look customers up',
  create_customers: 'add customers',
  update_customers: 'change customers',
  view_sales_reports: 'see the reports of sales',
  void_sales: 'void a whole sale',
  create_products: 'add products',
  update_products: 'change products',
  manage_inventory: 'change stock',
  manage_categories: 'change departments',
  view_discounts: 'see promotions and coupons',
  create_discounts: 'make promotions and coupons',
  update_discounts: 'change promotions and coupons',
  delete_customers: 'remove customers',
  manage_loyalty: 'change points',
  view_inventory_reports: 'see the reports of stock',
  view_customer_reports: 'see the reports of customers',
  export_reports: 'take reports out',
  manage_payment_methods: 'change how customers may pay',
  view_audit_log: 'read the journal',
  delete_products: 'remove products',
  delete_discounts: 'remove promotions and coupons',
  view_users: 'see who works here',
  create_users: 'add staff',
  update_users: 'change staff',
  delete_users: 'remove staff',
  manage_roles: 'change who may do what',
  manage_settings: 'change the settings of the shop',
  view_reports: 'see reports',
  open_shift: 'open a shift',
  close_shift: 'close a shift',
  no_sale: 'open the drawer without a sale',
  cash_drop: 'take cash to the safe',
  view_inventory: 'see stock',
  override_prices: 'change a price',
  override_discount_limit: 'give so large a discount',
  paid_in_out: 'put cash in or take it out',
  manual_weight: 'type a weight',
  sell_expired: 'sell what has expired',
  return_without_receipt: 'take back without a receipt',
  z_report: 'make and see X and Z reports',
  release_device: 'release a till that is away',
  open_drawer: 'open the drawer of a till from afar',
  manage_devices: 'enrol and revoke tills',
  manage_api_keys: 'make and revoke API keys',
  refund_beyond_policy: 'refund more than the shop allows',
  exempt_tax: 'sell without tax',
}

const movements: Readonly<Record<CashMovementKind, string>> = {
  no_sale: 'Open the drawer without a sale',
  paid_in: 'Paid in',
  paid_out: 'Paid out',
  drop: 'Drop to the safe',
}

const PERCENT_PPM = 10_000

const offText = (off: Off | undefined, money: Money): string => {
  if (off === undefined) return 'Discount taken back'
  return off.kind === 'percent' ? `${off.ratePpm / PERCENT_PPM} % off` : `${money(off.amountMinor)} off`
}

const lineName = ({ basket }: TillState, line: number): string =>
  cleanText(basket?.lines.find((candidate) => candidate.line === line)?.name ?? '')

type Words<T extends PrivilegedAction['type']> = (action: ActionOf<T>, state: TillState, money: Money) => string

const actWords: { readonly [T in PrivilegedAction['type']]: Words<T> } = {
  line_discount: ({ off, line }, state, money) => `${offText(off, money)}: ${lineName(state, line)}`,
  order_discount: ({ off }, _state, money) => `${offText(off, money)} the whole sale`,
  price_override: ({ line, priceMinor }, state, money) => `Price ${money(priceMinor)}: ${lineName(state, line)}`,
  keyed_weight: ({ weightGrams, code }) =>
    `A typed weight: ${formatQuantity({ unit: 'gram', weightGrams })} of ${cleanText(code)}`,
  keyed_weight_of_line: ({ line, weightGrams }, state) =>
    `A typed weight: ${formatQuantity({ unit: 'gram', weightGrams })} of ${lineName(state, line)}`,
  open_shift: ({ floatMinor }, _state, money) => `Open the shift with ${money(floatMinor)}`,
  take_payment: (_action, { priced }, money) => `Take the payment of ${money(priced?.totals.totalMinor ?? 0)}`,
  find_customer: () => 'Look a customer up',
  refund: ({ plan }, _state, money) => {
    const label = plan.subject?.sale.receiptLabel
    if (label === undefined) return 'Goods back without a receipt'
    return `Refund of ${cleanText(label)}, paid ${money(plan.subject?.sale.totals.totalMinor ?? 0)}`
  },
  refund_money: ({ pending }, _state, money) => {
    const cashMinor = pending.tenders.reduce(
      (sum, { kind, amountMinor }) => sum + (kind === 'cash' ? amountMinor : 0),
      0,
    )
    return `Give ${money(cashMinor)} back in cash`
  },
  refund_card_in_cash: () => 'Give a card’s money back in cash',
  release_tills: ({ tills }) => `Refund without waiting for ${tills.map(cleanText).join(', ')}`,
  refund_at_risk: ({ amountMinor }, _state, money) =>
    `Refund ${money(amountMinor)} without the hub, at the shop’s risk`,
  void_sale: ({ subject: { sale } }, _state, money) =>
    `Void ${cleanText(sale.receiptLabel)}: ${money(sale.totals.totalMinor)}`,
  tax_exemption: ({ certificate }) =>
    certificate === '' ? 'Charge tax again' : `No tax, by certificate ${cleanText(certificate)}`,
  sell_expired: ({ item, lastDate }) => `Sell expired (${lastDate}): ${cleanText(item.product.name)}`,
  cash_movement: ({ kind, amountMinor }, _state, money) =>
    amountMinor === 0 ? movements[kind] : `${movements[kind]}: ${money(amountMinor)}`,
  close_shift: () => 'Close the shift',
  x_report: () => 'X report',
  list_reports: () => 'Look at the X and Z reports',
}

/** What is to be allowed, in words. */
export const wordsOfAct = (action: PrivilegedAction, state: TillState, money: Money): string => {
  // The table has words for each act; TypeScript cannot see that the act fits the words it is looked up by.
  const words = actWords[action.type] as (action: PrivilegedAction, state: TillState, money: Money) => string
  return words(action, state, money)
}
