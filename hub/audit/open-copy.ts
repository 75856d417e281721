import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { ArchiveFiles, archiveFolderOf } from '#hub/archive/archive-files.ts'
import { useArchive } from '#hub/archive/entry-text.ts'
import { AuditError } from '#hub/audit/audited-journal.ts'
import { openDatabase } from '#hub/db/open-database.ts'

/** A database under audit. */
export interface OpenedCopy {
  readonly connection: Sqlite.Database
  readonly close: () => void
}

const damaged = (path: string, cause: unknown): AuditError =>
  new AuditError(`${path} is no database that can be read, or it is damaged.`, { cause })

/**
 * Opens a copy of a database and of its log: the file itself is evidence, and even reading it would leave files beside
 * it. Archives are read where they are, beside the original. Throws `AuditError` for what is no sound database.
 */
export function openCopy(path: string, originalPath = path): OpenedCopy {
  if (!existsSync(path)) throw new AuditError(`There is no ${path}.`)
  const folder = mkdtempSync(join(tmpdir(), 'vendly-audit-'))
  const copy = join(folder, 'copy.sqlite')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    for (const ending of ['', '-wal']) {
      if (existsSync(`${path}${ending}`))
        copyFileSync(`${path}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE)
    }
    const connection = openDatabase(copy, 'reader')
    useArchive(connection, new ArchiveFiles(archiveFolderOf(originalPath)))
    const [finding] = connection.prepare('SELECT quick_check FROM pragma_quick_check LIMIT 1').pluck().all()
    if (finding !== 'ok') throw damaged(path, finding)
    return {
      connection,
      close: () => {
        connection.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error instanceof Sqlite.SqliteError ? damaged(path, error) : error
  }
}
