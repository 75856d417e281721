import type Sqlite from 'better-sqlite3'
import { migrations } from '#hub/db/migrations.ts'
import { StartError } from '#hub/start-error.ts'

/** A step forward of the schema; there is no step back, a backup is. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Brings the schema to what this program knows; gives the names of the steps that were taken. */
export function migrate(connection: Sqlite.Database): string[] {
  const found = Number(connection.pragma('user_version', { simple: true }))
  if (found > migrations.length) {
    throw new StartError(`The database is of a newer Vendly (schema ${found}, this one knows ${migrations.length}).`)
  }
  const due = migrations.slice(found)
  for (const [index, { sql }] of due.entries()) {
    connection.transaction(() => {
      connection.exec(sql)
      connection.pragma(`user_version = ${found + index + 1}`)
    })()
  }
  return due.map(({ name }) => name)
}
