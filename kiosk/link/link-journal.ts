import { counterSignedText, type CounterSignature } from '#core/journal/anchor.ts'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import {
  ackedAfter,
  BATCH_BYTES_MAX,
  BATCH_ENTRIES_MAX,
  isNewerPosition,
  withMark,
  nextBatch,
  WINDOW_BATCHES_MAX,
  type NextBatch,
  type StreamCursor,
} from '#core/journal/replication.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import type { Position } from '#core/protocol/messages.ts'
import { backOffMs } from '#kiosk/link/back-off.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import { sendAllHeads } from '#kiosk/link/link-status.ts'
import { inTurn, result, type StepResult } from '#kiosk/link/step-result.ts'

/** A position answers within a second; a message that was lost is sent again after this, and then ever later. */
const RESEND_AFTER_MS = 5_000

interface Batch {
  readonly lastSeq: number
  readonly text: string
}

/** The place before an entry, where that is no longer kept: its hash stands in what comes after. */
const prunedBefore = (context: LinkContext, { stream, seq, prevHash }: JournalEntry): JournalPlace | undefined => {
  const cursor = context.journal.cursors().find((candidate) => candidate.stream === stream)
  return seq > 1 && cursor?.prunedSeq === seq - 1 ? { stream, seq: seq - 1, hash: prevHash } : undefined
}

const readBatch = (context: LinkContext, { stream, afterSeq }: NextBatch, head: JournalPlace): Batch | undefined => {
  const texts: string[] = []
  let bytes = 0
  let last: JournalEntry | undefined
  let prunedTo: JournalPlace | undefined
  for (const entry of context.journal.read(stream, afterSeq, BATCH_ENTRIES_MAX)) {
    const text = JSON.stringify(entry)
    bytes += utf8Bytes(text)
    if (last !== undefined && bytes > BATCH_BYTES_MAX) break
    texts.push(text)
    prunedTo ??= last === undefined ? prunedBefore(context, entry) : undefined
    last = entry
  }
  if (last === undefined) return undefined
  const prunedText = prunedTo === undefined ? '' : `,"prunedTo":${JSON.stringify(prunedTo)}`
  // The entries are JSON already: written once, not twice.
  const headText = JSON.stringify({ stream: head.stream, seq: head.seq })
  return {
    lastSeq: last.seq,
    text: `{"stream":${JSON.stringify(stream)},"head":${headText},"entries":[${texts.join(',')}]${prunedText}}`,
  }
}

const openCursors = (state: LinkState, context: LinkContext): readonly StreamCursor[] =>
  context.journal.cursors().filter(({ stream }) => !state.quarantined.includes(stream))

const resendAt = (state: LinkState, context: LinkContext): number =>
  context.nowMs + RESEND_AFTER_MS + (state.resends === 0 ? 0 : backOffMs(state.resends, context.random))

const sendOne = (state: LinkState, context: LinkContext, head: JournalPlace): StepResult | undefined => {
  const next = nextBatch(openCursors(state, context), state.sentUpTo, state.underWay.length)
  const batch = next === undefined ? undefined : readBatch(context, next, head)
  if (next === undefined || batch === undefined) return undefined
  const sent = {
    ...state,
    sentUpTo: new Map(state.sentUpTo).set(next.stream, batch.lastSeq),
    underWay: [...state.underWay, { stream: next.stream, firstSeq: next.afterSeq + 1, lastSeq: batch.lastSeq }],
    resendAtMs: state.underWay.length === 0 ? resendAt(state, context) : state.resendAtMs,
  }
  return result(sent, { type: 'publish', topic: context.topics.own.journal, text: batch.text })
}

/** Sends batches until the window is full or nothing is left. */
export const sendJournal = (start: LinkState, context: LinkContext): StepResult => {
  const head = context.journal.head()
  if (start.phase !== 'up' || head === undefined) return result(start)
  let state = start
  const effects: LinkEffect[] = []
  for (let sent = 0; sent < WINDOW_BATCHES_MAX; sent += 1) {
    const step = sendOne(state, context, head)
    if (step === undefined) break
    state = step.state
    effects.push(...step.effects)
  }
  return result(state, ...effects)
}

