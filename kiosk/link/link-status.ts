import { STATUS_HEADS_MAX, statusCursors, type StreamCursor } from '#core/journal/replication.ts'
import type { DeviceState } from '#core/protocol/messages.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import type { LinkWorld } from '#kiosk/link/ports.ts'
import { result, type StepResult } from '#kiosk/link/step-result.ts'

const STATUS_EVERY_MS = 30_000

/** Entries that the hub is not known to hold. */
export const unsentCount = ({ journal }: Pick<LinkWorld, 'journal'>): number =>
  journal.cursors().reduce((sum, { headSeq, ackedSeq }) => sum + headSeq - ackedSeq, 0)

const statusText = (context: LinkContext, cursors: readonly StreamCursor[]): string => {
  const status: DeviceState = {
    isOnline: true,
    at: context.nowIso(),
    softwareVersion: context.softwareVersion,
    catalogueRevision: context.catalogue.head().revision,
    unsentCount: unsentCount(context),
    heads: cursors.map(({ stream, headSeq }) => ({ stream, head: headSeq })),
    devices: context.deviceHealth(),
  }
  return JSON.stringify(status)
}

/** Tells the hub how the till is and how far its streams go, even when nothing is to be sent: so whatever got lost shows. */
export const sendStatus = (state: LinkState, context: LinkContext): StepResult => {
  if (state.phase !== 'up') return result(state)
  const text = statusText(context, statusCursors(context.journal.cursors(), state.told))
  const next = { ...state, statusAtMs: context.nowMs + STATUS_EVERY_MS }
  return result(next, { type: 'publish', topic: context.topics.own.state, text })
}

/**
 * Tells the hub of every stream there is. An incarnation of the hub that the till has not met may come from an old
 * backup, or from none, and lack what the till has long seen acknowledged.
 */
export const sendAllHeads = (state: LinkState, context: LinkContext): StepResult => {
  const cursors = context.journal.cursors()
  const effects: LinkEffect[] = []
  for (let at = 0; at < cursors.length; at += STATUS_HEADS_MAX) {
    const text = statusText(context, cursors.slice(at, at + STATUS_HEADS_MAX))
    effects.push({ type: 'publish', topic: context.topics.own.state, text })
  }
  return result(state, ...effects)
}

/** What the broker says in the till's stead when it is gone. */
export const lastWill = (world: Pick<LinkWorld, 'nowIso' | 'softwareVersion'>): string => {
  const status: DeviceState = {
    isOnline: false,
    at: world.nowIso(),
    softwareVersion: world.softwareVersion,
    catalogueRevision: 0,
    unsentCount: 0,
    heads: [],
    devices: [],
  }
  return JSON.stringify(status)
}
