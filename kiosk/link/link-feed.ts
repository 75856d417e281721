import type { ChangeSet } from '#core/catalogue/change-set.ts'
import { changeSetHash } from '#core/catalogue/feed-hash.ts'
import type { FeedHead } from '#core/protocol/messages.ts'
import { backOffMs } from '#kiosk/link/back-off.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { FeedState, LinkState } from '#kiosk/link/link-state.ts'
import { result, type StepResult } from '#kiosk/link/step-result.ts'

/** Change sets that wait for the basket's end; beyond, the rest is fetched when they are applied. */
const WAITING_MAX = 200

/** Failures are counted a little further than a minute of waiting. */
const FAILURES_MAX = 16

const withFeed = (state: LinkState, feed: Partial<FeedState>): LinkState => ({
  ...state,
  feed: { ...state.feed, ...feed },
})

/** What the replica will hold when all that waits is applied. */
const heldHead = ({ feed }: LinkState, context: LinkContext): FeedHead => {
  const last = feed.waiting.at(-1)
  return last === undefined ? (feed.built ?? context.catalogue.head()) : { revision: last.revision, hash: last.hash }
}

const isSame = (one: FeedHead, other: FeedHead): boolean => one.revision === other.revision && one.hash === other.hash

/** True for a set that follows `held` and that our hub has signed. */
const isNext = (set: ChangeSet, held: FeedHead, context: LinkContext): boolean =>
  set.revision === held.revision + 1 &&
  set.previousHash === held.hash &&
  set.hash === changeSetHash(set, context.sha256) &&
  context.isSignedByHub(set.hash, set.signature)

/** Fetches what is missing; an empty replica starts with a snapshot. */
export const fetchIfBehind = (start: LinkState, context: LinkContext): StepResult => {
  const { newest, fetching, retryAtMs, waiting } = start.feed
  if (start.phase !== 'up' || newest === undefined || fetching !== 'nothing') return result(start)
  if (retryAtMs !== Infinity && context.nowMs < retryAtMs) return result(start)
  const state = withFeed(start, { retryAtMs: Infinity })
  const held = heldHead(state, context)
  if (isSame(held, newest) || waiting.length >= WAITING_MAX) return result(state)
  return held.revision === 0
    ? result(withFeed(state, { fetching: 'snapshot' }), { type: 'fetch_snapshot' })
    : result(withFeed(state, { fetching: 'changes' }), { type: 'fetch_changes', since: held })
}

/** Applies what waits when no basket is open: a price never changes under a customer's eyes. */
export const applyIfFree = (state: LinkState, context: LinkContext): StepResult => {
  const { built, waiting } = state.feed
  if ((built === undefined && waiting.length === 0) || context.catalogue.isBusy()) return result(state)
  if (built !== undefined) context.catalogue.switchToBuilt()
  for (const set of waiting) context.catalogue.apply(set)
  return result(withFeed(state, { built: undefined, waiting: [] }), { type: 'catalogue_changed' })
}

/** Takes the hub's word on which revision is the newest. */
export const takeFeedHead = (state: LinkState, context: LinkContext, newest: FeedHead): StepResult =>
  fetchIfBehind(withFeed(state, { newest }), context)

/** Takes change sets, live or fetched, as far as they follow what is held. */
export const takeChanges = (start: LinkState, context: LinkContext, sets: readonly ChangeSet[]): LinkState => {
  let state = start
  for (const set of sets) {
    const held = heldHead(state, context)
    const isTaken = state.feed.waiting.length < WAITING_MAX && isNext(set, held, context)
    const { newest } = state.feed
    const isNewest = newest === undefined || set.revision >= newest.revision
    state = withFeed(state, {
      waiting: isTaken ? [...state.feed.waiting, set] : state.feed.waiting,
      // Even a set that does not follow tells that there is more to fetch.
      newest: isNewest ? { revision: set.revision, hash: set.hash } : newest,
    })
  }
  return state
}

/** Fetched change sets have come; when none of them was of use, it is tried again later. */
export const takeFetchedChanges = (state: LinkState, context: LinkContext, sets: readonly ChangeSet[]): LinkState => {
  const taken = takeChanges(withFeed(state, { fetching: 'nothing' }), context, sets)
  const isFurther = taken.feed.waiting.length > state.feed.waiting.length
  return isFurther ? withFeed(taken, { failures: 0 }) : fetchFailed(taken, context)
}

/** The hub knows no history that leads from the replica to its own. */
export const snapshotNeeded = (state: LinkState): StepResult =>
  result(withFeed(state, { fetching: 'snapshot', waiting: [], built: undefined }), { type: 'fetch_snapshot' })

/** A new replica is built and waits for its moment. */
export const snapshotBuilt = (state: LinkState, head: FeedHead): LinkState =>
  withFeed(state, { fetching: 'nothing', failures: 0, waiting: [], built: head })

/** Tries again after a while. */
export const fetchFailed = (state: LinkState, context: LinkContext): LinkState => {
  const { failures } = state.feed
  return withFeed(state, {
    fetching: 'nothing',
    failures: Math.min(FAILURES_MAX, failures + 1),
    retryAtMs: context.nowMs + backOffMs(failures, context.random),
  })
}
