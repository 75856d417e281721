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

/** How many steps a program has to know to work on a database; noted in the file, for older programs to read. */
const readableFrom = (connection: Sqlite.Database, found: number): number => {
  const noted = Number(connection.pragma('application_id', { simple: true }))
  return noted > 0 ? noted : found
}

/**
 * Brings a database to what this program knows; gives the names of the steps taken. Steps only add, so a program that
 * knows `readableSteps` of them works on the file too; one that knows less gets a `DataNewerError`.
 */
export function migrate(
  connection: Sqlite.Database,
  migrations: readonly Migration[],
  readableSteps = migrations.length,
): string[] {
  const found = Number(connection.pragma('user_version', { simple: true }))
  if (migrations.length < Math.min(found, readableFrom(connection, found))) {
    throw new DataNewerError(found, migrations.length)
  }
  const due = migrations.slice(found)
  if (due.length > 0) connection.pragma(`application_id = ${readableSteps}`)
  for (const [index, { sql }] of due.entries()) {
    connection.transaction(() => {
      connection.exec(sql)
      connection.pragma(`user_version = ${found + index + 1}`)
    })()
  }
  return due.map(({ name }) => name)
}
