import Sqlite from 'better-sqlite3'

/** What a COMMIT that reports an error leaves on the disk: nobody who called it can know which. */
export type CommitLeaves = 'all' | 'nothing'

/**
 * Lets COMMITs report an I/O error in this process, whether they were carried out or not. The driver's statements are
 * wrapped; SQLite itself is real.
 */
export class FailingCommits {
  readonly #real = Object.getOwnPropertyDescriptor(Sqlite.prototype, 'prepare')
  #leaves: CommitLeaves | undefined

  constructor() {
    const real = this.#real?.value as (this: Sqlite.Database, sql: string) => Sqlite.Statement
    const run = (statement: Sqlite.Statement): unknown => this.#run(statement)
    const value = function prepare(this: Sqlite.Database, sql: string): unknown {
      const statement = real.call(this, sql)
      return sql === 'COMMIT' ? { run: () => run(statement) } : statement
    }
    Object.defineProperty(Sqlite.prototype, 'prepare', { ...this.#real, value })
  }

  /** The next COMMIT fails. */
  arm(leaves: CommitLeaves): void {
    this.#leaves = leaves
  }

  [Symbol.dispose](): void {
    if (this.#real !== undefined) Object.defineProperty(Sqlite.prototype, 'prepare', this.#real)
  }

  #run(statement: Sqlite.Statement): unknown {
    const leaves = this.#leaves
    this.#leaves = undefined
    if (leaves === undefined) return statement.run()
    if (leaves === 'all') statement.run()
    throw new Sqlite.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
  }
}
