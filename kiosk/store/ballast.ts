import { randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { storageFault } from '#kiosk/store/storage-fault.ts'

/**
 * Room for the rest of a day on a disk that is full: a sale writes 14 KB, so a thousand of them, the close of the shift,
 * and the log of the database, which may grow to 4 MB before it is written over.
 */
export const BALLAST_BYTES = 16 * 1024 * 1024

/** As much again must stay free beside a new ballast, or the disk is full once more after the next few sales. */
const FREE_BESIDE_BYTES = BALLAST_BYTES

const CHUNK_BYTES = 1024 * 1024

const fill = (path: string): void => {
  const file = openSync(path, 'w')
  try {
    // By chance, so that no file system that compresses or shares blocks keeps less room than it says.
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let written = 0; written < BALLAST_BYTES; written += CHUNK_BYTES) writeSync(file, randomFillSync(chunk))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A file that only takes room, given up when the disk is full so that the day can be ended. */
export class Ballast {
  readonly #folder: string
  readonly #path: string

  constructor(folder: string) {
    this.#folder = folder
    this.#path = join(folder, 'ballast')
  }

  /** True while the room is kept. */
  isThere(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.size === BALLAST_BYTES
  }

  /** Keeps the room where there is enough; true when it is kept. */
  make(): boolean {
    if (this.isThere()) return true
    const { bavail, bsize } = statfsSync(this.#folder)
    if (bavail * bsize < BALLAST_BYTES + FREE_BESIDE_BYTES) return false
    const unfinished = `${this.#path}.new`
    try {
      fill(unfinished)
      renameSync(unfinished, this.#path)
      return true
    } catch (error) {
      if (storageFault(error) !== 'full') throw error
      rmSync(unfinished, { force: true })
      return false
    }
  }

  /** Gives the room up; true when there was some. */
  release(): boolean {
    const wasThere = this.isThere()
    rmSync(this.#path, { force: true })
    return wasThere
  }
}
