import { openDatabase } from '#hub/db/open-database.ts'

/** A megabyte at a time: other requests get their turn in between. */
const PAGES_AT_ONCE = 256
const PERCENT = 100

/**
 * Copies a database with SQLite's online backup. The copy is as the source was at the start: its connection holds that
 * state, so that what is written meanwhile does not make it begin again.
 */
export async function copyDatabase(
  source: string,
  target: string,
  onProgress: (percent: number) => void,
): Promise<void> {
  const connection = openDatabase(source, 'reader')
  try {
    connection.exec('BEGIN')
    connection.prepare('SELECT count(*) FROM sqlite_schema').get()
    let told = 0
    await connection.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        const percent = Math.floor(((totalPages - remainingPages) / Math.max(1, totalPages)) * 10) * (PERCENT / 10)
        if (percent !== told) onProgress(percent)
        told = percent
        return PAGES_AT_ONCE
      },
    })
    connection.exec('COMMIT')
    if (told !== PERCENT) onProgress(PERCENT)
  } finally {
    connection.close()
  }
}
