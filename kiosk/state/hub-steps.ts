import { onCredit } from '#kiosk/state/account-tender.ts'
import { onCouponReserved } from '#kiosk/state/coupon.ts'
import { onCustomersFound } from '#kiosk/state/customer.ts'
import { onHeldListed, onHeldPut, onHeldTaken, onHeldTold } from '#kiosk/state/held-at-hub.ts'
import type { HubPurpose, HubReply, PurposeOf } from '#kiosk/state/hub-question.ts'
import { onPointsReserved } from '#kiosk/state/points-tender.ts'
import { onRefundLookedUp, onRefundSearched } from '#kiosk/state/refund-find.ts'
import { onRefundReserved } from '#kiosk/state/refund-reserve.ts'
import { onTillsReleased } from '#kiosk/state/refund-stuck.ts'
import { onReleased } from '#kiosk/state/reservations.ts'
import type { StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

type HubStep<T extends HubPurpose['type']> = (
  state: TillState,
  purpose: PurposeOf<T>,
  reply: HubReply,
  world: World,
) => StepResult

const hubSteps: { readonly [T in HubPurpose['type']]: HubStep<T> } = {
  release: onReleased,
  refund_lookup: onRefundLookedUp,
  refund_search: onRefundSearched,
  refund_reserve: onRefundReserved,
  refund_released: onTillsReleased,
  account_tender: onCredit,
  coupon: onCouponReserved,
  customer_search: onCustomersFound,
  held_put: onHeldPut,
  held_list: onHeldListed,
  held_take: onHeldTaken,
  held_told: onHeldTold,
  points_tender: onPointsReserved,
}

/** The hub's answer, to whatever asked for it. */
export function onHubAnswered(
  state: TillState,
  { purpose, reply }: { readonly purpose: HubPurpose; readonly reply: HubReply },
  world: World,
): StepResult {
  // The table has a step for each purpose; TypeScript cannot see that the purpose fits the step it is looked up by.
  const step = hubSteps[purpose.type] as (
    state: TillState,
    purpose: HubPurpose,
    reply: HubReply,
    world: World,
  ) => StepResult
  return step(state, purpose, reply, world)
}
