import { rmSync } from 'node:fs'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { assert } from '#core/errors/assert.ts'
import { CatalogueFile, type CatalogueHead } from '#kiosk/store/catalogue-file.ts'

/** Rows written at once: about 20 ms of work, so that keys and scans are answered in between. */
const ROWS_A_STEP = 1_000

/** What the store does with a catalogue that is being built. */
export interface ReplacementSteps {
  readonly prepare: (file: CatalogueFile) => void
  readonly takeOver: (file: CatalogueFile) => void
}

/**
 * A catalogue being built from a snapshot: `add` every row, `prepare` until it says 'ready', then `takeOver` while no
 * basket is open. Until then the old catalogue is in use, and a crash leaves it so.
 */
export class CatalogueReplacement {
  readonly #path: string
  readonly #steps: ReplacementSteps
  readonly #file: CatalogueFile
  #rows: CatalogueRow[] = []
  #indexedTo = 0
  #state: 'filling' | 'indexing' | 'ready' | 'over' = 'filling'

  constructor(path: string, steps: ReplacementSteps) {
    this.#path = path
    this.#steps = steps
    this.#file = new CatalogueFile(path)
  }

  /** Adds a row, each id of a table once. */
  add(row: CatalogueRow): void {
    assert(this.#state === 'filling', 'Rows come before the index.')
    this.#rows.push(row)
    if (this.#rows.length >= ROWS_A_STEP) this.#flush()
  }

  /** Does the next piece of what is to be done after the last row; `head` is what the rows make. */
  prepare(head: CatalogueHead): 'more' | 'ready' {
    if (this.#state === 'filling') {
      this.#flush()
      this.#state = 'indexing'
    }
    if (this.#state === 'ready') return 'ready'
    assert(this.#state === 'indexing', 'A replacement is prepared once.')
    const place = this.#file.write(() => this.#file.products.indexAfter(this.#indexedTo, ROWS_A_STEP))
    if (place !== undefined) {
      this.#indexedTo = place
      return 'more'
    }
    this.#steps.prepare(this.#file)
    this.#file.apply([], { revision: head.revision, hash: head.hash })
    this.#file.checkpoint()
    this.#state = 'ready'
    return 'ready'
  }

  /** Puts it in the place of the catalogue in use; on the disk when this returns. */
  takeOver(): void {
    assert(this.#state === 'ready', 'A replacement is prepared before it takes over.')
    this.#state = 'over'
    this.#steps.takeOver(this.#file)
  }

  /** Drops it. */
  abandon(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#file.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${this.#path}${suffix}`, { force: true })
  }

  #flush(): void {
    this.#file.fill(this.#rows)
    this.#rows = []
  }
}
