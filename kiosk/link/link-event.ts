import type { ChangeSet } from '#core/catalogue/change-set.ts'
import type { Erasures } from '#core/protocol/erasures.ts'
import type { FeedHead, StockLevels } from '#core/protocol/messages.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'

/** What happens to a link, with the monotonic time of it. */
export type LinkEvent = { readonly nowMs: number } & (
  | { readonly type: 'tick' }
  /** CONNACK came. */
  | { readonly type: 'connected' }
  /** SUBACK came: what the hub sends from now on is heard. */
  | { readonly type: 'listening' }
  | { readonly type: 'closed' }
  | { readonly type: 'message'; readonly topic: string; readonly text: string }
  | { readonly type: 'journal_grew' }
  | { readonly type: 'basket_ended' }
  | { readonly type: 'health_changed' }
  | { readonly type: 'changes_fetched'; readonly sets: readonly ChangeSet[] }
  /** The hub does not know what the replica holds, or the replica is empty. */
  | { readonly type: 'snapshot_needed' }
  | { readonly type: 'snapshot_built'; readonly head: FeedHead }
  | { readonly type: 'fetch_failed'; readonly what: 'feed' | 'stock' | 'erasures' }
  | { readonly type: 'stock_fetched'; readonly levels: StockLevels['levels'] }
  | { readonly type: 'erasures_fetched'; readonly erasures: Erasures }
  | {
      readonly type: 'request'
      readonly requestId: string
      readonly operation: RequestOperation
      readonly fields: Readonly<Record<string, unknown>>
    }
)
