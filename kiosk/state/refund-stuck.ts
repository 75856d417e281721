import { attempt } from '#kiosk/state/authorise.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { authorisationsOf } from '#kiosk/state/refund-begin.ts'
import { reserveRefund } from '#kiosk/state/refund-reserve.ts'
import type { RefundStuckScreen } from '#kiosk/state/refund-screens.ts'
import { settleRefund } from '#kiosk/state/refund-settle.ts'
import { mayRisk } from '#kiosk/state/refund-stuck-screen.ts'
import { complain, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const override = (state: TillState, { pending, tills }: RefundStuckScreen): StepResult => {
  const subjectId = pending.draft.refundId
  return attempt(
    state,
    tills.length > 0
      ? { type: 'release_tills', tills, subjectId }
      : { type: 'refund_at_risk', amountMinor: pending.draft.totals.totalMinor, subjectId },
  )
}

/** Keys while a refund waits for tills, or for the hub: the total key asks again, and a manager may wait no longer. */
export function stepRefundStuck(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_stuck') return next(state)
  if (key.action === 'escape') return next(state, { screen: screen.from, notice: undefined })
  if (screen.isAsking) return complain(state, bad('hub_wait'))
  if (key.action === 'total') return reserveRefund(state, screen.pending, world, screen.from)
  return key.action === 'void' ? override(state, screen) : ignoreKey(state, key)
}

/** A manager waits no longer for these tills: the hub is told, and then asked again. */
export function releaseTills(
  state: TillState,
  { tills, subjectId }: ActionOf<'release_tills'>,
  _world: World,
  approval: Approval,
): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'refund_stuck' || operator === undefined) return next(state)
  const fields = { tills, authorisedBy: approval?.authorisedBy ?? operator.id }
  return next(state, { screen: { ...screen, isAsking: true }, notice: undefined }, [
    { type: 'ask_hub', operation: 'release_tills', fields, purpose: { type: 'refund_released', refundId: subjectId } },
  ])
}

/** The hub waits for these no longer, or says why it does. */
export function onTillsReleased(
  state: TillState,
  { refundId }: PurposeOf<'refund_released'>,
  reply: HubReply,
  world: World,
): StepResult {
  const { screen } = state
  const isAwaited = screen.name === 'refund_stuck' && screen.isAsking && screen.pending.draft.refundId === refundId
  if (!isAwaited) return next(state)
  if (reply.outcome === 'answered') return reserveRefund(state, screen.pending, world, screen.from)
  const notice: Notice = hubRefusal(reply)
  return refuse({ ...state, screen: { ...screen, isAsking: false } }, notice)
}

/** A manager gives it without the hub, at the shop's risk; the hub books it as an exception when it hears of it. */
export function refundAtRisk(
  state: TillState,
  _action: ActionOf<'refund_at_risk'>,
  _world: World,
  approval: Approval,
): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_stuck' || !mayRisk(state, screen.pending)) return next(state)
  const { draft } = screen.pending
  const authorisations = authorisationsOf(approval, draft.authorisations)
  const allowed = authorisations.length === 0 ? {} : { authorisations }
  return settleRefund(state, { ...screen.pending, draft: { ...draft, ...allowed, isAtRisk: true } })
}
