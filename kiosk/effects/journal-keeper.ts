import type { StartTimer } from '#kiosk/effects/basket-saver.ts'

/** An anchor is late by this at the most; each look that finds nothing costs less than a millisecond. */
const LOOK_EVERY_MS = 60_000

/** What the keeper looks at. */
export interface JournalKeeperParts {
  /** Anchors and prunes the journal where that is due; true when something was written. */
  readonly keep: () => boolean
  /** True while nobody is served and the disk has room. */
  readonly isFree: () => boolean
  readonly startTimer: StartTimer
  readonly onWritten: () => void
}

/** Looks after the journal every minute, while nobody is served. */
export class JournalKeeper {
  readonly #parts: JournalKeeperParts
  #stop: (() => void) | undefined

  constructor(parts: JournalKeeperParts) {
    this.#parts = parts
  }

  start(): void {
    const { keep, isFree, startTimer, onWritten } = this.#parts
    this.#stop = startTimer(LOOK_EVERY_MS, () => {
      if (isFree() && keep()) onWritten()
      this.start()
    })
  }

  close(): void {
    this.#stop?.()
    this.#stop = undefined
  }
}
