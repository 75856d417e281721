import { DomainError } from '#core/errors/domain-error.ts'
import { canonicalJson } from '#core/journal/canonical-json.ts'
import type { Claim, Reserved } from '#core/protocol/reserve.ts'
import { claimAccount, claimPoints } from '#hub/claims/claim-balance.ts'
import { claimCoupon } from '#hub/claims/claim-coupon.ts'
import { claimRefund } from '#hub/claims/claim-refund.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { findReservation, insertReservation, type ReservationRow } from '#hub/claims/reservation-queries.ts'
import type { Tx } from '#hub/db/connection.ts'

/** Who claims what, under an id of their own making. */
export interface Asked {
  readonly reservationId: string
  readonly claim: Claim
  /** Null: the API. */
  readonly deviceId: string | null
  readonly madeBy: number | null
}

/** When it is, ISO 8601. */
export interface ClaimTimes {
  readonly nowIso: string
}

const grant = async (tx: Tx, claim: Claim, { nowIso }: ClaimTimes): Promise<Granted> => {
  switch (claim.kind) {
    case 'refund':
      return claimRefund(tx, claim)
    case 'coupon':
      return claimCoupon(tx, claim, nowIso)
    case 'points':
      return claimPoints(tx, claim)
    case 'account':
      return claimAccount(tx, claim)
  }
}

/** The same request again gets the same answer; an id that has ended, or is another's, grants nothing. */
const answerAgain = (known: ReservationRow, claim: string, deviceId: string | null): Reserved => {
  if (known.state !== 'open') {
    throw new DomainError('reservation_ended', 'This request has ended; nothing is reserved under it.')
  }
  if (known.claim !== claim || known.device_id !== deviceId) {
    throw new DomainError('conflict', 'This id reserves something else.')
  }
  return JSON.parse(known.answer) as Reserved // written below
}

/**
 * The one command that reserves, for tills and API: inside the writer's transaction, so of two that want the same only
 * one gets it. Refusals are thrown as `DomainError`.
 */
export async function reserve(tx: Tx, asked: Asked, times: ClaimTimes): Promise<Reserved> {
  const { reservationId, claim, deviceId, madeBy } = asked
  const claimText = canonicalJson(claim)
  const known = await tx.one(findReservation, { id: reservationId })
  if (known !== undefined) return answerAgain(known, claimText, deviceId)
  const { subjectId, claimed, refunded, plan } = await grant(tx, claim, times)
  const tenders = plan?.tenders
  const answer: Reserved = {
    reservationId,
    ...(refunded === undefined ? {} : { refunded }),
    ...(tenders === undefined ? {} : { tenders }),
  }
  await tx.run(insertReservation, {
    id: reservationId,
    kind: claim.kind,
    state: 'open',
    subjectId,
    claimed,
    deviceId,
    madeBy,
    madeAt: times.nowIso,
    claim: claimText,
    answer: JSON.stringify(answer),
    plan: plan === undefined ? null : JSON.stringify(plan),
  })
  return answer
}
