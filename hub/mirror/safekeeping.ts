import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { reconcileDeviceRecord, writeDeviceRecord } from '#hub/devices/device-record.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'
import type { Alarms } from '#hub/health/alarms.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { createLineSeal } from '#hub/mirror/line-seal.ts'
import { isOnDiskOfData } from '#hub/mirror/mirror-marker.ts'
import { Mirror } from '#hub/mirror/mirror.ts'
import { putMissingKeys, readMirroredKeys } from '#hub/mirror/mirrored-keys.ts'

export interface SafekeepingParts {
  /** Absent: what is the hub's own is as safe as the last backup. */
  readonly mirrorFolder: string | undefined
  readonly encryptionKey: string
  readonly keyFolder: string
  readonly database: HubDatabase
  readonly feedSigner: FeedSigner
  readonly sha256: Sha256
  readonly newId: NewId
  readonly alarms: Alarms
  readonly logger: Pick<Logger, 'warn'>
  readonly onChanges: (changes: Changes) => void
}

/** What keeps a second copy of what exists once. */
export interface Safekeeping {
  /** Waited for after COMMIT and before the answer. */
  readonly afterOwn: (changes: Changes) => Promise<void>
  readonly close: () => Promise<void>
}

/** Puts the keys in place that only the mirror has: before the hub makes new ones, which no till would know. */
export function takeOverKeys({
  mirrorFolder,
  encryptionKey,
  keyFolder,
}: Pick<SafekeepingParts, 'mirrorFolder' | 'encryptionKey' | 'keyFolder'>): readonly string[] {
  if (mirrorFolder === undefined) return []
  return putMissingKeys(keyFolder, readMirroredKeys(mirrorFolder, createLineSeal(encryptionKey)))
}

const openMirror = async (parts: SafekeepingParts, folder: string): Promise<Mirror> => {
  const mirror = new Mirror({
    ...parts,
    folder,
    seal: createLineSeal(parts.encryptionKey),
    onTaken: (takenCount, refusedCount, changes) => {
      parts.logger.warn({ takenCount, refusedCount }, 'the database was put back; its own entries came from the mirror')
      parts.onChanges(changes)
    },
  })
  await mirror.open()
  if (existsSync(folder) && isOnDiskOfData(folder, parts.database.path)) {
    parts.logger.warn('the mirror lies on the disk of the data, and is lost with it')
  }
  return mirror
}

/**
 * Brings a database that was put back to what mirror and record of devices know, and keeps both up to date from then
 * on. Before the hub's stream is opened, so that it goes on from the newest entry there is.
 */
export async function openSafekeeping(parts: SafekeepingParts): Promise<Safekeeping> {
  const { mirrorFolder, database, keyFolder, logger } = parts
  const mirror = mirrorFolder === undefined ? undefined : await openMirror(parts, mirrorFolder)
  const deviceCount = await reconcileDeviceRecord(database, keyFolder)
  if (deviceCount > 0) logger.warn({ deviceCount }, 'the database was put back; devices came from their record')
  return {
    afterOwn: async ({ areDevicesStale }) => {
      if (areDevicesStale) await writeDeviceRecord(database.read, keyFolder)
      await mirror?.follow(areDevicesStale)
    },
    close: async () => mirror?.close(),
  }
}
