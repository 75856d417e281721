import type { ChangeSet } from '#core/catalogue/change-set.ts'
import type { PositionMark } from '#core/journal/replication.ts'
import type { FeedHead } from '#core/protocol/messages.ts'

/** A batch that was sent and that no position has answered yet. */
interface BatchUnderWay {
  readonly stream: string
  readonly firstSeq: number
  readonly lastSeq: number
}

/** What is known of the hub's catalogue, and what waits until no basket is open. */
export interface FeedState {
  /** The newest revision heard of. */
  readonly newest: FeedHead | undefined
  /** Checked change sets that follow the replica without a gap. */
  readonly waiting: readonly ChangeSet[]
  /** A new replica that is built and waits to be switched to. */
  readonly built: FeedHead | undefined
  readonly fetching: 'nothing' | 'changes' | 'snapshot'
  readonly failures: number
  readonly retryAtMs: number
}

/** Everything a link knows. Nothing of it must last: at a start the hub is asked again. */
export interface LinkState {
  readonly phase: 'down' | 'connecting' | 'subscribing' | 'up'
  /** Connections that failed in a row. */
  readonly failures: number
  readonly connectAtMs: number
  readonly statusAtMs: number
  readonly stockAtMs: number
  readonly underWay: readonly BatchUnderWay[]
  readonly sentUpTo: ReadonlyMap<string, number>
  /** Times in a row that what was under way counted as lost. */
  readonly resends: number
  readonly resendAtMs: number
  /** The highest count heard of each incarnation of the hub, the latest heard last. */
  readonly marks: readonly PositionMark[]
  /** Streams whose place the incarnation heard last has told. */
  readonly told: ReadonlySet<string>
  /** Streams whose entries the hub keeps apart; nothing more of them is sent. */
  readonly quarantined: readonly string[]
  readonly feed: FeedState
  /** Open requests, with the moment at which each is given up. */
  readonly requests: ReadonlyMap<string, number>
  /** Messages from the hub that did not fit their schema. */
  readonly invalidCount: number
}

/** A link that was just made and may connect at once. */
export const initialLinkState = (nowMs: number): LinkState => ({
  phase: 'down',
  failures: 0,
  connectAtMs: nowMs,
  statusAtMs: Infinity,
  stockAtMs: Infinity,
  underWay: [],
  sentUpTo: new Map(),
  resends: 0,
  resendAtMs: Infinity,
  marks: [],
  told: new Set(),
  quarantined: [],
  feed: { newest: undefined, waiting: [], built: undefined, fetching: 'nothing', failures: 0, retryAtMs: Infinity },
  requests: new Map(),
  invalidCount: 0,
})
