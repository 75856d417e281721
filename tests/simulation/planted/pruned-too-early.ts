import type { PruneLimits } from '#core/journal/pruning.ts'

export { KEPT_DAYS, KEPT_DAYS_MAX, DAYS_WORKED_SINCE_MIN, PRUNED_AT_ONCE_MAX, agedTo } from '#core/journal/pruning.ts'

/** Planted: what the hub has acknowledged is no longer kept, however young it is. */
export const prunedBeforeMs = (trustedNowMs: number): number => trustedNowMs

/** Planted: and each entry goes by itself. */
export const PRUNED_AT_ONCE_MIN = 1

/** Planted: and whatever still stands on it. */
export const pruneTo = ({ ackedTo, vouchedAt, agedTo }: PruneLimits): number =>
  Math.max(0, Math.min(ackedTo, vouchedAt - 1, agedTo))
