import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { CommitUnknownError } from '#kiosk/store/store-errors.ts'

/** The one way to write: all of it is stored and synced when `run` returns, or nothing. */
export class Transaction {
  readonly #begin: Sqlite.Statement
  readonly #commit: Sqlite.Statement
  readonly #rollback: Sqlite.Statement
  #undo: (() => void)[] | undefined
  #isUnknown = false

  constructor(connection: Sqlite.Database) {
    this.#begin = connection.prepare('BEGIN IMMEDIATE')
    this.#commit = connection.prepare('COMMIT')
    this.#rollback = connection.prepare('ROLLBACK')
  }

  /** Runs `work` in a transaction, or as part of the one under way. Throws `CommitUnknownError` when COMMIT fails. */
  run<T>(work: () => T): T {
    assert(!this.#isUnknown, 'Nothing is written after a COMMIT that failed.')
    if (this.#undo !== undefined) return work()
    this.#begin.run()
    this.#undo = []
    const result = this.#attempt(work)
    try {
      this.#commit.run()
    } catch (error) {
      this.#isUnknown = true
      throw new CommitUnknownError(error)
    }
    this.#undo = undefined
    return result
  }

  /** Says what to take back in memory when the transaction under way fails. */
  onRollback(undo: () => void): void {
    assert(this.#undo !== undefined, 'There is a transaction to roll back.')
    this.#undo.push(undo)
  }

  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      for (const undo of this.#undo?.toReversed() ?? []) undo()
      this.#undo = undefined
      this.#rollback.run()
      throw error
    }
  }
}
