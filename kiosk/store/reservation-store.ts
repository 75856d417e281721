import type Sqlite from 'better-sqlite3'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** How far what a reservation is for has come; one that is `released` waits for the hub to hear of it. */
type ReservationPhase = 'asked' | 'terminal' | 'exchange' | 'released'

/** A reservation at the hub that no entry of this till has used yet. `details` is JSON of whoever asked for it. */
export interface OpenReservation {
  readonly reservationId: string
  readonly phase: ReservationPhase
  readonly details: string
}

/** Reservations that are open as far as this till knows: what a boot finds here without an entry, the hub is told of. */
export class ReservationStore {
  readonly #parts: Pick<StoreParts, 'transaction'>
  readonly #keep: Sqlite.Statement<[OpenReservation]>
  readonly #forget: Sqlite.Statement<[string]>
  readonly #open: Sqlite.Statement<[], OpenReservation>
  readonly #released: Sqlite.Statement<[number], OpenReservation>

  constructor(parts: Pick<StoreParts, 'connection' | 'transaction'>) {
    const { connection } = parts
    this.#parts = parts
    this.#keep = connection.prepare(`
      INSERT INTO open_reservations (reservation_id, phase, details) VALUES (@reservationId, @phase, @details)
      ON CONFLICT (reservation_id) DO UPDATE SET phase = excluded.phase, details = excluded.details`)
    this.#forget = connection.prepare('DELETE FROM open_reservations WHERE reservation_id = ?')
    this.#open = connection.prepare(
      'SELECT reservation_id AS reservationId, phase, details FROM open_reservations ORDER BY reservation_id',
    )
    this.#released = connection.prepare(`
      SELECT reservation_id AS reservationId, phase, details FROM open_reservations WHERE phase = 'released'
      ORDER BY reservation_id LIMIT ?`)
  }

  /** Keeps a reservation: on the disk when this returns, or with the transaction under way. */
  keep(reservation: OpenReservation): void {
    this.#parts.transaction.run(() => this.#keep.run(reservation))
  }

  /** It was used, or the hub has heard that it will not be. */
  forget(reservationId: string): void {
    this.#parts.transaction.run(() => this.#forget.run(reservationId))
  }

  /** Those that the hub has not heard of, the oldest first. */
  released(limit: number): OpenReservation[] {
    return this.#released.all(limit)
  }

  /** All of them, in the order they were made. */
  open(): OpenReservation[] {
    return this.#open.all()
  }
}
