import type { Ballast } from '#kiosk/store/ballast.ts'

/** Whoever makes room waits by the till. */
const LOOK_AGAIN_MS = 5_000

/** Knows whether the disk has room for another day, and makes the ballast anew once it has. */
export class DiskWatch {
  readonly #ballast: Ballast
  readonly #tell: (isDiskFull: boolean) => void
  #isFull: boolean
  #timer: NodeJS.Timeout | undefined

  constructor(ballast: Ballast, tell: (isDiskFull: boolean) => void) {
    this.#ballast = ballast
    this.#tell = tell
    this.#isFull = !ballast.make()
  }

  /** True from the moment the ballast was given up until it is there again. */
  isFull(): boolean {
    return this.#isFull
  }

  /** Tells how it stands, and looks again as long as the disk is full. */
  start(): void {
    if (!this.#isFull) return
    this.#tell(true)
    this.#timer = setInterval(() => this.look(), LOOK_AGAIN_MS)
  }

  /** Looks whether there is room now. */
  look(): void {
    if (!this.#isFull || !this.#ballast.make()) return
    this.#isFull = false
    this.close()
    this.#tell(false)
  }

  close(): void {
    clearInterval(this.#timer)
  }
}
