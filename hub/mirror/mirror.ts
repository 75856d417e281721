import { setTimeout as wait } from 'node:timers/promises'
import type { Alarms } from '#hub/health/alarms.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { attachMirror, ENTRIES_AT_ONCE, lineOf, type Attached, type AttachParts } from '#hub/mirror/attach.ts'
import { eraseInMirror } from '#hub/mirror/erase-in-mirror.ts'
import { mirrorProblem } from '#hub/mirror/mirror-problem.ts'
import { copyKeys } from '#hub/mirror/mirrored-keys.ts'
import { listOwnEntries, newestEntryNumber } from '#hub/mirror/own-entry-queries.ts'

/** So long an answer waits for the mirror at most: what a stick takes on a bad day. */
const WAIT_MAX_MS = 2000
/** So often a mirror that is away is looked for. */
const RETRY_MS = 10_000
const SLOW = 'The mirror takes too long to write.'

export interface MirrorParts extends AttachParts {
  readonly keyFolder: string
  readonly alarms: Alarms
  /** Entries were taken over from the mirror. */
  readonly onTaken: (count: number, refusedCount: number, changes: Changes) => void
}

/**
 * The second copy of what exists once: the hub's own entries and its keys. An answer waits until the mirror holds what
 * it is about. When the mirror cannot be had the answer goes out all the same, since the entry is committed: the shop
 * goes on, an alarm stands, and the mirror gets what it missed when it is back.
 */
export class Mirror {
  readonly #parts: MirrorParts
  #attached: (Pick<Attached, 'files'> & { cursor: number }) | undefined
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #isAway = false
  #areKeysNew = true
  #retry: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(parts: MirrorParts) {
    this.#parts = parts
  }

  /** Brings mirror and database to the same entries, and answers when that is done or plainly cannot be. */
  async open(): Promise<void> {
    await this.#soon()
  }

  /** Waits until the mirror holds all that is committed. */
  async follow(areKeysNew: boolean): Promise<void> {
    this.#areKeysNew ||= areKeysNew
    if (this.#isAway) return
    const patience = new AbortController()
    const tooLong = wait(WAIT_MAX_MS, 'too_long', { signal: patience.signal, ref: false }).catch(() => undefined)
    const outcome = await Promise.race([this.#soon(), tooLong])
    patience.abort()
    if (outcome === 'too_long') this.#giveUp(SLOW)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#retry)
    await this.#running
  }

  /** The run that begins after now: one that is under way may have read before what has just been committed. */
  #soon(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      this.#running = this.#run()
      return this.#running
    })
    return this.#next
  }

  async #run(): Promise<void> {
    const { folder, seal, keyFolder, alarms } = this.#parts
    try {
      this.#attached ??= await this.#attach()
      await this.#append(this.#attached)
      await eraseInMirror(this.#parts.database, this.#attached.files)
      if (this.#areKeysNew) copyKeys(keyFolder, folder, seal)
      this.#areKeysNew = false
      this.#isAway = false
      alarms.clear('mirror')
    } catch (error) {
      // Where it stands is found out anew: the disk may come back as another one.
      this.#attached = undefined
      this.#giveUp(mirrorProblem(error), error)
    }
  }

  async #attach(): Promise<Attached> {
    const attached = await attachMirror(this.#parts)
    const { takenCount, refusedCount, changes } = attached.taken
    if (takenCount + refusedCount > 0) this.#parts.onTaken(takenCount, refusedCount, changes)
    this.#areKeysNew = true
    return attached
  }

  async #append(attached: Pick<Attached, 'files'> & { cursor: number }): Promise<void> {
    const { read } = this.#parts.database
    const newest = (await read.one(newestEntryNumber, {}))?.number ?? 0
    for (;;) {
      const rows = await read.all(listOwnEntries, { after: attached.cursor, rows: ENTRIES_AT_ONCE })
      if (rows.length > 0) await attached.files.append(rows.map(lineOf))
      attached.cursor = rows.at(-1)?.number ?? Math.max(newest, attached.cursor)
      if (rows.length < ENTRIES_AT_ONCE) return
    }
  }

  #giveUp(detail: string, cause?: unknown): void {
    this.#isAway = true
    this.#parts.alarms.raise('mirror', detail, cause)
    clearTimeout(this.#retry)
    if (this.#isClosed) return
    this.#retry = setTimeout(() => void this.#soon(), RETRY_MS)
    this.#retry.unref()
  }
}
