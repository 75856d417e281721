import Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'

/** SQLite 3.51.3 mended the WAL-reset bug, which could corrupt a database that two connections write and checkpoint at once. */
const SQLITE_VERSION_MIN = [3, 51, 3] as const

/** 4 KiB: what a page of an SSD or of ext4 is. Fixed when the file is made. */
const PAGE_SIZE_BYTES = 4096
/**
 * Checkpoint when the log has 32 MiB: a busy transaction alone fills SQLite's usual 4 MiB, and would pay for a checkpoint
 * each time. Recovery after a power cut reads the log once, 0.1 s.
 */
const WAL_AUTOCHECKPOINT_PAGES = 8192
/** A log that once grew large (a long reader) is cut back to this. */
const WAL_SIZE_MAX_BYTES = 64 * 1024 * 1024
const BUSY_TIMEOUT_MS = 5000
const CACHE_KIBIBYTES = 16 * 1024
/** "VNDL": a file of another program is refused before anything is written to it. */
const APPLICATION_ID = 0x56_4e_44_4c

/** What a connection is for: `writer` and `reader` are of the hub's database, `lock` holds the file beside it. */
export type ConnectionRole = 'writer' | 'reader' | 'lock'

const assertVersion = (connection: Sqlite.Database): void => {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  const difference = SQLITE_VERSION_MIN.map((least, index) => (parts[index] ?? 0) - least).find((d) => d !== 0) ?? 0
  assert(difference >= 0, `SQLite ${version} is older than ${SQLITE_VERSION_MIN.join('.')}.`)
}

/** better-sqlite3 is built with DEFAULT_WAL_SYNCHRONOUS=1: an opened WAL database is at NORMAL until told otherwise. */
const setDurability = (connection: Sqlite.Database): void => {
  connection.pragma('synchronous = FULL')
  assert(connection.pragma('synchronous', { simple: true }) === 2, 'synchronous is not FULL')
}

const setUpWriter = (connection: Sqlite.Database): void => {
  connection.pragma(`page_size = ${PAGE_SIZE_BYTES}`)
  const mode: unknown = connection.pragma('journal_mode = WAL', { simple: true })
  assert(mode === 'wal' || connection.memory, `The journal mode is ${String(mode)}, not WAL.`)
  connection.pragma(`wal_autocheckpoint = ${WAL_AUTOCHECKPOINT_PAGES}`)
  connection.pragma(`journal_size_limit = ${WAL_SIZE_MAX_BYTES}`)
  // What is erased by order is overwritten, not only let go of.
  connection.pragma('secure_delete = ON')
  const found: unknown = connection.pragma('application_id', { simple: true })
  const isNew = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  assert(isNew || found === APPLICATION_ID, 'This file is not a database of the hub.')
  connection.pragma(`application_id = ${APPLICATION_ID}`)
}

/** The one place of the hub that opens a database; every connection leaves it with every pragma set. */
export function openDatabase(path: string, role: ConnectionRole): Sqlite.Database {
  const connection = new Sqlite(path, {
    readonly: role === 'reader',
    timeout: role === 'lock' ? 0 : BUSY_TIMEOUT_MS,
  })
  try {
    assertVersion(connection)
    connection.pragma('trusted_schema = OFF')
    connection.pragma('foreign_keys = ON')
    connection.pragma(`cache_size = -${CACHE_KIBIBYTES}`)
    // Each command runs under a savepoint, whose old pages would go to a file beyond 64 KiB.
    connection.pragma('temp_store = MEMORY')
    if (role === 'writer') setUpWriter(connection)
    setDurability(connection)
  } catch (error) {
    connection.close()
    throw error
  }
  return connection
}
