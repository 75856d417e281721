import type { CatalogueRow, ChangeSet } from '#core/catalogue/change-set.ts'
import type { CounterSignature } from '#core/journal/anchor.ts'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import type { StreamCursor } from '#core/journal/replication.ts'
import type { Erasures } from '#core/protocol/erasures.ts'
import type { DeviceState, FeedHead, StockLevels } from '#core/protocol/messages.ts'

/** The till's journal, as the link sends it. All of it is synchronous; writes are on the disk when they return. */
export interface LinkJournal {
  /** How far each stream goes and is acknowledged, oldest first. */
  readonly cursors: () => readonly StreamCursor[]
  readonly head: () => JournalPlace | undefined
  /** At most `limit` entries of a stream after `afterSeq`, in order. */
  readonly read: (stream: string, afterSeq: number, limit: number) => Iterable<JournalEntry>
  /** Keeps how far the hub holds a stream: its word, downwards too. */
  readonly acknowledge: (cursor: StreamCursor) => void
  /** Keeps the hub's word on an anchor of this journal, when it is the newest. Its signature was checked. */
  readonly keepCounterSignature: (signature: CounterSignature) => void
  /** Commits that from now on every sale counts as handed over. Before the first byte of the journal leaves. */
  readonly setLinkUp: () => void
  /** Commits that the link is down: what was written up to now counts as handed over, later sales do not. */
  readonly setLinkDown: () => void
  /** The number of the newest erasure that was carried out here. */
  readonly erasedUpTo: () => number
  /** Takes out the personal data that the hub was ordered to erase. */
  readonly erase: (erasures: Erasures) => void
}

/** Where a new catalogue grows, row by row; nothing of it is seen before it is switched to. */
export interface CatalogueBuilder {
  readonly add: (row: CatalogueRow) => void
  /** All rows came and their hash is right: it may be switched to when no basket is open. */
  readonly finish: (head: FeedHead) => void
  readonly discard: () => void
}

/** The till's replica of the catalogue. */
export interface LinkCatalogue {
  /** What the replica holds; revision 0 and the genesis hash when it is empty. */
  readonly head: () => FeedHead
  /** Applies a change set as one transaction; its place and hash are checked. */
  readonly apply: (set: ChangeSet) => void
  /** Starts a new replica beside the one in use. */
  readonly build: () => CatalogueBuilder
  /** Takes the finished new replica into use. */
  readonly switchToBuilt: () => void
  readonly setStockLevels: (levels: StockLevels['levels']) => void
  /** True while a basket is open: then its prices stay. */
  readonly isBusy: () => boolean
}

/** What the link takes from its till, beside journal and catalogue. */
export interface LinkWorld {
  readonly journal: LinkJournal
  readonly catalogue: LinkCatalogue
  readonly softwareVersion: string
  /** How the till's devices fare, for `up/state`. */
  readonly deviceHealth: () => DeviceState['devices']
  /** ISO 8601, UTC. */
  readonly nowIso: () => string
  /** True when the hub's feed key signed `text`; `signature` is base64url. */
  readonly isSignedByHub: (text: string, signature: string) => boolean
  readonly sha256: (text: string) => string
  /** From 0 up to 1, for the jitter of waiting times. */
  readonly random: () => number
}
