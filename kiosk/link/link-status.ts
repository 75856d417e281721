import { statusCursors } from '#core/journal/replication.ts'
import type { DeviceState } from '#core/protocol/messages.ts'
import type { LinkContext } from '#kiosk/link/link-context.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'
import type { LinkWorld } from '#kiosk/link/ports.ts'
import { result, type StepResult } from '#kiosk/link/step-result.ts'

const STATUS_EVERY_MS = 30_000

/** Entries that the hub is not known to hold. */
export const unsentCount = ({ journal }: Pick<LinkWorld, 'journal'>): number =>
  journal.cursors().reduce((sum, { headSeq, ackedSeq }) => sum + headSeq - ackedSeq, 0)

/** Tells the hub how the till is and how far its streams go, even when nothing is to be sent: so whatever got lost shows. */
export const sendStatus = (state: LinkState, context: LinkContext): StepResult => {
  if (state.phase !== 'up') return result(state)
  const status: DeviceState = {
    isOnline: true,
    at: context.nowIso(),
    softwareVersion: context.softwareVersion,
    catalogueRevision: context.catalogue.head().revision,
    unsentCount: unsentCount(context),
    heads: statusCursors(context.journal.cursors()).map(({ stream, headSeq }) => ({ stream, head: headSeq })),
    devices: context.deviceHealth(),
  }
  const next = { ...state, statusAtMs: context.nowMs + STATUS_EVERY_MS }
  return result(next, { type: 'publish', topic: context.topics.own.state, text: JSON.stringify(status) })
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
