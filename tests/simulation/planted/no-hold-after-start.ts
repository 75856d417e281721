import type { HoldingDevice } from '#hub/sales/refund-hold.ts'

export type { HoldingDevice }

/** Planted: a hub that has just started approves refunds before all tills have told it what it may have forgotten. */
export const devicesThatHold = async (): Promise<readonly HoldingDevice[]> => []

/** As above. */
export const tillsThatHold = async (): Promise<string[]> => []
