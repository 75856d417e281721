export * from '#core/journal/pruning.ts'

/** Planted: what the hub has acknowledged is no longer kept. */
export const prunedBeforeMs = (trustedNowMs: number): number => trustedNowMs

/** Planted: and each entry goes by itself. */
export const PRUNED_AT_ONCE_MIN = 1
