import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openDatabase } from '#hub/db/open-database.ts'
import { StartError } from '#hub/start-error.ts'

/**
 * Takes the database for this process: an exclusive transaction on `lock.sqlite` beside it, which the end of the process
 * releases, however it ends. Returns what gives it back.
 */
export function lockDatabase(databasePath: string): () => void {
  const lock = openDatabase(join(dirname(databasePath), 'lock.sqlite'), 'lock')
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StartError(
        `Another program has the database ${databasePath} open. Stop the hub first, or use the vendly command, which asks the running hub.`,
        { cause: error },
      )
    }
    throw error
  }
  return () => lock.close()
}
