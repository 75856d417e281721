import { moveCash } from '#kiosk/state/cash-drawer.ts'
import { countDrawer } from '#kiosk/state/count-drawer.ts'
import { findCustomer } from '#kiosk/state/customer.ts'
import { giveLineDiscount, giveOrderDiscount, changePrice } from '#kiosk/state/discount.ts'
import { exemptTax } from '#kiosk/state/exemption.ts'
import { sellExpired } from '#kiosk/state/expired-item.ts'
import { changeKeyedWeight, sellKeyedWeight } from '#kiosk/state/keyed-weight.ts'
import type { ActionOf, Approval, PrivilegedAction } from '#kiosk/state/privileged.ts'
import { beginRefund, beginVoid } from '#kiosk/state/refund-begin.ts'
import { payRefund } from '#kiosk/state/refund-pay.ts'
import { refundAtRisk, releaseTills } from '#kiosk/state/refund-stuck.ts'
import { payCardInCash } from '#kiosk/state/refund-terminal.ts'
import { listReports, takeXReport } from '#kiosk/state/reports.ts'
import { startShift } from '#kiosk/state/shift-steps.ts'
import type { StepResult } from '#kiosk/state/step-result.ts'
import { takePayment } from '#kiosk/state/tender.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/**
 * Carries out an act that is allowed. What it acts on may have changed while a manager was asked for: it looks again, and
 * refuses what fits no more. It starts below the layer, on the screen from which the act was attempted.
 */
type Runner<T extends PrivilegedAction['type']> = (
  state: TillState,
  action: ActionOf<T>,
  world: World,
  approval: Approval,
) => StepResult

const runners: { readonly [T in PrivilegedAction['type']]: Runner<T> } = {
  line_discount: giveLineDiscount,
  order_discount: giveOrderDiscount,
  price_override: changePrice,
  find_customer: findCustomer,
  keyed_weight: sellKeyedWeight,
  keyed_weight_of_line: changeKeyedWeight,
  open_shift: startShift,
  take_payment: takePayment,
  tax_exemption: exemptTax,
  sell_expired: sellExpired,
  refund: beginRefund,
  refund_money: payRefund,
  refund_card_in_cash: payCardInCash,
  release_tills: releaseTills,
  refund_at_risk: refundAtRisk,
  void_sale: beginVoid,
  cash_movement: moveCash,
  close_shift: countDrawer,
  x_report: takeXReport,
  list_reports: listReports,
}

/** Carries out one act, with what a manager has allowed of it. */
export function perform(
  state: TillState,
  { action, approval }: { readonly action: PrivilegedAction; readonly approval: Approval },
  world: World,
): StepResult {
  // The table has a runner for each act; TypeScript cannot see that the act fits the runner it is looked up by.
  const run = runners[action.type] as (
    state: TillState,
    action: PrivilegedAction,
    world: World,
    approval: Approval,
  ) => StepResult
  return run(state, action, world, approval)
}
