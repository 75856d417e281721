import Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { DataCorruptError, DataLockedError } from '#kiosk/store/store-errors.ts'

/** SQLite 3.51.3 mended the WAL-reset bug, which could corrupt a database (sqlite.org/wal.html, section 11). */
const SQLITE_VERSION_MIN = [3, 51, 3] as const

/** Small pages wear a card least: a sale writes 14 KB with them, 36 KB with pages of 4096. */
const TILL_PAGE_BYTES = 1024
/** The catalogue is read far more than written, and its search index has blocks of 4 KB. */
const CATALOGUE_PAGE_BYTES = 4096
/**
 * A catalogue of a million products is read in place: a look-up anywhere in it costs no system call. A sector that cannot
 * be read ends the process then, as any error of the disk does.
 */
const CATALOGUE_MAPPED_BYTES = 512 * 1024 * 1024
/** A second kiosk waits so long for the first to end, then it is told that the data is taken. */
const BUSY_TIMEOUT_MS = 1000
/** A log that grew beyond this in a long basket is cut back after the next checkpoint. */
const WAL_KEPT_MAX_BYTES = 4 * 1024 * 1024

/** What a file is for: `till` holds what may never be lost, `catalogue` what the hub can send again. */
export type DatabaseKind = 'till' | 'catalogue'

const assertVersion = (connection: Sqlite.Database): void => {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  const difference = SQLITE_VERSION_MIN.map((least, index) => (parts[index] ?? 0) - least).find((d) => d !== 0) ?? 0
  assert(difference >= 0, `SQLite ${version} is older than ${SQLITE_VERSION_MIN.join('.')}.`)
}

/** better-sqlite3 is built with DEFAULT_WAL_SYNCHRONOUS=1: a WAL database that is opened again is at NORMAL until told otherwise. */
const setDurability = (connection: Sqlite.Database): void => {
  connection.pragma('synchronous = FULL')
  assert(connection.pragma('synchronous', { simple: true }) === 2, 'synchronous is not FULL')
}

const setUp = (connection: Sqlite.Database, kind: DatabaseKind): void => {
  assertVersion(connection)
  connection.pragma('trusted_schema = OFF')
  connection.pragma('temp_store = MEMORY')
  connection.pragma('foreign_keys = ON')
  // Before the first read, so that the lock is held from it on, and no shared-memory file is needed.
  connection.pragma('locking_mode = EXCLUSIVE')
  connection.pragma(`page_size = ${kind === 'till' ? TILL_PAGE_BYTES : CATALOGUE_PAGE_BYTES}`)
  const mode: unknown = connection.pragma('journal_mode = WAL', { simple: true })
  assert(mode === 'wal', `The journal mode is ${String(mode)}, not WAL.`)
  // The store itself says when: never while a customer waits.
  connection.pragma('wal_autocheckpoint = 0')
  connection.pragma(`journal_size_limit = ${WAL_KEPT_MAX_BYTES}`)
  connection.pragma(`mmap_size = ${kind === 'till' ? 0 : CATALOGUE_MAPPED_BYTES}`)
  setDurability(connection)
  // Takes the lock now, not with the first sale.
  connection.exec('BEGIN IMMEDIATE; COMMIT')
}

/**
 * Reads every page once: 0.2 s of CPU for 100 MB, and what the disk needs to read them. A card that lost or tore writes is found out here, before a sale is built on
 * it. The catalogue is not worth the wait: the hub has it, and what is wrong with it shows when it is read.
 */
const assertSound = (connection: Sqlite.Database, path: string): void => {
  const found: unknown = connection.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new DataCorruptError(path, String(found))
}

const isDamaged = (error: unknown): error is Error =>
  error instanceof Sqlite.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/u.test(error.code)

const isBusy = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/u.test(error.code)

/**
 * The one place of the kiosk that opens a database; throws `DataLockedError` while another process has it open, and
 * `DataCorruptError` for a file of a till that is damaged.
 */
export function openDatabase(path: string, kind: DatabaseKind): Sqlite.Database {
  const connection = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    setUp(connection, kind)
    if (kind === 'till') assertSound(connection, path)
  } catch (error) {
    connection.close()
    if (isBusy(error)) throw new DataLockedError(path, { cause: error })
    if (isDamaged(error)) throw new DataCorruptError(path, error.message, { cause: error })
    throw error
  }
  return connection
}

/** Opens a copy of a damaged file, to read what can still be read of it. */
export function openDamaged(path: string): Sqlite.Database {
  const connection = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
  connection.pragma('trusted_schema = OFF')
  connection.pragma('query_only = ON')
  return connection
}
