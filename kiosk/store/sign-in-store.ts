import type Sqlite from 'better-sqlite3'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { operatorActor, PROGRAM } from '#kiosk/store/journal-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** Counts PINs tried in a row, on the disk before each is checked, so that a restart forgives nothing. */
export class SignInStore {
  readonly #parts: StoreParts
  readonly #begin: Sqlite.Statement<[number], number>
  readonly #attempts: Sqlite.Statement<[number], number>
  readonly #clear: Sqlite.Statement<[number]>
  readonly #clearAll: Sqlite.Statement<[]>

  constructor(parts: StoreParts) {
    const { connection } = parts
    this.#parts = parts
    this.#begin = connection
      .prepare<[number], number>(
        `INSERT INTO sign_in_attempts (operator_number, attempts) VALUES (?, 1)
        ON CONFLICT DO UPDATE SET attempts = attempts + 1 RETURNING attempts`,
      )
      .pluck()
    this.#attempts = connection
      .prepare<[number], number>('SELECT attempts FROM sign_in_attempts WHERE operator_number = ?')
      .pluck()
    this.#clear = connection.prepare('DELETE FROM sign_in_attempts WHERE operator_number = ?')
    this.#clearAll = connection.prepare('DELETE FROM sign_in_attempts')
  }

  /** How many PINs were tried since the last right one. */
  attempts(operatorNumber: number): number {
    return this.#attempts.get(operatorNumber) ?? 0
  }

  /** Commits one more attempt and gives the count with it; only then is the PIN checked. */
  begin(operatorNumber: number): number {
    return this.#parts.transaction.run(() => this.#begin.get(operatorNumber) ?? 0)
  }

  /**
   * The PIN was right: the count starts again, and the sign-in is on the record. `unlocksOthers` forgives everybody's
   * wrong PINs: a manager stands at the till.
   */
  succeed(
    operatorNumber: number,
    by: { readonly operatorId: number; readonly isUnlock: boolean; readonly unlocksOthers: boolean },
  ): void {
    const { journal, transaction } = this.#parts
    const { operatorId, isUnlock } = by
    transaction.run(() => {
      if (by.unlocksOthers) this.#clearAll.run()
      else this.#clear.run(operatorNumber)
      journal.record(isUnlock ? 'till_unlocked' : 'signed_in', { operatorId }, { actor: operatorActor(operatorId) })
    })
  }

  /** A manager's PIN allowed one act of somebody else's: the manager's count starts again, and both are on the record. */
  authorise(operatorNumber: number, act: EntryBodies['act_authorised']): void {
    const { journal, transaction } = this.#parts
    transaction.run(() => {
      this.#clear.run(operatorNumber)
      journal.record('act_authorised', act, { actor: operatorActor(act.operatorId) })
    })
  }

  /** Puts an act that nobody allowed on the record; a right PIN of somebody who may not either has been a right one. */
  refuseAct(act: EntryBodies['authorisation_refused']): void {
    const { journal, transaction } = this.#parts
    transaction.run(() => {
      if (act.why === 'permission_missing' || act.why === 'hub_unheard') this.#clear.run(act.operatorNumber)
      journal.record('authorisation_refused', act, { actor: operatorActor(act.operatorId) })
    })
  }

  /** Puts a refused sign-in on the record. */
  refuse(operatorNumber: number, why: EntryBodies['sign_in_refused']['why']): void {
    const { journal, transaction } = this.#parts
    transaction.run(() => {
      const body = { operatorNumber, why, attempts: this.attempts(operatorNumber) }
      // The PIN was right.
      if (why === 'hub_unheard') this.#clear.run(operatorNumber)
      journal.record('sign_in_refused', body, { actor: PROGRAM })
    })
  }
}
