import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { createAlarms, type Alarms } from '#hub/health/alarms.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { MetricsRegistry } from '#hub/metrics/registry.ts'
import { openSafekeeping, takeOverKeys } from '#hub/mirror/safekeeping.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'

/** Database, journal and safekeeping of a hub, put together as `openHub` does. */
export interface MirroredHub {
  readonly database: HubDatabase
  readonly journal: Journal
  readonly alarms: Alarms
  readonly metrics: MetricsRegistry
  readonly feedKey: string
  readonly close: () => Promise<void>
}

export const MIRROR_SECRET = 'a key for tests that is long enough'

/** Opens it on the data folder, with a mirror or without. */
export async function openMirroredHub(
  folder: string,
  mirrorFolder: string | undefined,
  encryptionKey = MIRROR_SECRET,
): Promise<MirroredHub> {
  const keyFolder = join(folder, 'keys')
  mkdirSync(keyFolder, { recursive: true })
  takeOverKeys({ mirrorFolder, encryptionKey, keyFolder })
  const database = openHubDatabase(join(folder, 'hub.sqlite'), (error) => {
    throw error
  })
  const logger = pino({ level: 'silent' })
  const metrics = new MetricsRegistry()
  const alarms = createAlarms(logger, metrics)
  const signer = feedSigner(loadOrMakeKey(join(keyFolder, 'feed.key')))
  const ports = { clock: systemClock, newId: newUuid, sha256, version: 'test' }
  const common = { ...ports, database, feedSigner: signer, onChanges: () => {} }
  const keeping = { ...common, mirrorFolder, encryptionKey, keyFolder, alarms, logger }
  const { afterOwn, close } = await openSafekeeping(keeping)
  const journal = await openJournal({ ...common, afterOwn })
  return {
    database,
    journal,
    alarms,
    metrics,
    feedKey: signer.publicKey,
    close: async () => {
      await close()
      await database.close()
    },
  }
}

/** Adjusts a product's stock as the API does: an entry that exists at the hub only. */
export const adjustStock = async ({ journal }: Pick<MirroredHub, 'journal'>, productId: number, change: number) =>
  journal.write(({ record }) =>
    record(programActor, { type: 'stock_adjusted', body: { productId, unit: 'piece', change, reason: 'delivery' } }),
  )
