import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { Tx } from '#hub/db/connection.ts'

/** Facts about devices, which the hub writes into its own stream. */
export type DeviceFact =
  | { readonly type: 'device_enrolled'; readonly body: EntryBodies['device_enrolled'] }
  | { readonly type: 'device_revoked'; readonly body: EntryBodies['device_revoked'] }

/** Writes a fact into the hub's stream and its projections, within the transaction; `userId` is who did it, if anybody. */
export type RecordDeviceFact = (tx: Tx, fact: DeviceFact, userId: number | null) => Promise<void>
