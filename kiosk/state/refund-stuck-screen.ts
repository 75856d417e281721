import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { PendingRefund, RefundStuckScreen, RefundWaitScreen } from '#kiosk/state/refund-screens.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** The tills that refunds wait for, as the hub names them; none where it says no for another reason. */
const tillsOf = (reply: HubReply): readonly string[] => {
  if (reply.outcome !== 'problem' || reply.code !== 'refunds_held') return []
  const tills = reply.details?.['tills']
  return typeof tills === 'string' && tills !== '' ? tills.split(', ') : []
}

/**
 * True for what a manager may give without the hub, at the shop's risk: so little, and without a card, whose money can
 * be given back only once the hub has set it aside.
 */
export const mayRisk = ({ policy }: TillState, { draft, subject, tenders, isExchange }: PendingRefund): boolean =>
  subject !== undefined &&
  !isExchange &&
  draft.totals.totalMinor <= (policy.refunds?.riskMaxMinor ?? 0) &&
  tenders.every(({ kind }) => kind === 'cash')

/** Where a refund stands that the hub does not allow now, but somebody may: the screen that says so, or undefined. */
export function stuckScreen(
  state: TillState,
  { pending, from }: RefundWaitScreen,
  reply: HubReply,
): RefundStuckScreen | undefined {
  const tills = tillsOf(reply)
  const isOpen = tills.length > 0 || (reply.outcome === 'away' && mayRisk(state, pending))
  return isOpen ? { name: 'refund_stuck', pending, tills, isAsking: false, from } : undefined
}
