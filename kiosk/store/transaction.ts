import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { CommitUnknownError } from '#kiosk/store/store-errors.ts'

/** Commits of some 15 KB each: a log of a few megabytes, which is read back in milliseconds after a power cut. */
const CHECKPOINT_FROM_COMMITS = 200

/** The one way to write: all of it is stored and synced when `run` returns, or nothing. */
export class Transaction {
  readonly #connection: Sqlite.Database
  readonly #begin: Sqlite.Statement
  readonly #commit: Sqlite.Statement
  readonly #rollback: Sqlite.Statement
  #undo: (() => void)[] | undefined
  #last: (() => void)[] = []
  #isUnknown = false
  #commits = 0

  constructor(connection: Sqlite.Database) {
    this.#connection = connection
    this.#begin = connection.prepare('BEGIN IMMEDIATE')
    this.#commit = connection.prepare('COMMIT')
    this.#rollback = connection.prepare('ROLLBACK')
  }

  /** Runs `work` in a transaction, or as part of the one under way. Throws `CommitUnknownError` when COMMIT fails. */
  run<T>(work: () => T): T {
    this.requireKnown()
    if (this.#undo !== undefined) return work()
    this.#begin.run()
    this.#undo = []
    const result = this.#attempt(() => {
      const made = work()
      for (let last = this.#last.shift(); last !== undefined; last = this.#last.shift()) last()
      return made
    })
    try {
      this.#commit.run()
    } catch (error) {
      this.#isUnknown = true
      throw new CommitUnknownError(error)
    }
    this.#undo = undefined
    this.#commits += 1
    return result
  }

  /**
   * Asserts that no COMMIT has failed. After one this connection still shows what it wrote, and it may not be on the disk:
   * only the next start can say.
   */
  requireKnown(): void {
    assert(!this.#isUnknown, 'Nothing is written after a COMMIT that failed, and nothing that it wrote is believed.')
  }

  /** Says what to take back in memory when the transaction under way fails. */
  onRollback(undo: () => void): void {
    assert(this.#undo !== undefined, 'There is a transaction to roll back.')
    this.#undo.push(undo)
  }

  /** Says what is written last in the transaction under way, when all else of it is known. */
  beforeCommit(last: () => void): void {
    assert(this.#undo !== undefined, 'There is a transaction to end.')
    this.#last.push(last)
  }

  /** Moves the log into the database after enough commits; true when it did. The next commit syncs twice. */
  checkpoint(): boolean {
    if (this.#commits < CHECKPOINT_FROM_COMMITS) return false
    // Passive: the log's file keeps its length and is written over, which costs a card less than growing it anew.
    this.#connection.pragma('wal_checkpoint(PASSIVE)')
    this.#commits = 0
    return true
  }

  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      for (const undo of this.#undo?.toReversed() ?? []) undo()
      this.#undo = undefined
      this.#last = []
      // SQLite has rolled back by itself after some errors of the disk; the error that came first is the one to tell.
      if (this.#connection.inTransaction) this.#rollback.run()
      throw error
    }
  }
}
