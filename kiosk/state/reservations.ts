import type { PurposeOf, HubReply } from '#kiosk/state/hub-question.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Reservations that wait for the hub to hear that they are not used: more than baskets that are given up in an outage. */
const UNRELEASED_MAX = 200

const askRelease = (reservationId: string): TillEffect => ({
  type: 'ask_hub',
  operation: 'release',
  fields: { reservationId },
  purpose: { type: 'release', reservationId },
})

const release = (reservationId: string): TillEffect[] => [
  { type: 'keep_reservation', reservationId, phase: 'released', details: undefined },
  askRelease(reservationId),
]

/** Tells the hub that these are not used; what it does not hear is told again when it is back, also after a restart. */
export const releaseAll = (state: TillState, reservationIds: readonly string[]): StepResult =>
  next(
    state,
    { unreleased: [...state.unreleased, ...reservationIds].slice(-UNRELEASED_MAX) },
    reservationIds.flatMap(release),
  )

/** The hub is back: it hears what it has missed. */
export const releaseAgain = (state: TillState): StepResult => next(state, {}, state.unreleased.map(askRelease))

/** The hub has heard it, or never knew of it. */
export function onReleased(state: TillState, { reservationId }: PurposeOf<'release'>, reply: HubReply): StepResult {
  if (reply.outcome === 'away') return next(state)
  return next(state, { unreleased: state.unreleased.filter((id) => id !== reservationId) }, [
    { type: 'forget_reservation', reservationId },
  ])
}
