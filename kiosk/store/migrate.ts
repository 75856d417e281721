import type Sqlite from 'better-sqlite3'
import { DataNewerError } from '#kiosk/store/store-errors.ts'

/** A step forward of a schema; there is no step back. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Runs `work`; the connection is closed when it fails, so that its file is free for whoever tries next. */
export function orClose<T>(connection: Sqlite.Database, work: () => T): T {
  try {
    return work()
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Brings a database to what this program knows; gives the names of the steps taken. Throws `DataNewerError`. */
export function migrate(connection: Sqlite.Database, migrations: readonly Migration[]): string[] {
  const found = Number(connection.pragma('user_version', { simple: true }))
  if (found > migrations.length) throw new DataNewerError(found, migrations.length)
  const due = migrations.slice(found)
  for (const [index, { sql }] of due.entries()) {
    connection.transaction(() => {
      connection.exec(sql)
      connection.pragma(`user_version = ${found + index + 1}`)
    })()
  }
  return due.map(({ name }) => name)
}
