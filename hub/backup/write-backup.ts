import { createWriteStream, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Sha256 } from '#core/ports/sha256.ts'
import { archiveFolderOf } from '#hub/archive/archive-files.ts'
import type { ChainReport } from '#hub/audit/verify-chains.ts'
import { BackupError } from '#hub/backup/backup-error.ts'
import { makeHeader, type BackupHeader, type BackupKey } from '#hub/backup/backup-header.ts'
import { checkDatabase } from '#hub/backup/check-database.ts'
import { joinMembers, type Member } from '#hub/backup/members.ts'
import { openBackup } from '#hub/backup/open-backup.ts'
import { sealParts } from '#hub/backup/sealed-parts.ts'
import { syncFolder } from '#hub/devices/key-file.ts'

/** The name of the database in a backup. */
export const DATABASE_MEMBER = 'hub.sqlite'
/** The folder of archived months in a backup. */
export const ARCHIVE_MEMBER = 'archive'
/** The folder of key files in a backup. */
export const KEYS_MEMBER = 'keys'
/** Pages compress well even so, and a till waits for the same processor. */
const GZIP_LEVEL = 1
const PERCENT = 100

export interface WriteBackupParts {
  /** A copy of the database that nobody writes to. It is removed. */
  readonly snapshotPath: string
  readonly keyFolder: string
  readonly target: string
  readonly secret: string
  readonly facts: Pick<BackupHeader, 'madeAt' | 'softwareVersion' | 'schema' | 'hubId'>
  readonly sha256: Sha256
  readonly say: (progress: string) => void
}

const membersOf = (folder: string, name: string): Member[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => !/\.(?:new|writing)$/u.test(file))
        .map((file) => ({ name: `${name}/${file}`, path: join(folder, file) }))
    : []

const writeSealed = async (path: string, text: string, pieces: AsyncIterable<Buffer>): Promise<void> => {
  const file = createWriteStream(path, { mode: 0o600, flush: true })
  file.write(text)
  await pipeline(pieces, file)
}

const progressOf = (what: string, totalBytes: number, say: (text: string) => void): ((bytes: number) => void) => {
  let done = 0
  let told = 0
  return (bytes) => {
    done += bytes
    const tenth = Math.floor((done / totalBytes) * 10)
    if (tenth === told) return
    told = tenth
    say(`${what} ${Math.floor((done / totalBytes) * PERCENT)} %`)
  }
}

const sealMembers = async (
  { snapshotPath, keyFolder, say }: WriteBackupParts,
  path: string,
  { text, key }: { readonly text: string; readonly key: BackupKey },
): Promise<void> => {
  const archives = membersOf(archiveFolderOf(snapshotPath), ARCHIVE_MEMBER)
  const members = [{ name: DATABASE_MEMBER, path: snapshotPath }, ...membersOf(keyFolder, KEYS_MEMBER), ...archives]
  const onBytes = progressOf('Encrypting', statSync(snapshotPath).size, say)
  const zip = createGzip({ level: GZIP_LEVEL })
  const zipped = pipeline(joinMembers(members, onBytes), zip)
  await Promise.all([zipped, writeSealed(path, text, sealParts(zip, key))])
}

/** Opens what was written, as a restore will, and reads all of it. */
const verify = async ({ snapshotPath, secret, sha256 }: WriteBackupParts, path: string): Promise<ChainReport> => {
  const folder = mkdtempSync(join(dirname(snapshotPath), 'verifying-'))
  try {
    await openBackup(path, secret, folder)
    return await checkDatabase(join(folder, DATABASE_MEMBER), sha256)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const noRoom = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL'
    ? new BackupError('no_room', 'There is no room for the backup; nothing was kept of it.', { cause: error })
    : error
}

/**
 * Makes a backup from a snapshot: sealed, written, opened again and checked from one end to the other; only then it
 * gets its name. Gives what was counted in it. Throws `BackupError`.
 */
export async function writeBackup(parts: WriteBackupParts): Promise<ChainReport & { readonly sizeBytes: number }> {
  const { target, secret, facts, snapshotPath, say } = parts
  if (existsSync(target)) {
    throw new BackupError('in_the_way', `${target} is there already; name a file that is not.`)
  }
  const part = `${target}.part`
  try {
    await sealMembers(parts, part, makeHeader(facts, secret))
    say('Verifying: restoring it into a temporary file …')
    const report = await verify(parts, part)
    const sizeBytes = statSync(part).size
    renameSync(part, target)
    syncFolder(target)
    return { ...report, sizeBytes }
  } catch (error) {
    throw noRoom(error)
  } finally {
    rmSync(part, { force: true })
    rmSync(snapshotPath, { force: true })
  }
}
