import { DomainError } from '#core/errors/domain-error.ts'
import { endReservation, findReservation, insertReservation, NEVER_RESERVED } from '#hub/claims/reservation-queries.ts'
import type { Tx } from '#hub/db/connection.ts'

/**
 * A till's word that no entry of its own will use a reservation. It closes the id for good, also one that was never
 * asked for or whose request comes later; what was used stays used. 'not_found' for another's.
 */
export async function releaseOwn(
  tx: Tx,
  reservationId: string,
  { deviceId, nowIso }: { readonly deviceId: string; readonly nowIso: string },
): Promise<void> {
  const known = await tx.one(findReservation, { id: reservationId })
  if (known === undefined) {
    await tx.run(insertReservation, {
      ...NEVER_RESERVED,
      id: reservationId,
      state: 'released',
      deviceId,
      madeAt: nowIso,
    })
    return
  }
  if (known.device_id !== deviceId) throw new DomainError('not_found', 'This till has no such reservation.')
  if (known.state === 'open') await tx.run(endReservation, { id: reservationId, state: 'released', releasedBy: null })
}

/** A manager's release of what nobody will use; gives what was open, in words. 'reservation_ended' for what is not. */
export async function releaseByManager(tx: Tx, reservationId: string, userId: number): Promise<string> {
  const known = await tx.one(findReservation, { id: reservationId })
  if (known === undefined) throw new DomainError('not_found', 'Reservation not found')
  if (known.state !== 'open') throw new DomainError('reservation_ended', 'This reservation is open no more')
  await tx.run(endReservation, { id: reservationId, state: 'released', releasedBy: userId })
  return `${known.kind} of ${known.subject_id}`
}
