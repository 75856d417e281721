import type { Claim } from '#core/protocol/reserve.ts'
import type { HubPurpose, HubReply, PurposeOf } from '#kiosk/state/hub-question.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

type AskRelease = Extract<TillEffect, { type: 'ask_hub' }>

/** Reservations that wait for the hub to hear that they are not used: more than baskets that are given up in an outage. */
const UNRELEASED_MAX = 200

/** A till has few questions open at once. */
const AGAIN_MAX = 4

/** Tells the hub that no entry of this till will use a reservation. */
export const askRelease = (reservationId: string): AskRelease => ({
  type: 'ask_hub',
  operation: 'release',
  fields: { reservationId },
  purpose: { type: 'release', reservationId },
})

const keepReleased = (reservationId: string): TillEffect => ({
  type: 'keep_reservation',
  reservationId,
  phase: 'released',
  details: undefined,
})

const release = (reservationId: string): TillEffect[] => [keepReleased(reservationId), askRelease(reservationId)]

/**
 * Asks the hub to set something aside for the open sale. The till's own note of it is on the disk first, until the sale is
 * recorded or the hub has heard that it is not used.
 */
export const reserveFor = (
  { operator }: TillState,
  claim: Claim,
  purpose: Extract<HubPurpose, { type: 'coupon' | 'points_tender' | 'account_tender' }>,
): TillEffect[] => {
  const { reservationId } = purpose
  return [
    { type: 'keep_reservation', reservationId, phase: 'asked', details: undefined },
    { type: 'ask_hub', operation: 'reserve', fields: { reservationId, claim, operatorId: operator?.id }, purpose },
  ]
}

/**
 * Tells the hub that these are not used; what it does not hear is told again when it is back, also after a restart. Also
 * what was refused: the question may be on its way a second time, and be granted then.
 */
export function releaseAll(state: TillState, reservationIds: readonly string[]): StepResult {
  const all = [...state.unreleased, ...reservationIds]
  const unreleased = all.slice(-UNRELEASED_MAX)
  // What a boot found open is not on the disk as released: it is known there alone from now on.
  const kept = all.slice(0, all.length - unreleased.length).map(keepReleased)
  return next(state, { unreleased }, [...kept, ...reservationIds.flatMap(release)])
}

/** The hub is back: it hears what it has missed. */
export const releaseAgain = (state: TillState): StepResult => next(state, {}, state.unreleased.map(askRelease))

/** Time passes: what a slow hub has not answered is told again, a few at a time; then what only the disk still knows. */
export const releaseSome = (state: TillState): StepResult => {
  if (!state.isOnline) return next(state)
  const some = state.unreleased.slice(0, AGAIN_MAX).map(askRelease)
  return next(state, {}, some.length > 0 ? some : [{ type: 'release_kept' }])
}

/** The hub has heard it, or never knew of it. */
export function onReleased(state: TillState, { reservationId }: PurposeOf<'release'>, reply: HubReply): StepResult {
  if (reply.outcome === 'away') return next(state)
  return next(state, { unreleased: state.unreleased.filter((id) => id !== reservationId) }, [
    { type: 'forget_reservation', reservationId },
  ])
}
