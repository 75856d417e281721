import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Signer } from '#core/ports/signature.ts'
import { readBlock, type ArchiveFiles } from '#hub/archive/archive-files.ts'
import { manifestNameOf, type ArchiveLine, type ArchiveManifest } from '#hub/archive/archive-manifest.ts'
import { emptyText, listUnarchived } from '#hub/archive/archive-queries.ts'
import { MonthWriter, WRITING } from '#hub/archive/month-writer.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { findHubFact, keepHubFact } from '#hub/ingest/hub-facts.ts'

/** Rows read, or emptied, at once: tills and API get their turn in between. */
const ROWS_AT_ONCE = 500
/** The fact up to which number nothing is left to archive, so that a look does not go through years. */
const ARCHIVED_TO = 'archived_to'

export interface ArchiveParts {
  readonly database: Pick<HubDatabase, 'read' | 'write'>
  readonly folder: string
  readonly files: ArchiveFiles
  readonly signer: Signer
  readonly sha256: Sha256
  /** So many whole months stay in the database, beside the one that is not over. */
  readonly keepMonths: number
  readonly nowMs: () => number
}

/** The first month that stays, `YYYY-MM`. */
export function firstKeptMonth(nowMs: number, keepMonths: number): string {
  const now = new Date(nowMs)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths, 1)).toISOString().slice(0, 7)
}

/** Files without a manifest were being written when the power went; all that is in them is still in the database. */
const removeHalfWritten = (folder: string): void => {
  const names = new Set(readdirSync(folder))
  for (const name of names) {
    const isAlone = name.endsWith('.jsonl.gz') && !names.has(manifestNameOf(name))
    if (isAlone || name.endsWith(WRITING)) rmSync(join(folder, name))
  }
}

/** What was written, and up to which number all that there was to archive is in it. */
interface Written {
  readonly manifests: readonly ArchiveManifest[]
  readonly doneTo: number
}

const archivedTo = async (reader: Reader): Promise<number> =>
  Number((await reader.one(findHubFact, { name: ARCHIVED_TO }))?.value ?? 0)

const writeMonths = async ({ database, folder, signer, nowMs, keepMonths }: ArchiveParts): Promise<Written> => {
  const keptFrom = firstKeptMonth(nowMs(), keepMonths)
  const writers = new Map<string, MonthWriter>()
  let after = await archivedTo(database.read)
  let doneTo = after
  let isUnbroken = true
  for (;;) {
    const rows = await database.read.all(listUnarchived, { after, rows: ROWS_AT_ONCE })
    const due = rows.filter(({ month }) => month < keptFrom)
    for (const { month, number, stream, seq, hash, text } of due) {
      const writer = writers.get(month) ?? new MonthWriter(folder, month)
      writers.set(month, writer)
      writer.add({ number, hash, text }, { stream, seq, hash })
    }
    after = rows.at(-1)?.number ?? after
    isUnbroken &&= due.length === rows.length
    if (isUnbroken) doneTo = after
    // Entries come in the order of their days, but for a till that was away for weeks: months later nothing old is left.
    if (rows.length < ROWS_AT_ONCE || due.length === 0) break
    await turn()
  }
  const madeAt = new Date(nowMs()).toISOString()
  return { manifests: [...writers.values()].map((writer) => writer.end(signer, madeAt)), doneTo }
}

const hashOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** What is on the disk is read back before anything is taken out of the database. */
const isWhole = async ({ folder, sha256 }: ArchiveParts, manifest: ArchiveManifest): Promise<boolean> => {
  const path = join(folder, manifest.file)
  if ((await hashOfFile(path)) !== manifest.sha256) return false
  let count = 0
  for (const block of manifest.blocks) {
    const lines = readBlock(path, block)
    if (lines.some(({ text, hash }) => sha256(text) !== hash)) return false
    count += lines.length
    await turn()
  }
  return count === manifest.entryCount
}

const emptyRows = async ({ database }: ArchiveParts, lines: readonly ArchiveLine[]): Promise<void> => {
  const rows = lines.map(({ number, hash }) => ({ number, hash }))
  await database.write((tx) => tx.runEach(emptyText, rows))
}

/**
 * Moves the text of entries of closed months into one compressed file a month, with a signed manifest: written, on the
 * disk, and read back, before the rows are emptied. Their hashes and all that was made of them stay, so receipts, reports
 * and the audit go on as before. Gives what was archived.
 */
export async function archiveMonths(parts: ArchiveParts): Promise<readonly ArchiveManifest[]> {
  const { folder, files } = parts
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeHalfWritten(folder)
  const { manifests, doneTo } = await writeMonths(parts)
  files.refresh()
  for (const manifest of manifests) {
    if (!(await isWhole(parts, manifest))) {
      throw new Error(`The archive ${manifest.file} is not on the disk as it was written; nothing was taken out.`)
    }
    const path = join(folder, manifest.file)
    for (const block of manifest.blocks) await emptyRows(parts, readBlock(path, block))
  }
  await parts.database.write((tx) => tx.run(keepHubFact, { name: ARCHIVED_TO, value: String(doneTo) }))
  return manifests
}
