import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { RestorePlace } from '#hub/backup/restore-hub.ts'
import { openHubDatabase } from '#hub/db/hub-database.ts'
import { reconcileDeviceRecord } from '#hub/devices/device-record.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { attachMirror } from '#hub/mirror/attach.ts'
import { createLineSeal } from '#hub/mirror/line-seal.ts'
import { takeOverKeys } from '#hub/mirror/safekeeping.ts'

export interface ApplyMirrorParts extends RestorePlace {
  /** Undefined: only the record of devices is applied. */
  readonly mirrorFolder: string | undefined
  readonly secret: string
  readonly sha256: Sha256
  readonly newId: NewId
}

/** What came on top of a backup. */
export interface Applied {
  readonly takenCount: number
  readonly refusedCount: number
  readonly deviceCount: number
}

/**
 * Puts on top of a restored database what is newer: the hub's own entries from the mirror, and who may come in from the
 * record of devices. With neither database nor backup the mirror alone makes a new one.
 */
export async function applyMirror(parts: ApplyMirrorParts): Promise<Applied> {
  const { databasePath, keyFolder, mirrorFolder, secret, sha256, newId } = parts
  mkdirSync(keyFolder, { recursive: true, mode: 0o700 })
  takeOverKeys({ mirrorFolder, encryptionKey: secret, keyFolder })
  // What fails here fails the command as well, and says why.
  const database = openHubDatabase(databasePath, () => {})
  try {
    const signer = feedSigner(loadOrMakeKey(join(keyFolder, 'feed.key')))
    const mirror = { seal: createLineSeal(secret), database, feedSigner: signer, sha256, newId }
    const taken = mirrorFolder === undefined ? undefined : await attachMirror({ ...mirror, folder: mirrorFolder })
    const { takenCount = 0, refusedCount = 0 } = taken?.taken ?? {}
    return { takenCount, refusedCount, deviceCount: await reconcileDeviceRecord(database, keyFolder) }
  } finally {
    await database.close()
  }
}
