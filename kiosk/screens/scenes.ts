import { ageCheckScene } from '#kiosk/screens/age-check.ts'
import { authoriseScene } from '#kiosk/screens/authorise.ts'
import { buyerScene } from '#kiosk/screens/buyer.ts'
import { cardScene } from '#kiosk/screens/card.ts'
import { cashDrawerScene } from '#kiosk/screens/cash-drawer.ts'
import { closeShiftScene } from '#kiosk/screens/close-shift.ts'
import { completeScene } from '#kiosk/screens/complete.ts'
import { confirmCancelScene } from '#kiosk/screens/confirm-cancel.ts'
import { confirmCloseScene } from '#kiosk/screens/confirm-close.ts'
import { couponScene } from '#kiosk/screens/coupon.ts'
import { customerScene } from '#kiosk/screens/customer.ts'
import { departmentScene } from '#kiosk/screens/department.ts'
import { emptiesScene } from '#kiosk/screens/empties.ts'
import { exemptionScene } from '#kiosk/screens/exemption.ts'
import { expiredItemScene } from '#kiosk/screens/expired-item.ts'
import { findScene } from '#kiosk/screens/find.ts'
import { giveBackScene } from '#kiosk/screens/give-back.ts'
import { heldScene } from '#kiosk/screens/held.ts'
import { helpScene } from '#kiosk/screens/help.ts'
import { lockedScene } from '#kiosk/screens/locked.ts'
import { menuScene } from '#kiosk/screens/menu.ts'
import { openShiftScene } from '#kiosk/screens/open-shift.ts'
import { otherTenderScene } from '#kiosk/screens/other-tender.ts'
import { pointsTenderScene } from '#kiosk/screens/points-tender.ts'
import { priceCheckScene } from '#kiosk/screens/price-check.ts'
import { reasonScene } from '#kiosk/screens/reason.ts'
import { receiptsScene } from '#kiosk/screens/receipts.ts'
import { refundDoneScene } from '#kiosk/screens/refund-done.ts'
import { refundFindScene } from '#kiosk/screens/refund-find.ts'
import { refundGoodsScene } from '#kiosk/screens/refund-goods.ts'
import { refundItemsScene } from '#kiosk/screens/refund-items.ts'
import { refundLinesScene } from '#kiosk/screens/refund-lines.ts'
import { refundPayScene } from '#kiosk/screens/refund-pay.ts'
import { refundSalesScene } from '#kiosk/screens/refund-sales.ts'
import { refundStuckScene } from '#kiosk/screens/refund-stuck.ts'
import { refundTerminalScene } from '#kiosk/screens/refund-terminal.ts'
import { refundWaitScene } from '#kiosk/screens/refund-wait.ts'
import { reportsScene } from '#kiosk/screens/reports.ts'
import { sellScene } from '#kiosk/screens/sell.ts'
import { serialScene } from '#kiosk/screens/serial.ts'
import { shiftClosedScene } from '#kiosk/screens/shift-closed.ts'
import { signInScene } from '#kiosk/screens/sign-in.ts'
import { tenderScene } from '#kiosk/screens/tender.ts'
import { unknownItemScene } from '#kiosk/screens/unknown-item.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { weighScene } from '#kiosk/screens/weigh.ts'
import type { ScreenName } from '#kiosk/state/till-state.ts'

/** How each screen of the till looks. */
export const scenes: Readonly<Record<ScreenName, Paint>> = {
  sign_in: signInScene,
  locked: lockedScene,
  open_shift: openShiftScene,
  sell: sellScene,
  find: findScene,
  price_check: priceCheckScene,
  department: departmentScene,
  unknown_item: unknownItemScene,
  weigh: weighScene,
  age_check: ageCheckScene,
  expired_item: expiredItemScene,
  serial: serialScene,
  empties: emptiesScene,
  tender: tenderScene,
  other_tender: otherTenderScene,
  card: cardScene,
  complete: completeScene,
  held: heldScene,
  receipts: receiptsScene,
  cash_drawer: cashDrawerScene,
  close_shift: closeShiftScene,
  confirm_close: confirmCloseScene,
  reports: reportsScene,
  shift_closed: shiftClosedScene,
  confirm_cancel: confirmCancelScene,
  confirm_give_back: giveBackScene,
  authorise: authoriseScene,
  reason: reasonScene,
  exemption: exemptionScene,
  refund_find: refundFindScene,
  refund_sales: refundSalesScene,
  refund_lines: refundLinesScene,
  refund_items: refundItemsScene,
  refund_goods: refundGoodsScene,
  refund_pay: refundPayScene,
  refund_wait: refundWaitScene,
  refund_stuck: refundStuckScene,
  refund_terminal: refundTerminalScene,
  refund_done: refundDoneScene,
  coupon: couponScene,
  customer: customerScene,
  buyer: buyerScene,
  points_tender: pointsTenderScene,
  menu: menuScene,
  help: helpScene,
}
