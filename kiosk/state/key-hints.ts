import { isBasketEmpty } from '#core/basket/basket.ts'
import { whyBasketStays } from '#kiosk/state/basket-step.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { ScreenName, TillState } from '#kiosk/state/till-state.ts'

/** What a key would do now; a disabled one says why when it is pressed, and is drawn dim. */
export interface KeyHint {
  readonly action: TillAction
  readonly why: NoticeKey | undefined
}

/** The actions that each screen shows on the key bar, in order. */
const barActions: Record<ScreenName, readonly TillAction[]> = {
  sign_in: ['enter', 'escape'],
  locked: ['enter', 'escape', 'sign_out'],
  open_shift: ['enter', 'escape'],
  sell: ['help', 'find', 'quantity', 'void', 'discount', 'hold', 'recall', 'cash', 'card', 'upi', 'drawer', 'total'],
  find: ['enter', 'up', 'down', 'escape'],
  price_check: ['enter', 'escape'],
  department: ['enter', 'up', 'down', 'escape'],
  unknown_item: ['enter', 'escape'],
  weigh: ['enter', 'escape'],
  tender: ['cash', 'card', 'upi', 'void', 'up', 'down', 'escape'],
  card: ['enter', 'escape'],
  complete: ['enter', 'receipts', 'menu'],
  held: ['enter', 'up', 'down', 'escape'],
  receipts: ['enter', 'up', 'down', 'escape'],
  close_shift: ['enter', 'escape'],
  shift_closed: ['enter'],
  confirm_cancel: ['escape'],
  menu: ['enter', 'up', 'down', 'escape'],
  help: ['escape'],
}

const needsItems: ReadonlySet<TillAction> = new Set(['void', 'hold', 'cash', 'card', 'total', 'cancel_sale'])
const comesLater: ReadonlySet<TillAction> = new Set(['discount', 'upi', 'drawer'])

const isEmpty = (state: TillState): boolean => state.basket === undefined || isBasketEmpty(state.basket)

const whyStays = (state: TillState): NoticeKey | undefined => whyBasketStays(state)?.key

const reasons: Partial<Record<TillAction, (state: TillState) => NoticeKey | undefined>> = {
  hold: whyStays,
  cancel_sale: whyStays,
  recall: (state) => (isEmpty(state) ? undefined : 'basket_not_empty'),
  quantity: (state) => (state.entry === '' ? 'type_quantity_first' : undefined),
  department: (state) => (state.entry === '' ? 'type_amount_first' : undefined),
}

/** Why an action would be refused now; undefined when it would be carried out. */
export function whyNot(state: TillState, action: TillAction): NoticeKey | undefined {
  if (comesLater.has(action)) return 'later_version'
  if (state.screen.name === 'tender' && action === 'void') return state.tenders.length === 0 ? 'money_first' : undefined
  if (needsItems.has(action) && isEmpty(state)) return 'basket_empty'
  return reasons[action]?.(state)
}

/** What the key bar shows now. */
export const keyHints = (state: TillState): readonly KeyHint[] =>
  barActions[state.screen.name].map((action) => ({ action, why: whyNot(state, action) }))
