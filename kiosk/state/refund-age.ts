import type { DomainError } from '#core/errors/domain-error.ts'
import { REFUND_POLICY_DEFAULT, refundRefusal } from '#core/refund/refund-policy.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

const DAY_MS = 86_400_000

/** Whole days since a sale was paid; a clock that ran backwards makes it no older. */
const ageDays = ({ sale }: RefundSubject, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - Date.parse(sale.completedAt)) / DAY_MS))

/** True when a refund of this sale takes somebody who may refund beyond the policy. */
export const isTooOld = (state: TillState, subject: RefundSubject): boolean =>
  ageDays(subject, state.nowMs) > (state.policy.refunds ?? REFUND_POLICY_DEFAULT).daysMax

/** Why nothing of a sale goes back here; how old it may be is asked of whoever allows it. */
export const subjectRefusal = (state: TillState, { sale, status }: RefundSubject): DomainError | undefined =>
  refundRefusal(sale, {
    currency: state.policy.currency,
    ageDays: 0,
    status,
    policy: state.policy.refunds,
    isAuthorised: true,
  })
