import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Sha256 } from '#core/ports/sha256.ts'
import { archiveFolderOf } from '#hub/archive/archive-files.ts'
import { BackupError } from '#hub/backup/backup-error.ts'
import type { BackupHeader } from '#hub/backup/backup-header.ts'
import { checkDatabase } from '#hub/backup/check-database.ts'
import { openBackup } from '#hub/backup/open-backup.ts'
import { ARCHIVE_MEMBER, DATABASE_MEMBER, KEYS_MEMBER } from '#hub/backup/write-backup.ts'
import { lockDatabase } from '#hub/db/lock-database.ts'
import { readDeviceRecord } from '#hub/devices/device-record.ts'
import { syncFolder, writeDurably } from '#hub/devices/key-file.ts'
import { createLineSeal } from '#hub/mirror/line-seal.ts'
import { readMarker } from '#hub/mirror/mirror-marker.ts'
import { readMirroredKeys } from '#hub/mirror/mirrored-keys.ts'

export interface RestorePlace {
  readonly databasePath: string
  readonly keyFolder: string
}

export interface RestoreParts extends RestorePlace {
  readonly from: string
  /** Its keys are newer than the backup's. */
  readonly mirrorFolder: string | undefined
  readonly secret: string
  /** What is there is put aside; without it a restore that would replace something is refused. */
  readonly isForced: boolean
  readonly sha256: Sha256
  readonly nowMs: () => number
  readonly say: (progress: string) => void
}

/** What a restore put in place, and where it left what was there. */
export interface Restored {
  readonly header: BackupHeader
  readonly entryCount: number
  readonly putAside: string | undefined
}

/** The database and what SQLite keeps beside it: a log of another database must never be applied to this one. */
const databaseFiles = (path: string): string[] =>
  [path, `${path}-wal`, `${path}-shm`].filter((name) => existsSync(name))

const asideName = (databasePath: string, nowMs: number): string =>
  join(dirname(databasePath), `before-restore-${new Date(nowMs).toISOString().replaceAll(/[:.]/gu, '-')}`)

/** Nothing is deleted: a restore by mistake is undone by moving it back. */
const putAside = ({ databasePath, keyFolder, nowMs }: RestoreParts): string | undefined => {
  const files = databaseFiles(databasePath)
  const hasKeys = existsSync(keyFolder) && readdirSync(keyFolder).length > 0
  if (files.length === 0 && !hasKeys) return undefined
  const aside = asideName(databasePath, nowMs())
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const file of files) renameSync(file, join(aside, basename(file)))
  if (hasKeys) cpSync(keyFolder, join(aside, KEYS_MEMBER), { recursive: true })
  return aside
}

/**
 * Keys of the same hub that are still here are as new as the backup's, or newer, and so is the record of devices. Those of
 * another hub, or of one that was only started to be restored, give way: no till knows them.
 */
const putKeys = (from: string, keyFolder: string, hubId: string | null): void => {
  if (!existsSync(from)) return
  const isSameHub = readDeviceRecord(keyFolder)?.hubId === hubId
  mkdirSync(keyFolder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(from)) {
    if (isSameHub && existsSync(join(keyFolder, name))) continue
    renameSync(join(from, name), join(keyFolder, name))
  }
  syncFolder(join(keyFolder, KEYS_MEMBER))
}

/** Files of archived months never change, so those that are here and those that come stand side by side. */
const putArchives = (from: string, folder: string): void => {
  if (!existsSync(from)) return
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(from)) {
    if (!existsSync(join(folder, name))) renameSync(join(from, name), join(folder, name))
  }
  syncFolder(join(folder, ARCHIVE_MEMBER))
}

/** What the mirror of the same hub knows of keys and devices is newer than what the backup does. */
const layMirroredKeys = ({ mirrorFolder, secret }: RestoreParts, hubId: string | null, keys: string): void => {
  if (mirrorFolder === undefined) return
  const seal = createLineSeal(secret)
  if (readMarker(mirrorFolder, seal.check)?.hubId !== hubId) return
  mkdirSync(keys, { recursive: true, mode: 0o700 })
  for (const [name, text] of readMirroredKeys(mirrorFolder, seal)) writeDurably(join(keys, name), text)
}

const putInPlace = (parts: RestoreParts, opened: string, { hubId }: BackupHeader): string | undefined => {
  const { databasePath, keyFolder } = parts
  layMirroredKeys(parts, hubId, join(opened, KEYS_MEMBER))
  const aside = putAside(parts)
  putKeys(join(opened, KEYS_MEMBER), keyFolder, hubId)
  putArchives(join(opened, ARCHIVE_MEMBER), archiveFolderOf(databasePath))
  // Last: a restore that was cut off has no database, and is begun again.
  renameSync(join(opened, DATABASE_MEMBER), databasePath)
  syncFolder(databasePath)
  return aside
}

/**
 * Puts a backup in place of a hub's data: opened and checked first, so that a bad one changes nothing. Throws
 * `BackupError`, and `StartError` while a hub runs.
 */
export async function restoreHub(parts: RestoreParts): Promise<Restored> {
  const { databasePath, from, secret, isForced, sha256, say } = parts
  const folder = dirname(databasePath)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lockDatabase(databasePath)
  const opened = mkdtempSync(join(folder, 'restoring-'))
  try {
    if (!isForced && existsSync(databasePath)) {
      const remedy = 'With --force it is put aside, not deleted.'
      throw new BackupError('in_the_way', `There is a hub's database in ${folder} already. ${remedy}`)
    }
    say('Decrypting …')
    const header = await openBackup(from, secret, opened)
    say('Checking the database and every hash chain …')
    const { entryCount } = await checkDatabase(join(opened, DATABASE_MEMBER), sha256)
    return { header, entryCount, putAside: putInPlace(parts, opened, header) }
  } finally {
    rmSync(opened, { recursive: true, force: true })
    unlock()
  }
}
