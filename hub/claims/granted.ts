import type { Refunded } from '#core/refund/refunded.ts'
import type { RefundPlan } from '#hub/claims/read-refunded.ts'

/** What a claim was granted: whose it is, how much, and for a refund what went back before it and what it will take. */
export interface Granted {
  readonly subjectId: number
  readonly claimed: number
  readonly refunded?: Refunded
  readonly plan?: RefundPlan
}
