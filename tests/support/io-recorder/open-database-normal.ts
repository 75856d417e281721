import type Sqlite from 'better-sqlite3'
import { openDatabase as openSafely, type DatabaseKind } from '#kiosk/store/open-database.ts'

/** The planted bug: everything as the product does it, but for `synchronous`. */
export function openDatabase(path: string, kind: DatabaseKind): Sqlite.Database {
  const connection = openSafely(path, kind)
  connection.pragma('synchronous = NORMAL')
  return connection
}
