import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** With less than this free nothing more is taken: so much stays for ending well, and for the next start. */
export const RESERVE_BYTES = 16 * 1024 * 1024
/** A file that only takes up room: where another program has filled the disk, it makes way for a start. */
const BALLAST_BYTES = 4 * 1024 * 1024
/** The disk is looked at so often at most. */
const LOOK_EVERY_MS = 500

export interface DiskRoomParts {
  readonly databasePath: string
  readonly monotonicMs: () => number
  readonly freeBytes?: (folder: string) => number
  /** Told when the disk is full, and when it has room again. */
  readonly onRoom?: (hasRoom: boolean) => void
}

const freeBytesOf = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Whether the disk of the database has room for more. */
export class DiskRoom {
  readonly #parts: DiskRoomParts
  readonly #ballast: string
  #hasRoom = true
  #isGuarding = false
  #lookedAtMs = -Infinity

  constructor(parts: DiskRoomParts) {
    this.#parts = parts
    this.#ballast = join(dirname(parts.databasePath), 'ballast')
    if (this.#free() < BALLAST_BYTES) rmSync(this.#ballast, { force: true })
  }

  /** From now on the reserve is kept; a start may use it. */
  guard(): void {
    this.#isGuarding = true
    this.has()
  }

  /** False while the disk is full. */
  has(): boolean {
    if (!this.#isGuarding) return true
    const nowMs = this.#parts.monotonicMs()
    if (nowMs - this.#lookedAtMs >= LOOK_EVERY_MS) {
      this.#lookedAtMs = nowMs
      this.#tell(this.#free() >= RESERVE_BYTES)
    }
    return this.#hasRoom
  }

  /** A write failed for want of room, whatever was free when it was looked at last. */
  ranOut(): void {
    rmSync(this.#ballast, { force: true })
    this.#lookedAtMs = this.#parts.monotonicMs()
    this.#tell(false)
  }

  #free(): number {
    const { freeBytes = freeBytesOf, databasePath } = this.#parts
    return freeBytes(dirname(databasePath))
  }

  #tell(hasRoom: boolean): void {
    if (hasRoom && !existsSync(this.#ballast)) writeFileSync(this.#ballast, Buffer.alloc(BALLAST_BYTES, 'ballast '))
    if (hasRoom === this.#hasRoom) return
    this.#hasRoom = hasRoom
    this.#parts.onRoom?.(hasRoom)
  }
}
