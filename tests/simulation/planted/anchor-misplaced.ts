import { signAnchor, type Anchor } from '#core/journal/anchor.ts'
import type { EntryType } from '#core/journal/entry-bodies.ts'
import type { Actor, JournalEntry } from '#core/journal/entry.ts'
import type { Tx } from '#hub/db/connection.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { HubStream as RightHubStream, programActor, type HubFact, type HubStreamParts } from '#hub/ingest/hub-stream.ts'

export { programActor, type HubFact, type HubStreamParts }

/** Planted: the hub’s anchors vouch for the entry before the one that they should. */
export class HubStream extends RightHubStream {
  readonly #parts: HubStreamParts

  constructor(parts: HubStreamParts) {
    super(parts)
    this.#parts = parts
  }

  override async record<T extends EntryType>(
    tx: Tx,
    actor: Actor,
    fact: HubFact<T>,
    changes: Changes,
  ): Promise<JournalEntry> {
    if (fact.type !== 'anchor') return super.record(tx, actor, fact, changes)
    const { stream, seq, hash, why } = fact.body as Anchor
    const body = signAnchor({ stream, seq: seq - 1, hash }, { why }, this.#parts.feedSigner)
    return super.record(tx, actor, { type: 'anchor', body }, changes)
  }
}
