import { isBasketEmpty } from '#core/basket/basket.ts'
import { whyBasketStays } from '#kiosk/state/basket-step.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

type Reason = (state: TillState) => NoticeKey | undefined

const needsShift: Reason = ({ shift }) => (shift === undefined ? 'shift_closed' : undefined)

const needsItems: Reason = ({ basket }) => (basket === undefined || isBasketEmpty(basket) ? 'basket_empty' : undefined)

const needsTyped: Reason = (state) => needsItems(state) ?? (state.entry === '' ? 'type_discount_first' : undefined)

const undoesTender: Reason = ({ tenders }) => (tenders.length === 0 ? 'money_first' : undefined)

const movesBasket: Reason = (state) => whyBasketStays(state)?.key

/** Goods in the sale, or goods that were brought back for it, are in the way. */
const blockedByBasket: Reason = (state) =>
  needsItems(state) === undefined || state.basket?.exchange !== undefined ? 'basket_not_empty' : undefined

const reasons: Partial<Record<TillAction, Reason>> = {
  discount: needsTyped,
  order_discount: needsTyped,
  override_price: (state) => needsItems(state) ?? (state.entry === '' ? 'type_amount_first' : undefined),
  tenders: needsItems,
  x_report: needsShift,
  drawer: needsShift,
  cash: needsItems,
  card: needsItems,
  total: needsItems,
  void: (state) => (state.screen.name === 'tender' ? undoesTender(state) : needsItems(state)),
  hold: (state) => needsItems(state) ?? movesBasket(state),
  cancel_sale: (state) => (state.basket === undefined ? 'basket_empty' : movesBasket(state)),
  give_back: ({ unclaimed }) => (unclaimed.length === 0 ? 'give_back_none' : undefined),
  refund: ({ basket, shift }) => {
    if (shift === undefined) return 'shift_closed'
    return basket?.exchange === undefined ? undefined : 'exchange_open'
  },
  void_sale: blockedByBasket,
  recall: blockedByBasket,
  quantity: ({ entry }) => (entry === '' ? 'type_quantity_first' : undefined),
  department: ({ entry }) => (entry === '' ? 'type_amount_first' : undefined),
}

/** What ends an item or the whole sale, and would leave out the item that a refused quantity was typed for. */
export const endsItem: ReadonlySet<TillAction> = new Set([
  'card',
  'cash',
  'department',
  'enter',
  'hold',
  'total',
  'void',
])

/** Why an action would be refused now, as a disabled key says; undefined when it would be carried out. */
export const whyNot = (state: TillState, action: TillAction): NoticeKey | undefined =>
  state.isQuantityRefused && endsItem.has(action) ? 'quantity_first' : reasons[action]?.(state)
