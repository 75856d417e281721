import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ArchiveFiles, archiveFolderOf } from '#hub/archive/archive-files.ts'
import { useArchive } from '#hub/archive/entry-text.ts'
import { createExecutor, type Reader } from '#hub/db/connection.ts'
import { copyDatabase } from '#hub/db/copy-database.ts'
import { DiskRoom, type DiskRoomParts } from '#hub/db/disk-room.ts'
import { lockDatabase } from '#hub/db/lock-database.ts'
import { migrate } from '#hub/db/migrate.ts'
import { openDatabase } from '#hub/db/open-database.ts'
import { fullAtStart, isDiskFull } from '#hub/db/storage-fault.ts'
import { WriteQueue, type Command } from '#hub/db/write-queue.ts'

/** The hub's database: any number of readers, one queue of writers. */
export interface HubDatabase {
  readonly path: string
  readonly read: Reader
  readonly write: <T>(command: Command<T>) => Promise<T>
  readonly waitingCount: () => number
  /** Where the text of old entries is. */
  readonly archive: ArchiveFiles
  /** The steps of the schema that this start took. */
  readonly migrated: readonly string[]
  /** Says what SQLite finds wrong with the file, and nothing when all is well. */
  readonly findDamage: () => string[]
  readonly sizeBytes: () => number
  /** False while the disk is full, and every `write` is refused. */
  readonly hasRoom: () => boolean
  /** From now on a reserve of the disk is kept; call it when the start is done. */
  readonly guardRoom: () => void
  /** Copies all of it as it is at this moment, while it is written on; fails where there is no room. */
  readonly copyTo: (path: string, onProgress: (percent: number) => void) => Promise<void>
  readonly close: () => Promise<void>
}

const openBoth = (path: string, unlock: () => void) => {
  try {
    const writer = openDatabase(path, 'writer')
    const migrated = migrate(writer)
    const reader = openDatabase(path, 'reader')
    const archive = new ArchiveFiles(archiveFolderOf(path))
    useArchive(writer, archive)
    useArchive(reader, archive)
    return { writer, migrated, reader, archive }
  } catch (error) {
    unlock()
    if (isDiskFull(error)) throw fullAtStart(error)
    throw error
  }
}

/** Locks, opens and migrates the database. `onUnknownOutcome` has to end the process: see `WriteQueue`. */
export function openHubDatabase(
  path: string,
  onUnknownOutcome: (error: unknown) => void,
  roomParts: Pick<DiskRoomParts, 'freeBytes' | 'onRoom'> = {},
): HubDatabase {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Before the lock, which takes a page of the disk too.
  const room = new DiskRoom({ ...roomParts, databasePath: path, monotonicMs: () => performance.now() })
  const unlock = lockDatabase(path)
  const { writer, reader, migrated, archive } = openBoth(path, unlock)
  const queue = new WriteQueue(writer, createExecutor(writer), room, onUnknownOutcome)
  return {
    path,
    migrated,
    archive,
    read: createExecutor(reader),
    write: (command) => queue.write(command),
    waitingCount: () => queue.waitingCount,
    findDamage: () =>
      reader
        .prepare('SELECT quick_check FROM pragma_quick_check')
        .pluck()
        .all()
        .map(String)
        .filter((line) => line !== 'ok'),
    sizeBytes: () =>
      Number(reader.prepare('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size').pluck().get()),
    hasRoom: () => room.has(),
    guardRoom: () => room.guard(),
    copyTo: (target, onProgress) => copyDatabase(path, target, onProgress),
    close: async () => {
      await queue.idle()
      reader.close()
      writer.close()
      unlock()
    },
  }
}
