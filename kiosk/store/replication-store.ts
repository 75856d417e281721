import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import {
  ackedAfter,
  BATCH_BYTES_MAX,
  BATCH_ENTRIES_MAX,
  isNewerPosition,
  type PositionMark,
  type StreamCursor,
} from '#core/journal/replication.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import type { Position } from '#core/protocol/messages.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** Incarnations of the hub's database that are over; a message of one of them that comes late is known by these. */
const PAST_BOOTS_MAX = 64

/** What was handed to the network: while the link is up everything is; after that, entries up to this number. */
export interface HandOver {
  readonly isLinkUp: boolean
  readonly handedOverTo: number
}

/** What the link reads and keeps of the journal. */
export class ReplicationStore {
  readonly #parts: StoreParts
  readonly #facts: FactsStore
  #mark: PositionMark | undefined
  #pastBoots: readonly string[]
  #handOver: HandOver

  constructor(parts: StoreParts, facts: FactsStore) {
    this.#parts = parts
    this.#facts = facts
    this.#mark = (JSON.parse(facts.get('hub_position') ?? 'null') as PositionMark | null) ?? undefined
    this.#pastBoots = JSON.parse(facts.get('past_hub_boots') ?? '[]') as string[]
    this.#handOver = JSON.parse(facts.get('hand_over') ?? '{"isLinkUp":false,"handedOverTo":0}') as HandOver
  }

  /** How far each stream goes and is acknowledged, oldest first. */
  cursors(): readonly StreamCursor[] {
    return this.#parts.journal.cursors()
  }

  /** The till's journal head, told with every batch. */
  head(): JournalPlace | undefined {
    return this.#parts.journal.head()
  }

  /** Entries that the hub is not known to hold. */
  unsentCount(): number {
    return this.cursors().reduce((sum, { headSeq, ackedSeq }) => sum + headSeq - ackedSeq, 0)
  }

  /** The next entries of a stream after `afterSeq`: at most what one batch holds, and at least one where there is one. */
  readBatch(stream: string, afterSeq: number): JournalEntry[] {
    const entries: JournalEntry[] = []
    let bytes = 0
    for (const entry of this.#parts.journal.read(stream, afterSeq, BATCH_ENTRIES_MAX)) {
      bytes += utf8Bytes(JSON.stringify(entry))
      if (entries.length > 0 && bytes > BATCH_BYTES_MAX) break
      entries.push(entry)
    }
    return entries
  }

  /** Takes the hub's word on what it holds, downwards too; false when it is older than what is known. */
  setPosition(position: Position): boolean {
    const { hubBoot, counter, positions } = position
    if (!isNewerPosition(this.#mark, { hubBoot, counter }, this.#pastBoots)) return false
    const cursors = new Map(this.cursors().map((cursor) => [cursor.stream, cursor]))
    this.#parts.transaction.run(() => {
      this.#keepMark({ hubBoot, counter })
      for (const { stream, last } of positions) {
        const cursor = cursors.get(stream)
        if (cursor !== undefined) this.#parts.journal.acknowledge(ackedAfter(cursor, last))
      }
    })
    return true
  }

  /** What was handed over so far. */
  handOver(): HandOver {
    return this.#handOver
  }

  /** Committed once a connection, before its first byte of the journal. */
  linkUp(): void {
    if (!this.#handOver.isLinkUp) this.#keepHandOver({ ...this.#handOver, isLinkUp: true })
  }

  /** The connection is over: what is written from now on was not handed over. A boot counts as one. */
  linkDown(): void {
    if (!this.#handOver.isLinkUp) return
    this.#keepHandOver({ isLinkUp: false, handedOverTo: this.#parts.journal.lastEntryNumber() })
  }

  #keepMark(mark: PositionMark): void {
    const before = { mark: this.#mark, pastBoots: this.#pastBoots }
    this.#parts.transaction.onRollback(() => {
      this.#mark = before.mark
      this.#pastBoots = before.pastBoots
    })
    if (before.mark !== undefined && before.mark.hubBoot !== mark.hubBoot) {
      this.#pastBoots = [...before.pastBoots, before.mark.hubBoot].slice(-PAST_BOOTS_MAX)
      this.#facts.set('past_hub_boots', JSON.stringify(this.#pastBoots))
    }
    this.#mark = mark
    this.#facts.set('hub_position', JSON.stringify(mark))
  }

  #keepHandOver(handOver: HandOver): void {
    this.#parts.transaction.run(() => this.#facts.set('hand_over', JSON.stringify(handOver)))
    this.#handOver = handOver
  }
}
