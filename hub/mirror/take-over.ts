import { assert } from '#core/errors/assert.ts'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import { judgeEntry } from '#core/journal/replication.ts'
import { hashedText } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Tx } from '#hub/db/connection.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'
import { appendToFeed } from '#hub/feed/feed.ts'
import { keepRestored } from '#hub/http/idempotency.ts'
import { findEntryHash, findStream, insertStream } from '#hub/ingest/entry-queries.ts'
import { HUB_DEVICE_NUMBER, noChanges, type Changes } from '#hub/ingest/fact.ts'
import { findHubFact, HUB_DEVICE_ID, keepHubFact } from '#hub/ingest/hub-facts.ts'
import { storeEntry } from '#hub/ingest/store-entry.ts'

/** What taking entries over needs. */
export interface TakeOverParts {
  readonly database: Pick<HubDatabase, 'write'>
  readonly feedSigner: FeedSigner
  readonly sha256: Sha256
}

/** What came of entries that the mirror had. */
export interface TakenOver {
  readonly takenCount: number
  /** Entries that do not go on from what is here: another history, which stays in the mirror and nowhere else. */
  readonly refusedCount: number
  readonly changes: Changes
}

const openStream = async (tx: Tx, { stream, body }: JournalEntry) => {
  const { deviceId } = body
  assert(typeof deviceId === 'string', 'A stream is opened by a device.')
  await tx.run(insertStream, { stream, deviceId, deviceNumber: HUB_DEVICE_NUMBER, lastHash: GENESIS_HASH })
  // A new database goes on as the hub whose entries these are.
  const known = await tx.one(findHubFact, { name: HUB_DEVICE_ID })
  if (known === undefined) await tx.run(keepHubFact, { name: HUB_DEVICE_ID, value: deviceId })
  const made = await tx.one(findStream, { stream })
  assert(made !== undefined, 'A stream that was just made is there.')
  return made
}

type Outcome = 'taken' | 'known' | 'refused'

const takeOne = async (tx: Tx, entry: JournalEntry, sha256: Sha256, changes: Changes): Promise<Outcome> => {
  const found = await tx.one(findStream, { stream: entry.stream })
  const held =
    found && found.last_seq > 0 ? { stream: entry.stream, seq: found.last_seq, hash: found.last_hash } : undefined
  const isHeld = found !== undefined && entry.seq <= found.last_seq
  const row = isHeld ? await tx.one(findEntryHash, { streamNumber: found.number, seq: entry.seq }) : undefined
  const verdict = judgeEntry(held, row?.hash, entry, sha256)
  if (verdict === 'known') return 'known'
  if (verdict !== 'next') return 'refused'
  const { number: streamNumber } = found ?? (await openStream(tx, entry))
  const place = { streamNumber, deviceNumber: HUB_DEVICE_NUMBER, onFault: 'keep' as const }
  await storeEntry(tx, place, { entry, text: hashedText(entry) }, changes)
  const { idempotencyKeyHash: keyHash } = entry.body
  if (typeof keyHash === 'string') await tx.run(keepRestored, { keyHash, createdAtMs: Date.parse(entry.at) })
  return 'taken'
}

/** Takes entries of the hub's own into a database that lacks them, in their order, in one transaction. */
export async function takeOver(parts: TakeOverParts, entries: readonly JournalEntry[]): Promise<TakenOver> {
  const { database, feedSigner, sha256 } = parts
  const changes = noChanges()
  const counts: Record<Outcome, number> = { taken: 0, known: 0, refused: 0 }
  await database.write(async (tx) => {
    for (const entry of entries) counts[await takeOne(tx, entry, sha256, changes)] += 1
    // Numbers that were given to sales are entries of the mirror's as well.
    changes.renumbered.length = 0
    if (changes.catalogueRows.length > 0) await appendToFeed(tx, changes.catalogueRows, feedSigner)
  })
  return { takenCount: counts.taken, refusedCount: counts.refused, changes }
}
