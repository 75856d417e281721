import type { EntryType } from '#core/journal/entry-bodies.ts'
import type { Actor, JournalEntry } from '#core/journal/entry.ts'
import type { JournalBatch, Position } from '#core/protocol/messages.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { endReleases, forgetReports } from '#hub/devices/device-queries.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { appendToFeed } from '#hub/feed/feed.ts'
import { noChanges, type Changes } from '#hub/ingest/fact.ts'
import { HubStream, programActor, type HubFact, type HubStreamParts } from '#hub/ingest/hub-stream.ts'
import { ingestBatch, type BatchResult } from '#hub/ingest/ingest-batch.ts'
import { Positions } from '#hub/ingest/positions.ts'
import { NotAppliedError } from '#hub/ingest/store-entry.ts'

/** A command's hands: the transaction, and the pen for the hub's own stream. */
export interface Work {
  readonly tx: Tx
  readonly changes: Changes
  readonly record: <T extends EntryType>(actor: Actor, fact: HubFact<T>) => Promise<JournalEntry>
}

/** All that writes to the shop goes through here, whether a till or the API asks. */
export interface Journal {
  readonly hubBoot: string
  /** Runs a command in the writer's transaction; what it changed of the catalogue becomes a new revision. */
  readonly write: <T>(command: (work: Work) => Promise<T>) => Promise<T>
  /** Takes a batch from a device; the position may be told as it is, since it comes after COMMIT. */
  readonly receive: (device: Pick<EnrolledDevice, 'id' | 'deviceNumber'>, batch: JournalBatch) => Promise<Position>
  /** Signs the hub's own stream, when that was last done an hour ago and something was written since. */
  readonly anchor: () => Promise<void>
  /** How far these streams of a device are held: the answer to its status. */
  readonly positionsOf: (deviceId: string, streams: readonly string[]) => Promise<Position>
}

export interface JournalParts extends HubStreamParts {
  readonly database: HubDatabase
  /** Called after each COMMIT that changed something that others want to hear of. */
  readonly onChanges: (changes: Changes) => void
  /** Waited for after COMMIT and before the answer, where entries of the hub's own were written. */
  readonly afterOwn?: (changes: Changes) => Promise<void>
}

const isEmpty = (changes: Changes): boolean => {
  const { catalogueRows, stockProductIds, saleIds, areDevicesStale, isEntryNotApplied } = changes
  const isQuiet = !areDevicesStale && !isEntryNotApplied
  return catalogueRows.length === 0 && stockProductIds.size === 0 && saleIds.length === 0 && isQuiet
}

/** Opens the hub's stream for this start, and gives the way to write. */
export async function openJournal(parts: JournalParts): Promise<Journal> {
  const { database, feedSigner, onChanges, afterOwn, sha256, clock } = parts
  const stream = new HubStream(parts)
  const positions = new Positions(stream.id, feedSigner)
  const reader: Reader = database.read

  const write = async <T>(command: (work: Work) => Promise<T>): Promise<T> => {
    const changes = noChanges()
    let ownCount = 0
    const result = await database.write(async (tx) => {
      const record: Work['record'] = (actor, fact) => {
        ownCount += 1
        return stream.record(tx, actor, fact, changes)
      }
      const made = await command({ tx, changes, record })
      for (const body of changes.renumbered.splice(0)) await record(programActor, { type: 'sale_renumbered', body })
      if (changes.catalogueRows.length > 0) await appendToFeed(tx, changes.catalogueRows, feedSigner)
      return made
    })
    if (!isEmpty(changes)) onChanges(changes)
    if (ownCount > 0) await afterOwn?.(changes)
    return result
  }

  await write(async ({ tx, changes }) => {
    await tx.run(forgetReports, {})
    await tx.run(endReleases, {})
    await stream.open(tx, changes)
  })
  await afterOwn?.(noChanges())
  return {
    hubBoot: stream.id,
    write,
    receive: async (device, batch) => {
      const receivedAt = new Date(clock.nowMs()).toISOString()
      const take = async (onFault: 'tell' | 'keep'): Promise<BatchResult> =>
        write(({ tx, changes }) => ingestBatch({ tx, device, batch, sha256, receivedAt, changes, onFault }))
      // A savepoint for each entry costs, so it is taken only where an entry cannot be applied.
      const held = await take('tell').catch((error: unknown) => {
        if (error instanceof NotAppliedError) return take('keep')
        throw error
      })
      return positions.next([held])
    },
    anchor: async () =>
      write(async ({ tx, record }) => {
        const due = await stream.staleAnchor(tx)
        if (due !== undefined) await record(programActor, due)
      }),
    positionsOf: (deviceId, streams) => positions.ofStreams(reader, deviceId, streams),
  }
}
