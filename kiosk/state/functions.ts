import { cleanText } from '#core/barcode/clean-text.ts'
import { couponReservations } from '#core/basket/basket-coupons.ts'
import { isBasketEmpty } from '#core/basket/basket.ts'
import { whyBasketStays, withoutBasket } from '#kiosk/state/basket-step.ts'
import { openBuyer } from '#kiosk/state/buyer.ts'
import { openCashDrawer } from '#kiosk/state/cash-drawer.ts'
import { openCloseShift } from '#kiosk/state/count-drawer.ts'
import { openCoupon } from '#kiosk/state/coupon.ts'
import { openCustomer } from '#kiosk/state/customer.ts'
import { discountCurrent, discountSale, overrideCurrent } from '#kiosk/state/discount.ts'
import { openEmpties } from '#kiosk/state/empties.ts'
import { openExemption } from '#kiosk/state/exemption.ts'
import { askGiveBack } from '#kiosk/state/give-back.ts'
import { openHeld } from '#kiosk/state/held.ts'
import { openHelp } from '#kiosk/state/help.ts'
import { openDepartments } from '#kiosk/state/item-screens.ts'
import { holdBasket } from '#kiosk/state/lists.ts'
import { lockTill } from '#kiosk/state/lock.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { openReceipts } from '#kiosk/state/receipts.ts'
import { exchangeReservations } from '#kiosk/state/refund-exchange.ts'
import { openRefund } from '#kiosk/state/refund-find.ts'
import { voidLastSale } from '#kiosk/state/refund-void.ts'
import { openReports, openXReport } from '#kiosk/state/reports.ts'
import { releaseAll } from '#kiosk/state/reservations.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { signOut } from '#kiosk/state/sign-in.ts'
import { andThen, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** The functions in the menu, in its order; nearly each has a key of its own besides. */
export const menuActions = [
  'price_check',
  'department',
  'hold',
  'recall',
  'receipts',
  'cancel_sale',
  'give_back',
  'discount',
  'order_discount',
  'override_price',
  'exempt_tax',
  'refund',
  'void_sale',
  'coupon',
  'customer',
  'buyer',
  'empties',
  'lock',
  'sign_out',
  'drawer',
  'x_report',
  'reports',
  'close_shift',
  'help',
] as const satisfies readonly TillAction[]

const askCancel = (state: TillState): StepResult => {
  if (state.basket === undefined) return refuse(state, bad('basket_empty'))
  const why = whyBasketStays(state)
  if (why !== undefined) return refuse(state, why)
  return next(state, { screen: { name: 'confirm_cancel' }, entry: '', notice: undefined })
}

const show = (state: TillState, screen: TillState['screen']): StepResult =>
  next(state, { screen, entry: '', notice: undefined })

type FunctionAction = (typeof menuActions)[number] | 'menu'

const functions: Record<FunctionAction, (state: TillState, world: World) => StepResult> = {
  price_check: (state) => show(state, { name: 'price_check', found: undefined }),
  department: openDepartments,
  empties: openEmpties,
  hold: holdBasket,
  recall: openHeld,
  receipts: openReceipts,
  cancel_sale: askCancel,
  give_back: askGiveBack,
  lock: (state) => lockTill(state, 'key'),
  sign_out: signOut,
  close_shift: openCloseShift,
  help: openHelp,
  menu: (state) => next(state, { screen: { name: 'menu', selected: 0 }, notice: undefined }),
  discount: discountCurrent,
  order_discount: discountSale,
  override_price: overrideCurrent,
  exempt_tax: openExemption,
  refund: openRefund,
  void_sale: voidLastSale,
  coupon: openCoupon,
  customer: openCustomer,
  buyer: openBuyer,
  drawer: openCashDrawer,
  x_report: openXReport,
  reports: openReports,
}

const isFunction = (action: TillAction): action is FunctionAction => Object.hasOwn(functions, action)

/** Carries out a function key of the sell screen; other keys change nothing. */
export const stepFunction = (state: TillState, key: KeyPressed, world: World): StepResult =>
  key.action !== undefined && isFunction(key.action) ? functions[key.action](state, world) : ignoreKey(state, key)

/** Keys in the menu: arrows and Enter, or the function's own key. */
export function stepMenu(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'menu') return next(state)
  if (key.action === 'escape') return show(state, { name: 'sell' })
  const sell: TillState = { ...state, screen: { name: 'sell' } }
  const chosen = menuActions[screen.selected]
  if (key.action === 'enter' && chosen !== undefined) return functions[chosen](sell, world)
  const selected = movedSelection(screen.selected, menuActions.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected } })
  const isOther = key.action !== undefined && key.action !== 'menu' && isFunction(key.action)
  return isOther ? stepFunction(sell, key, world) : ignoreKey(state, key)
}

/** Keys while the till asks whether to cancel the sale: Y or N, never Enter, which may have been typed ahead. */
export function stepConfirmCancel(state: TillState, key: KeyPressed): StepResult {
  const { basket, operator } = state
  const answer = key.text?.toLowerCase()
  if (key.action === 'escape' || answer === 'n') return show(state, { name: 'sell' })
  if (answer !== 'y' || basket === undefined || operator === undefined) return ignoreKey(state, key)
  const cancelled = withoutBasket(state, isBasketEmpty(basket) ? undefined : good('basket_cancelled'))
  const done = next(cancelled, { screen: { name: 'sell' } }, [
    { type: 'cancel_basket', basket, operatorId: operator.id },
    { type: 'show_display', upper: cleanText(state.policy.shopName), lower: '' },
  ])
  return andThen(done, (after) =>
    releaseAll(after, [...couponReservations(basket.coupons), ...exchangeReservations(basket)]),
  )
}
