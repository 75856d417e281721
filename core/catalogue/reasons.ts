import type { Policy, ReasonLists } from '#core/catalogue/policy.ts'

/** What people pick from in a shop that has made no lists of its own. */
const commonReasons: Required<ReasonLists> = {
  discount: ['Damaged packing', 'Short date', 'Price match', 'Staff discount', 'Goodwill'],
  priceOverride: ['Wrong shelf label', 'Price match', 'Damaged goods', 'Price agreed'],
  refund: ['Faulty', 'Wrong item', 'Changed mind', 'Overcharged', 'Not as described'],
  void: ['Rung twice', 'Wrong items', 'Customer changed mind', 'Payment failed'],
  noSale: ['Change for a customer', 'Change for the drawer', 'Drawer check'],
  paidIn: ['More change', 'Paid back', 'Other'],
  paidOut: ['Supplies', 'Courier', 'Petty expenses', 'Other'],
  drop: ['Too much in the drawer', 'To the safe', 'To the bank'],
}

/** The reasons that a shop's people pick from for one kind of act. */
export const reasonsOf = ({ reasons }: Pick<Policy, 'reasons'>, list: keyof ReasonLists): readonly string[] =>
  reasons?.[list] ?? commonReasons[list]
