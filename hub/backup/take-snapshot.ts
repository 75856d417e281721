import { chmodSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DomainError } from '#core/errors/domain-error.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { migrations } from '#hub/db/migrations.ts'
import { findHubFact, HUB_DEVICE_ID } from '#hub/ingest/hub-facts.ts'

/** Where a snapshot stands until it is sealed; one that nobody came for is written over by the next. */
const snapshotPathOf = (databasePath: string): string => join(dirname(databasePath), 'snapshot.sqlite')

/** A copy of the database as it was at one moment, and what stands in the head of a backup of it. */
export interface Snapshot {
  readonly path: string
  readonly schema: number
  readonly hubId: string | null
}

/** Makes the way to take a snapshot while the hub serves; only one at a time. */
export function createSnapshots(database: HubDatabase): (say: (progress: string) => void) => Promise<Snapshot> {
  let isUnderWay = false
  return async (say) => {
    if (isUnderWay) throw new DomainError('conflict', 'A backup is under way already; wait for its end.')
    isUnderWay = true
    const path = snapshotPathOf(database.path)
    try {
      rmSync(path, { force: true })
      await database.copyTo(path, (percent) => say(`Copying the database ${percent} %`))
      chmodSync(path, 0o600)
      const hubId = (await database.read.one(findHubFact, { name: HUB_DEVICE_ID }))?.value ?? null
      return { path, schema: migrations.length, hubId }
    } catch (error) {
      rmSync(path, { force: true })
      throw error
    } finally {
      isUnderWay = false
    }
  }
}
