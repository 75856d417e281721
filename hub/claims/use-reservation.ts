import {
  endReservation,
  findReservation,
  insertReservation,
  NEVER_RESERVED,
  type ReservationRow,
} from '#hub/claims/reservation-queries.ts'
import type { Tx } from '#hub/db/connection.ts'
import { deviceById } from '#hub/devices/device-queries.ts'
import { insertException } from '#hub/ingest/entry-queries.ts'

/** The fact that uses a reservation, and who made it. */
interface Using {
  readonly at: string
  readonly entryNumber: number
  readonly deviceNumber: number
  /** Named in an exception: the receipt. */
  readonly label: string
  /** The basket was held at one till and recalled at another, with what was reserved for it. */
  readonly isRecalled: boolean
}

/** What is wrong with a use of a reservation: it is of something else, or goes beyond what was set aside. */
export type Misuse = 'reservation_foreign' | 'reservation_exceeded' | undefined

const faultOf = async (
  tx: Tx,
  reservationId: string,
  { deviceNumber, isRecalled }: Using,
  misuseOf: (reservation: ReservationRow) => Misuse,
): Promise<string | undefined> => {
  const known = await tx.one(findReservation, { id: reservationId })
  if (known === undefined) return 'reservation_unknown'
  if (known.state === 'released') return 'reservation_released'
  if (known.state === 'used') return 'reservation_used_twice'
  const misuse = misuseOf(known)
  if (misuse === 'reservation_foreign') return misuse
  const device = known.device_id === null ? { device_number: 0 } : await tx.one(deviceById, { id: known.device_id })
  return isRecalled || device?.device_number === deviceNumber ? misuse : 'reservation_foreign'
}

/**
 * Ends a reservation by the entry that used it. What happened is booked whatever became of the reservation: one that is
 * unknown, ended or another's is an exception that somebody looks at, and another's stays as it is.
 */
export async function useReservation(
  tx: Tx,
  reservationId: string,
  using: Using,
  misuseOf: (reservation: ReservationRow) => Misuse,
): Promise<void> {
  const fault = await faultOf(tx, reservationId, using, misuseOf)
  if (fault === 'reservation_unknown') {
    const closed = { ...NEVER_RESERVED, id: reservationId, state: 'used', deviceId: null, madeAt: using.at } as const
    await tx.run(insertReservation, closed)
  }
  if (fault === undefined || fault === 'reservation_released' || fault === 'reservation_exceeded') {
    await tx.run(endReservation, { id: reservationId, state: 'used', releasedBy: null })
  }
  if (fault === undefined) return
  const { at, entryNumber, label } = using
  await tx.run(insertException, { kind: fault, at, entryNumber, detail: `${label}: reservation ${reservationId}` })
}
