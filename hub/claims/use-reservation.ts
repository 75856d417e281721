import {
  endReservation,
  findReservation,
  insertReservation,
  NEVER_RESERVED,
  type ReservationRow,
} from '#hub/claims/reservation-queries.ts'
import type { Tx } from '#hub/db/connection.ts'
import { deviceById } from '#hub/devices/device-queries.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'

/** The fact that uses a reservation, and who made it. */
interface Using {
  readonly at: string
  readonly deviceNumber: number
  /** The basket was held at one till and recalled at another, with what was reserved for it. */
  readonly isRecalled: boolean
}

/** What is wrong with a use of a reservation: it is of something else, or goes beyond what was set aside. */
export type Misuse = 'reservation_foreign' | 'reservation_exceeded' | undefined

/** What somebody has to look at, where a reservation was not used as it was granted. */
type Fault = Misuse | 'reservation_unknown' | 'reservation_released' | 'reservation_used_twice'

const faultOf = async (
  tx: Tx,
  known: ReservationRow | undefined,
  { deviceNumber, isRecalled }: Using,
  misuseOf: (reservation: ReservationRow) => Misuse,
): Promise<Fault> => {
  if (known === undefined) return 'reservation_unknown'
  if (known.state === 'released') return 'reservation_released'
  if (known.state === 'used') return 'reservation_used_twice'
  const misuse = misuseOf(known)
  if (misuse === 'reservation_foreign') return misuse
  const ownNumber =
    known.device_id === null ? HUB_DEVICE_NUMBER : (await tx.one(deviceById, { id: known.device_id }))?.device_number
  return isRecalled || ownNumber === deviceNumber ? misuse : 'reservation_foreign'
}

/**
 * Ends a reservation by the entry that used it. What happened is booked whatever became of the reservation: that it is
 * unknown, ended or another's is given back for somebody to look at, and another's stays as it is.
 */
export async function useReservation(
  tx: Tx,
  reservationId: string,
  using: Using,
  misuseOf: (reservation: ReservationRow) => Misuse,
): Promise<Fault> {
  const fault = await faultOf(tx, await tx.one(findReservation, { id: reservationId }), using, misuseOf)
  if (fault === 'reservation_unknown') {
    const closed = { ...NEVER_RESERVED, id: reservationId, state: 'used', deviceId: null, madeAt: using.at } as const
    await tx.run(insertReservation, closed)
  }
  if (fault === undefined || fault === 'reservation_released' || fault === 'reservation_exceeded') {
    await tx.run(endReservation, { id: reservationId, state: 'used', releasedBy: null })
  }
  return fault
}
