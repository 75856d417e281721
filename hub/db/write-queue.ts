import type Sqlite from 'better-sqlite3'
import { AssertionError } from '#core/errors/assert.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import type { Tx } from '#hub/db/connection.ts'
import type { DiskRoom } from '#hub/db/disk-room.ts'
import { isDiskFull, isStorageFault } from '#hub/db/storage-fault.ts'

/** One transaction serves at most so many commands: the first of them waits for all. */
const COMMANDS_PER_TRANSACTION_MAX = 256
/** Callers beyond this are refused at once: what waits longer than a client's patience is done for nobody. */
const COMMANDS_WAITING_MAX = 4096
const RETRY_AFTER_MS = 1000

/** Does some writing within the transaction; what it throws undoes what it wrote, and nothing else. */
export type Command<T> = (tx: Tx) => Promise<T>

interface Waiting {
  readonly attempt: (tx: Tx) => Promise<void>
  readonly settle: () => void
  readonly refuse: (error: unknown) => void
}

const waitingFor = <T>(command: Command<T>): { readonly waiting: Waiting; readonly promise: Promise<T> } => {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let settle = (): void => {}
  const attempt = async (tx: Tx): Promise<void> => {
    const result = await command(tx)
    settle = () => resolve(result)
  }
  return { waiting: { attempt, settle: () => settle(), refuse: reject }, promise }
}

/** Ends the whole transaction, whose commands stand together. */
const isFatal = (error: unknown): boolean => error instanceof AssertionError || isStorageFault(error)

/** Long enough for somebody to make room; the hub looks much more often. */
const FULL_RETRY_AFTER_MS = 10_000
const diskFull = (cause?: unknown): ServiceError =>
  new ServiceError('disk_full', 'database', FULL_RETRY_AFTER_MS, { cause })

interface Control {
  readonly begin: Sqlite.Statement
  readonly commit: Sqlite.Statement
  readonly savepoint: Sqlite.Statement
  readonly release: Sqlite.Statement
  readonly undo: Sqlite.Statement
  /** Writes something, whatever it is. */
  readonly mark: Sqlite.Statement
}

const prepareControl = (connection: Sqlite.Database): Control => ({
  begin: connection.prepare('BEGIN IMMEDIATE'),
  commit: connection.prepare('COMMIT'),
  savepoint: connection.prepare('SAVEPOINT command'),
  release: connection.prepare('RELEASE command'),
  undo: connection.prepare('ROLLBACK TO command'),
  mark: connection.prepare(`REPLACE INTO hub_facts (name, value) VALUES ('disk_full_at', datetime())`),
})

/**
 * The one writer of the process. What arrived together runs in one transaction (group commit), each command under its
 * own savepoint, and is answered after COMMIT.
 */
export class WriteQueue {
  readonly #connection: Sqlite.Database
  readonly #control: Control
  readonly #tx: Tx
  readonly #room: DiskRoom
  readonly #onUnknownOutcome: (error: unknown) => void
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined

  constructor(connection: Sqlite.Database, tx: Tx, room: DiskRoom, onUnknownOutcome: (error: unknown) => void) {
    this.#connection = connection
    this.#control = prepareControl(connection)
    this.#tx = tx
    this.#room = room
    this.#onUnknownOutcome = onUnknownOutcome
  }

  get waitingCount(): number {
    return this.#waiting.length
  }

  async write<T>(command: Command<T>): Promise<T> {
    if (this.#waiting.length >= COMMANDS_WAITING_MAX) {
      throw new ServiceError('overloaded', 'database', RETRY_AFTER_MS)
    }
    if (!this.#room.has()) throw diskFull()
    const { waiting, promise } = waitingFor(command)
    this.#waiting.push(waiting)
    this.#running ??= new Promise<void>((resolve) => setImmediate(() => resolve(this.#drain())))
    return promise
  }

  /** Resolves when all that waits is committed. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, COMMANDS_PER_TRANSACTION_MAX)
      this.#waiting = this.#waiting.slice(COMMANDS_PER_TRANSACTION_MAX)
      try {
        await this.#runTogether(batch)
      } catch (error) {
        this.#end(batch, error)
      }
      // What came in meanwhile gets read from its sockets first, and then shares the next transaction.
      await new Promise(setImmediate)
    }
    this.#running = undefined
  }

  async #runTogether(batch: readonly Waiting[]): Promise<void> {
    const done: Waiting[] = []
    this.#control.begin.run()
    for (const waiting of batch) if (await this.#runUnderSavepoint(waiting)) done.push(waiting)
    this.#control.commit.run()
    for (const waiting of done) waiting.settle()
  }

  async #runUnderSavepoint(waiting: Waiting): Promise<boolean> {
    const { savepoint, release, undo } = this.#control
    savepoint.run()
    try {
      await waiting.attempt(this.#tx)
      release.run()
      return true
    } catch (error) {
      if (isFatal(error)) throw error
      undo.run()
      release.run()
      waiting.refuse(error)
      return false
    }
  }

  #end(batch: readonly Waiting[], error: unknown): void {
    if (!isDiskFull(error)) return this.#giveUp(batch, error)
    try {
      this.#settleFull()
    } catch (second) {
      return this.#giveUp(batch, second)
    }
    for (const waiting of batch) waiting.refuse(diskFull(error))
  }

  /**
   * Of a COMMIT that found no room the log may hold all the same: it would count if the process died now. Another commit
   * writes over that place, and from then on it is known that nothing of it was kept.
   */
  #settleFull(): void {
    const { begin, mark, commit } = this.#control
    if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK')
    this.#room.ranOut()
    begin.run()
    mark.run()
    commit.run()
  }

  /** A COMMIT that reports an error may still be on the disk, so nobody who waits may be told yes or no. */
  #giveUp(batch: readonly Waiting[], error: unknown): void {
    for (const waiting of [...batch, ...this.#waiting]) waiting.refuse(error)
    this.#waiting = []
    this.#onUnknownOutcome(error)
  }
}
