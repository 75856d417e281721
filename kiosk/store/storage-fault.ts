import { DataCorruptError } from '#kiosk/store/store-errors.ts'

/** What is wrong with the disk or with what is on it. */
export type StorageFault = 'full' | 'failing' | 'corrupt'

/** An error that the disk brought about is wrapped at most so often. */
const CAUSES_MAX = 8

// ENOSPC: no room. EDQUOT: no room for this user. EFBIG: the file may not grow. The others: the disk does not do as it is told.
const systemCodes: Readonly<Record<string, StorageFault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'failing',
  EROFS: 'failing',
}

const ofSqlite = (code: string): StorageFault | undefined => {
  if (code.startsWith('SQLITE_FULL')) return 'full'
  if (/^SQLITE_(?:IOERR|CANTOPEN|READONLY)/u.test(code)) return 'failing'
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(code) ? 'corrupt' : undefined
}

const ofOne = (error: Error): StorageFault | undefined => {
  if (error instanceof DataCorruptError) return 'corrupt'
  const code = 'code' in error ? String(error.code) : ''
  return systemCodes[code] ?? ofSqlite(code)
}

/** The fault that an error, or what caused it, tells of; undefined where the disk has no part in it. */
export function storageFault(error: unknown): StorageFault | undefined {
  let cause = error
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error; depth++) {
    const fault = ofOne(cause)
    if (fault !== undefined) return fault
    ;({ cause } = cause)
  }
  return undefined
}

/** Runs `work` on a file; what SQLite finds damaged becomes a `DataCorruptError` that names the file. */
export function orDamaged<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DataCorruptError || storageFault(error) !== 'corrupt') throw error
    throw new DataCorruptError(path, String(error), { cause: error })
  }
}
