import type Sqlite from 'better-sqlite3'
import { openDamaged, openDatabase as openRightly, type DatabaseKind } from '#kiosk/store/open-database.ts'

export { openDamaged }

/** Planted: the till's database is left as better-sqlite3 opens it. */
export function openDatabase(path: string, kind: DatabaseKind): Sqlite.Database {
  const connection = openRightly(path, kind)
  connection.pragma('synchronous = NORMAL')
  return connection
}
