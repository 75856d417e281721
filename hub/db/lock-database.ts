import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openDatabase } from '#hub/db/open-database.ts'
import { fullAtStart, isDiskFull } from '#hub/db/storage-fault.ts'
import { StartError } from '#hub/start-error.ts'

const isBusy = (error: unknown): boolean => error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')

const holdLock = (path: string): Sqlite.Database => {
  // Opening reads the file, so this fails already where another holds it.
  const lock = openDatabase(path, 'lock')
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  return lock
}

/**
 * Takes the database for this process: an exclusive transaction on `lock.sqlite` beside it, which the end of the process
 * releases, however it ends. Returns what gives it back.
 */
export function lockDatabase(databasePath: string): () => void {
  try {
    const lock = holdLock(join(dirname(databasePath), 'lock.sqlite'))
    return () => lock.close()
  } catch (error) {
    if (isDiskFull(error)) throw fullAtStart(error)
    if (!isBusy(error)) throw error
    throw new StartError(
      `Another program has the database ${databasePath} open. Stop the hub first, or use the vendly command, which asks the running hub.`,
      { cause: error },
    )
  }
}
