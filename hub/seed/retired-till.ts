import type { EntryType } from '#core/journal/entry-bodies.ts'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import { BATCH_ENTRIES_MAX } from '#core/journal/replication.ts'
import { sealEntry, type EntryDraft } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { JournalBatch } from '#core/protocol/messages.ts'
import type { HistoryFact } from '#hub/demo/history.ts'
import { seededRandom, seededUuid } from '#hub/demo/seeded-random.ts'

/** The till whose history it is, as it was enrolled. */
export interface RetiredTill {
  readonly id: string
  readonly name: string
  readonly deviceNumber: number
}

const HISTORY_VERSION = 'demo'
const SEED = 7

/** Writes facts as the journal that the till would have kept, in the batches that it would have sent. */
export function* batchesOf(till: RetiredTill, facts: Iterable<HistoryFact>, sha256: Sha256): Generator<JournalBatch> {
  const random = seededRandom(SEED)
  let stream = ''
  let startsAtMs = 0
  let entries: JournalEntry[] = []
  let head = { seq: 0, hash: GENESIS_HASH }
  const batch = (): JournalBatch => ({ stream, head: { stream, seq: head.seq }, entries })

  const seal = (
    type: EntryType,
    body: object,
    place: { atMs: number; businessDate: string | null; operatorId: number | null },
  ) => {
    const draft: EntryDraft = {
      stream,
      seq: head.seq + 1,
      id: seededUuid(random, place.atMs),
      type,
      at: new Date(place.atMs).toISOString(),
      clockTrusted: true,
      monotonicMs: place.atMs - startsAtMs,
      businessDate: place.businessDate,
      actor: place.operatorId === null ? { kind: 'program', id: null } : { kind: 'operator', id: place.operatorId },
      body: { ...body },
      prevHash: head.hash,
    }
    const { entry } = sealEntry(draft, sha256)
    head = { seq: entry.seq, hash: entry.hash }
    return entry
  }

  const openStream = (atMs: number): void => {
    stream = seededUuid(random, atMs)
    startsAtMs = atMs
    const { id: deviceId, name: deviceName, deviceNumber } = till
    const body = { deviceId, deviceName, deviceNumber, parent: null, softwareVersion: HISTORY_VERSION }
    entries.push(seal('stream_opened', body, { atMs, businessDate: null, operatorId: null }))
  }

  for (const fact of facts) {
    if (stream === '') openStream(fact.atMs)
    if (entries.length === BATCH_ENTRIES_MAX) {
      yield batch()
      entries = []
    }
    entries.push(seal(fact.type, fact.body, fact))
  }
  yield batch()
}
