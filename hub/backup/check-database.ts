import type { Sha256 } from '#core/ports/sha256.ts'
import { ArchiveFiles, archiveFolderOf } from '#hub/archive/archive-files.ts'
import { useArchive } from '#hub/archive/entry-text.ts'
import { verifyChains, type ChainReport } from '#hub/audit/verify-chains.ts'
import { BackupError } from '#hub/backup/backup-error.ts'
import { createExecutor } from '#hub/db/connection.ts'
import { migrations } from '#hub/db/migrations.ts'
import { openDatabase } from '#hub/db/open-database.ts'

const damaged = (what: string): BackupError =>
  new BackupError('damaged', `The database in this backup is damaged: ${what}.`)

/**
 * Reads a database file from one end to the other: pages, references, and every hash chain. Gives what it counted.
 * Throws `BackupError` at the first thing that is wrong.
 */
export async function checkDatabase(path: string, sha256: Sha256): Promise<ChainReport> {
  const connection = openDatabase(path, 'reader')
  try {
    useArchive(connection, new ArchiveFiles(archiveFolderOf(path)))
    const schema = Number(connection.pragma('user_version', { simple: true }))
    if (schema > migrations.length) {
      const known = `this one knows ${migrations.length}`
      throw new BackupError('newer', `This backup is of a newer Vendly (schema ${schema}, ${known}). Update first.`)
    }
    const findings = connection.prepare('SELECT integrity_check FROM pragma_integrity_check').pluck().all().map(String)
    const finding = findings.find((line) => line !== 'ok')
    if (finding !== undefined) throw damaged(finding)
    const orphans: unknown[] = connection.prepare('SELECT 1 FROM pragma_foreign_key_check LIMIT 1').all()
    if (orphans.length > 0) throw damaged('rows refer to rows that are not there')
    const report = await verifyChains(createExecutor(connection), sha256)
    const [broken] = report.breaks
    if (broken !== undefined) throw damaged(`the chain of ${broken.stream} breaks at ${broken.seq} (${broken.why})`)
    return report
  } finally {
    connection.close()
  }
}
