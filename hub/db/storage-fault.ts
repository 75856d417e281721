import Sqlite from 'better-sqlite3'
import { StartError } from '#hub/start-error.ts'

/** The disk is full: what was tried did not happen, and goes on when there is room. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && error.code === 'SQLITE_FULL'

/** After these nothing is known about the file: the process ends, starts again, and looks at what is there. */
export const isStorageFault = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && /^SQLITE_(IOERR|CORRUPT|FULL|NOTADB|CANTOPEN|READONLY)/u.test(error.code)

/** The hub cannot start for want of room. */
export const fullAtStart = (cause: unknown): StartError =>
  new StartError('The disk of the hub is full. Make room on it; nothing was lost, and the hub starts then.', { cause })
