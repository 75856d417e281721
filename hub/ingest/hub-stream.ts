import { assert } from '#core/errors/assert.ts'
import { ANCHOR_EVERY_ENTRIES, ANCHOR_EVERY_MS, signAnchor, type AnchorFacts } from '#core/journal/anchor.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import { GENESIS_HASH, type Actor, type JournalEntry, type JournalPlace } from '#core/journal/entry.ts'
import { sealEntry } from '#core/journal/seal.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'
import { isBodyOf } from '#hub/ingest/check-body.ts'
import { findStream, insertStream, newestStreamOf } from '#hub/ingest/entry-queries.ts'
import { HUB_DEVICE_NUMBER, type Changes } from '#hub/ingest/fact.ts'
import { hubDeviceId } from '#hub/ingest/hub-facts.ts'
import { storeEntry } from '#hub/ingest/store-entry.ts'
import { localDate } from '#hub/ports/local-date.ts'

/** Each has an entry at least: more starts than these without an anchor between them there are not. */
const newestStreams = defineQuery((db, p: { deviceId: string }) =>
  db
    .selectFrom('streams')
    .select(['last_seq', 'anchored_seq'])
    .where('device_id', '=', p.deviceId)
    .orderBy('number', 'desc')
    .limit(ANCHOR_EVERY_ENTRIES),
)

/** A fact of the hub's own: what the API did, as the journal says it. */
export interface HubFact<T extends EntryType = EntryType> {
  readonly type: T
  readonly body: EntryBodies[T]
  readonly private?: JournalEntry['private']
}

export interface HubStreamParts {
  readonly clock: Clock
  readonly newId: NewId
  readonly sha256: Sha256
  readonly version: string
  /** The hub's own key: it vouches for catalogue and journal. */
  readonly feedSigner: FeedSigner
}

/** The program itself: what nobody in particular did. */
export const programActor: Actor = { kind: 'program', id: null }

/** Entries of the newest streams after the newest anchor. */
const countUnanchored = async (tx: Tx, deviceId: string): Promise<number> => {
  let count = 0
  for (const { last_seq, anchored_seq } of await tx.all(newestStreams, { deviceId })) {
    count += last_seq - (anchored_seq ?? 0)
    if (anchored_seq !== null) break
  }
  return count
}

/**
 * The stream that the hub writes: one for each start, as a till has one for each boot. Its head is read in each
 * transaction, so that what is undone leaves no trace here.
 */
export class HubStream {
  readonly id: string
  readonly #parts: HubStreamParts
  readonly #openedAtMs: number
  /** Entries of earlier starts that came after the newest anchor: a hub that starts often anchors all the same. */
  #unanchoredBefore = 0

  constructor(parts: HubStreamParts) {
    this.id = parts.newId()
    this.#openedAtMs = parts.clock.nowMs()
    this.#parts = parts
  }

  /** Opens the stream with its first entry, which names the last one of the start before. */
  async open(tx: Tx, changes: Changes): Promise<void> {
    const deviceId = await hubDeviceId(tx, this.#parts.newId)
    const before = await tx.one(newestStreamOf, { deviceId })
    this.#unanchoredBefore = await countUnanchored(tx, deviceId)
    const parent = before && { stream: before.stream, seq: before.last_seq, hash: before.last_hash }
    const lastHash = parent?.hash ?? GENESIS_HASH
    await tx.run(insertStream, { stream: this.id, deviceId, deviceNumber: HUB_DEVICE_NUMBER, lastHash })
    const body = {
      deviceId,
      deviceName: 'hub',
      deviceNumber: HUB_DEVICE_NUMBER,
      parent: parent ?? null,
      softwareVersion: this.#parts.version,
    }
    await this.record(tx, programActor, { type: 'stream_opened', body }, changes)
  }

  /** Writes a fact and applies it, within the transaction. Gives the entry as it was sealed. */
  async record<T extends EntryType>(tx: Tx, actor: Actor, fact: HubFact<T>, changes: Changes): Promise<JournalEntry> {
    const head = await tx.one(findStream, { stream: this.id })
    assert(head !== undefined, 'The hub has opened its stream.')
    // A till refuses what does not fit, and with it every change that comes after.
    assert(isBodyOf(fact.type, fact.body), `The hub writes only what fits: ${fact.type} does not.`)
    const { clock, newId, sha256 } = this.#parts
    const nowMs = clock.nowMs()
    const { timeZone } = await readPolicy(tx)
    const draft = {
      stream: this.id,
      seq: head.last_seq + 1,
      id: newId(),
      type: fact.type,
      at: new Date(nowMs).toISOString(),
      clockTrusted: clock.isTrusted(),
      monotonicMs: clock.monotonicMs(),
      businessDate: localDate(nowMs, timeZone),
      actor,
      body: fact.body,
      prevHash: head.last_hash,
      ...(fact.private === undefined ? {} : { private: fact.private }),
    }
    const sealed = sealEntry(draft, sha256)
    await storeEntry(tx, { streamNumber: head.number, deviceNumber: HUB_DEVICE_NUMBER }, sealed, changes)
    const isDue = sealed.entry.seq - (head.anchored_seq ?? -this.#unanchoredBefore) >= ANCHOR_EVERY_ENTRIES
    if (isDue && fact.type !== 'anchor') {
      await this.record(tx, programActor, this.#anchorOf(sealed.entry, 'entries'), changes)
    }
    return sealed.entry
  }

  /** The anchor that is due since the last was an hour ago, or undefined when it was not or nothing came after it. */
  async staleAnchor(tx: Tx): Promise<HubFact<'anchor'> | undefined> {
    const head = await tx.one(findStream, { stream: this.id })
    if (head === undefined || head.last_seq === head.anchored_seq) return undefined
    const anchoredAtMs = head.anchored_at === null ? this.#openedAtMs : Date.parse(head.anchored_at)
    // A clock that was set back since shows a time long before the anchor.
    if (Math.abs(this.#parts.clock.nowMs() - anchoredAtMs) < ANCHOR_EVERY_MS) return undefined
    return this.#anchorOf({ stream: this.id, seq: head.last_seq, hash: head.last_hash }, 'hour')
  }

  #anchorOf({ stream, seq, hash }: JournalPlace, why: AnchorFacts['why']): HubFact<'anchor'> {
    return { type: 'anchor', body: signAnchor({ stream, seq, hash }, { why }, this.#parts.feedSigner) }
  }
}
