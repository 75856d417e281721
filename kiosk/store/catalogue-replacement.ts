import { rmSync } from 'node:fs'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { assert } from '#core/errors/assert.ts'
import { CatalogueFile, type CatalogueHead } from '#kiosk/store/catalogue-file.ts'

/** Rows written at once: so little work that keys and scans are answered in between. */
const ROWS_A_STEP = 500

/**
 * A catalogue being built from a snapshot, beside the one in use: `add` every row, then `finish`. It is used only after
 * `CatalogueStore.switchToBuilt`; until then, and after a crash, the old one is.
 */
export class CatalogueReplacement {
  readonly name: string
  readonly #path: string
  readonly #file: CatalogueFile
  #rows: CatalogueRow[] = []
  #state: 'filling' | 'finished' | 'over' = 'filling'

  constructor(name: string, path: string) {
    this.name = name
    this.#path = path
    this.#file = new CatalogueFile(path)
  }

  /** Adds a row. */
  add(row: CatalogueRow): void {
    assert(this.#state === 'filling', 'Rows come before the end.')
    this.#rows.push(row)
    if (this.#rows.length >= ROWS_A_STEP) this.#flush()
  }

  /** All rows came, and they are what the hub signed. */
  finish(head: CatalogueHead): void {
    assert(this.#state === 'filling', 'A catalogue is finished once.')
    this.#file.apply(this.#rows, { revision: head.revision, hash: head.hash })
    this.#file.checkpoint()
    this.#state = 'finished'
  }

  /** Hands the finished file to whoever uses it from now on. */
  take(): CatalogueFile {
    assert(this.#state === 'finished', 'A catalogue is finished before it is used.')
    this.#state = 'over'
    return this.#file
  }

  /** Drops it, in whatever state it is. */
  discard(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#file.close()
    for (const suffix of ['', '-wal']) rmSync(`${this.#path}${suffix}`, { force: true })
  }

  #flush(): void {
    this.#file.fill(this.#rows)
    this.#rows = []
  }
}
