import { ERASURES_MAX } from '#core/protocol/erasures.ts'
import { backOffMs, returnMs } from '#kiosk/link/back-off.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import type { LinkEvent } from '#kiosk/link/link-event.ts'
import {
  applyIfFree,
  fetchFailed,
  fetchIfBehind,
  snapshotBuilt,
  snapshotNeeded,
  takeFetchedChanges,
} from '#kiosk/link/link-feed.ts'
import { forgetUnderWay, resendIfLate, sendJournal } from '#kiosk/link/link-journal.ts'
import { takeMessage } from '#kiosk/link/link-message.ts'
import { ask, giveUpRequests } from '#kiosk/link/link-requests.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import { sendStatus, unsentCount } from '#kiosk/link/link-status.ts'
import { inTurn, result, type StepResult } from '#kiosk/link/step-result.ts'

const STOCK_EVERY_MS = 3_600_000
const STOCK_RETRY_MS = 60_000

const tellLink = (state: LinkState, context: LinkContext): StepResult =>
  result(state, { type: 'link_changed', isOnline: state.phase === 'up', unsentCount: unsentCount(context) })

/** The journal goes out only now: an answer sent before SUBACK would have been lost. */
const startListening = (start: LinkState, context: LinkContext): StepResult => {
  // Committed before the first byte of the journal leaves: from now on the hub may know each sale.
  context.journal.setLinkUp()
  const up: LinkState = { ...forgetUnderWay(start), phase: 'up', failures: 0, resends: 0, stockAtMs: context.nowMs }
  return inTurn(
    up,
    (state) => tellLink(state, context),
    (state) => sendStatus(state, context),
    (state) => sendJournal(state, context),
    (state) => fetchStockIfDue(state, context),
    (state) => fetchIfBehind(state, context),
  )
}

const close = (start: LinkState, context: LinkContext): StepResult => {
  const wasUp = start.phase === 'up'
  if (wasUp) context.journal.setLinkDown()
  const waitMs = wasUp ? returnMs(context.random) : backOffMs(start.failures, context.random)
  const down: LinkState = {
    ...forgetUnderWay(start),
    phase: 'down',
    failures: start.failures + 1,
    connectAtMs: context.nowMs + waitMs,
    statusAtMs: Infinity,
    stockAtMs: Infinity,
  }
  const ended = giveUpRequests(down, Infinity)
  return wasUp
    ? inTurn(
        ended.state,
        () => ended,
        (state) => tellLink(state, context),
      )
    : ended
}

const connectIfDue = (state: LinkState, context: LinkContext): StepResult =>
  state.phase === 'down' && context.nowMs >= state.connectAtMs
    ? result({ ...state, phase: 'connecting' }, { type: 'connect' })
    : result(state)

const fetchErasures = ({ journal }: LinkContext): LinkEffect => ({
  type: 'fetch_erasures',
  since: journal.erasedUpTo(),
})

/** What a till takes at connect and from time to time: all stock, and what it has to forget. */
const fetchStockIfDue = (state: LinkState, context: LinkContext): StepResult =>
  state.phase === 'up' && context.nowMs >= state.stockAtMs
    ? result({ ...state, stockAtMs: context.nowMs + STOCK_EVERY_MS }, { type: 'fetch_stock' }, fetchErasures(context))
    : result(state)

const tick = (start: LinkState, context: LinkContext): StepResult =>
  inTurn(
    start,
    (state) => connectIfDue(state, context),
    (state) => giveUpRequests(state, context.nowMs),
    (state) => resendIfLate(state, context),
    (state) => (context.nowMs >= state.statusAtMs ? sendStatus(state, context) : result(state)),
    (state) => fetchStockIfDue(state, context),
    (state) => fetchIfBehind(state, context),
  )

const useFeed = (start: LinkState, context: LinkContext): StepResult =>
  inTurn(
    start,
    (state) => applyIfFree(state, context),
    (state) => fetchIfBehind(state, context),
  )

const failFetch = (state: LinkState, context: LinkContext, what: 'feed' | 'stock' | 'erasures'): LinkState =>
  what === 'feed' ? fetchFailed(state, context) : { ...state, stockAtMs: context.nowMs + STOCK_RETRY_MS }

type Handlers = {
  readonly [K in LinkEvent['type']]: (
    state: LinkState,
    context: LinkContext,
    event: Extract<LinkEvent, { type: K }>,
  ) => StepResult
}

const handlers: Handlers = {
  tick,
  connected: (state) => result({ ...state, phase: 'subscribing' }, { type: 'subscribe' }),
  listening: startListening,
  closed: close,
  message: (start, context, { topic, text }) =>
    inTurn(
      start,
      (state) => takeMessage(state, context, topic, text),
      // An acknowledgement changes what the till shows as unsent.
      (state) => (topic === context.topics.own.position ? tellLink(state, context) : result(state)),
    ),
  journal_grew: (start, context) =>
    inTurn(
      start,
      (state) => sendJournal(state, context),
      (state) => tellLink(state, context),
    ),
  basket_ended: useFeed,
  health_changed: sendStatus,
  changes_fetched: (state, context, { sets }) => useFeed(takeFetchedChanges(state, context, sets), context),
  snapshot_needed: snapshotNeeded,
  snapshot_built: (state, context, { head }) => useFeed(snapshotBuilt(state, head), context),
  fetch_failed: (state, context, { what }) => result(failFetch(state, context, what)),
  stock_fetched: (state, context, { levels }) => {
    context.catalogue.setStockLevels(levels)
    return result(state)
  },
  erasures_fetched: (state, context, { erasures }) => {
    context.journal.erase(erasures)
    // A full answer may not have been all.
    return erasures.length < ERASURES_MAX ? result(state) : result(state, fetchErasures(context))
  },
  request: ask,
}

/**
 * What a link does when something happens: pure but for the till's store, which it reads and writes at once. The
 * simulator drives this very function.
 */
export const linkStep = (state: LinkState, event: LinkEvent, context: LinkContext): StepResult => {
  const handle = handlers[event.type] as (state: LinkState, context: LinkContext, event: LinkEvent) => StepResult
  return handle(state, context, event)
}

/** When the next `tick` is of use; Infinity when only an event can change anything. */
export const nextTickMs = (state: LinkState): number =>
  Math.min(
    state.phase === 'down' ? state.connectAtMs : Infinity,
    state.statusAtMs,
    state.stockAtMs,
    state.resendAtMs,
    state.phase === 'up' ? state.feed.retryAtMs : Infinity,
    ...state.requests.values(),
  )
