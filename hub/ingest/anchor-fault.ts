import { findAnchorFault, type Anchor, type AnchorFault } from '#core/journal/anchor.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import { keysOfDevice } from '#hub/devices/device-keys.ts'
import { signatures } from '#hub/ports/signatures.ts'

/** What speaks against an anchor that fits its schema: it must be where it says, by a key that the device has or had. */
export async function faultOfAnchor(tx: Tx, deviceId: string, entry: JournalEntry): Promise<AnchorFault | undefined> {
  const keys = await keysOfDevice(tx, deviceId)
  return findAnchorFault(entry, entry.body as Anchor, (keyId) => keys.has(keyId), signatures)
}
