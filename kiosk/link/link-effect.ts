import type { FeedHead, Reply } from '#core/protocol/messages.ts'

/** What a link asks the world to do, in order. */
export type LinkEffect =
  | { readonly type: 'connect' }
  | { readonly type: 'subscribe' }
  | { readonly type: 'publish'; readonly topic: string; readonly text: string }
  | { readonly type: 'fetch_changes'; readonly since: FeedHead }
  | { readonly type: 'fetch_snapshot' }
  | { readonly type: 'fetch_stock' }
  | { readonly type: 'fetch_erasures'; readonly since: number }
  /** An answer came to a request, or will not come. */
  | { readonly type: 'settle'; readonly requestId: string; readonly reply: Reply | 'unavailable' }
  /** For the till's screen. */
  | { readonly type: 'link_changed'; readonly isOnline: boolean; readonly unsentCount: number }
  | { readonly type: 'catalogue_changed' }
