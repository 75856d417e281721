import { rmSync } from 'node:fs'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { assert } from '#core/errors/assert.ts'
import { CatalogueFile, type CatalogueHead } from '#kiosk/store/catalogue-file.ts'

/** Rows written at once: so little work that keys and scans are answered in between. */
const ROWS_A_STEP = 500

/**
 * A catalogue being built from a snapshot, beside the one in use: `add` every row, `prepare` until it says 'ready', then
 * `takeOver` while no basket is open. Until then, and after a crash, the old one is in use.
 */
export class CatalogueReplacement {
  readonly #path: string
  readonly #switchTo: (file: CatalogueFile) => void
  readonly #file: CatalogueFile
  #rows: CatalogueRow[] = []
  #state: 'filling' | 'ready' | 'over' = 'filling'

  constructor(path: string, switchTo: (file: CatalogueFile) => void) {
    this.#path = path
    this.#switchTo = switchTo
    this.#file = new CatalogueFile(path)
  }

  /** Adds a row. */
  add(row: CatalogueRow): void {
    assert(this.#state === 'filling', 'Rows come before the end.')
    this.#rows.push(row)
    if (this.#rows.length >= ROWS_A_STEP) this.#flush()
  }

  /** All rows came and are what the hub signed as `head`: does the next piece of what is to be done then. */
  prepare(head: CatalogueHead): 'more' | 'ready' {
    if (this.#state === 'ready') return 'ready'
    assert(this.#state === 'filling', 'A catalogue is prepared before it takes over.')
    this.#flush()
    if (this.#file.products.mergeIndex() === 'more') return 'more'
    this.#file.apply([], { revision: head.revision, hash: head.hash })
    this.#file.checkpoint()
    this.#state = 'ready'
    return 'ready'
  }

  /** Takes the place of the catalogue in use; on the disk when this returns. */
  takeOver(): void {
    assert(this.#state === 'ready', 'A catalogue is prepared before it takes over.')
    this.#state = 'over'
    this.#switchTo(this.#file)
  }

  /** Drops it, unless it has taken over. */
  abandon(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#file.close()
    for (const suffix of ['', '-wal']) rmSync(`${this.#path}${suffix}`, { force: true })
  }

  #flush(): void {
    if (this.#rows.length > 0) this.#file.fill(this.#rows)
    this.#rows = []
    this.#file.checkpoint()
  }
}