/** Whatever was under way counts as lost: the next batch starts after what the hub has acknowledged. */
export const forgetUnderWay = (state: LinkState): LinkState => ({
  ...state,
  sentUpTo: new Map(),
  underWay: [],
  resendAtMs: Infinity,
})

/** Sends again what no position has answered for too long. */
export const resendIfLate = (state: LinkState, context: LinkContext): StepResult => {
  if (state.phase !== 'up' || context.nowMs < state.resendAtMs) return result(state)
  return sendJournal({ ...forgetUnderWay(state), resends: state.resends + 1 }, context)
}

/** True when the hub's place lies before what is under way: it lacks entries that were sent, or once had them. */
const isBehind = (state: LinkState, stream: string, last: number): boolean => {
  const first = state.underWay.find((batch) => batch.stream === stream)?.firstSeq
  return last + 1 < (first ?? (state.sentUpTo.get(stream) ?? 0) + 1)
}

const takePlace = (state: LinkState, context: LinkContext, stream: string, last: number): LinkState => {
  const cursor = context.journal.cursors().find((candidate) => candidate.stream === stream)
  if (cursor === undefined) return state
  const acked = ackedAfter(cursor, last)
  context.journal.acknowledge(acked)
  if (isBehind(state, stream, acked.ackedSeq)) {
    const sentUpTo = new Map(state.sentUpTo)
    sentUpTo.delete(stream)
    return { ...state, sentUpTo, underWay: state.underWay.filter((batch) => batch.stream !== stream) }
  }
  const underWay = state.underWay.filter((batch) => batch.stream !== stream || batch.lastSeq > acked.ackedSeq)
  return underWay.length === state.underWay.length ? state : { ...state, underWay, resends: 0 }
}

/**
 * A position that moves nothing, such as the answer to a status, leaves the time to send again where it is: the waiting
 * grows longer than the time between two statuses, and would never end.
 */
const resendAfterPosition = (before: LinkState, state: LinkState, context: LinkContext): number => {
  if (state.underWay.length === 0) return Infinity
  return state.underWay === before.underWay ? before.resendAtMs : resendAt(state, context)
}

/** Keeps the hub's word on an anchor; one that the hub did not sign is nobody's. */
const takeCounterSignature = (context: LinkContext, signature: CounterSignature | undefined): void => {
  if (signature === undefined || !context.isSignedByHub(counterSignedText(signature), signature.signature)) return
  context.journal.keepCounterSignature(signature)
}

/** Takes over where the hub stands, upwards and downwards, and sends on from there. */
export const takePosition = (before: LinkState, context: LinkContext, position: Position): StepResult => {
  if (!isNewerPosition(before.marks, position)) return result(before)
  const isOtherHub = before.marks.at(-1)?.hubBoot !== position.hubBoot
  const told = new Set([...(isOtherHub ? [] : before.told), ...position.positions.map(({ stream }) => stream)])
  let state: LinkState = { ...before, told, marks: withMark(before.marks, position) }
  for (const { stream, last } of position.positions) state = takePlace(state, context, stream, last)
  takeCounterSignature(context, position.counterSignature)
  // A stream that is told without a reason was opened again.
  const known = state.quarantined.filter((stream) => !position.positions.some((place) => place.stream === stream))
  const quarantined = position.quarantined?.map(({ stream }) => stream) ?? []
  const settled: LinkState = {
    ...state,
    quarantined: [...new Set([...known, ...quarantined])],
    resendAtMs: resendAfterPosition(before, state, context),
  }
  return inTurn(
    settled,
    (next) => (isOtherHub ? sendAllHeads(next, context) : result(next)),
    (next) => sendJournal(next, context),
  )
}
