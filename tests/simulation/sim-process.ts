import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { AssertionError } from '#core/errors/assert.ts'
import { CommitUnknownError } from '#kiosk/store/store-errors.ts'
import type { Random } from '#tests/simulation/random.ts'
import { forgetProcess, ProcessKilled, watchProcess, type Fuse, type SqlProcess } from '#tests/simulation/sql-faults.ts'
import { readWal, tearWal } from '#tests/simulation/wal-file.ts'

/** What the store says to whoever writes on after a COMMIT that failed; here one fails only by death. */
const AFTER_DEATH = 'Nothing is written after a COMMIT that failed.'

/** A database's shared memory belongs to processes that are dead. */
const isLeftBehind = (name: string): boolean => name.endsWith('-shm')

const copyFiles = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) if (!isLeftBehind(name)) cpSync(join(from, name), join(to, name))
}

const statements = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement>>()

/** A statement of the simulator's own on a connection of the product's, parsed once. */
export function prepared(connection: Sqlite.Database, sql: string): Sqlite.Statement {
  const known = statements.get(connection) ?? new Map<string, Sqlite.Statement>()
  statements.set(connection, known)
  const statement = known.get(sql) ?? connection.prepare(sql)
  known.set(sql, statement)
  return statement
}

/** A process with its files: it can be killed in mid-statement and started again on what it left on the disk. */
export class SimProcess {
  readonly name: string
  readonly #root: string
  readonly #random: Random
  readonly #onDeath: (sql: string, moment: Fuse['moment']) => void
  #incarnation = 0
  #hasDied = false
  #powerCutCount = 0
  #sql: SqlProcess | undefined

  /** `random` says what a power cut leaves. */
  constructor(
    { name, root, random }: { readonly name: string; readonly root: string; readonly random: Random },
    onDeath: (sql: string, moment: Fuse['moment']) => void,
  ) {
    this.name = name
    this.#root = root
    this.#random = random
    this.#onDeath = (sql, moment) => {
      this.#hasDied = true
      onDeath(sql, moment)
    }
  }

  get incarnation(): number {
    return this.#incarnation
  }

  get folder(): string {
    return join(this.#root, `${this.name}-${this.#incarnation}`)
  }

  /** Keeps a copy of the files as they are now, as a disk that goes back in time would show them again. */
  keepCopy(): void {
    rmSync(this.#copyFolder, { recursive: true, force: true })
    copyFiles(this.folder, this.#copyFolder)
  }

  hasCopy(): boolean {
    return existsSync(this.#copyFolder)
  }

  get #copyFolder(): string {
    return join(this.#root, `${this.name}-copy`)
  }

  isRunning(): boolean {
    return this.#sql !== undefined && !this.#sql.isDead
  }

  /** Starts on what the last incarnation left, or on the copy that was kept. */
  start(from: 'last' | 'copy' = 'last'): void {
    const before = this.#incarnation === 0 ? undefined : this.folder
    this.#incarnation += 1
    mkdirSync(this.folder, { recursive: true })
    if (before !== undefined) this.#takeOver(before, from === 'copy' ? this.#copyFolder : before)
    const { name } = this
    this.#sql = {
      name,
      connections: new Set(),
      logs: new Map(),
      isDead: false,
      isPowerCut: false,
      fuse: undefined,
      onDeath: this.#onDeath,
    }
    watchProcess(this.folder, this.#sql)
  }

  /** From now on nothing of this incarnation does anything. With its power goes what was not synced. */
  kill(isPowerCut = false): void {
    if (this.#sql !== undefined) {
      this.#sql.isDead = true
      this.#sql.isPowerCut = isPowerCut
    }
    this.#hasDied = true
  }

  /** How often its power went. */
  get powerCutCount(): number {
    return this.#powerCutCount
  }

  /** Dies at the n-th SQL statement from now. */
  setFuse(fuse: Fuse | undefined): void {
    if (this.#sql !== undefined) this.#sql.fuse = fuse
  }

  /** Runs what came to this process; false when it died of it. An error of a living process is a bug and goes on. */
  survives(work: () => void): boolean {
    if (!this.isRunning()) return false
    try {
      work()
    } catch (error) {
      if (!this.isDeathOf(error)) throw error
    }
    return this.isRunning()
  }

  /** True for what a kill leaves behind in the code that was running: whatever that says now, nobody hears it. */
  isDeathOf(error: unknown): boolean {
    return !this.isRunning() && error instanceof Error
  }

  /** As `isDeathOf`, for an error that came to light in a promise, perhaps after the next start. */
  wasDeathOf(error: unknown): boolean {
    if (error instanceof CommitUnknownError) return this.wasDeathOf(error.cause)
    if (error instanceof AssertionError && error.message === AFTER_DEATH) return this.#hasDied
    return error instanceof ProcessKilled && error.message.startsWith(`${this.name} `)
  }

  /** Looks into the databases of the running process, without burning its fuse. */
  inspect<T>(look: () => T): T {
    const sql = this.#sql
    const fuse = sql?.fuse
    if (sql !== undefined) sql.fuse = undefined
    try {
      return look()
    } finally {
      if (sql !== undefined) sql.fuse = fuse
    }
  }

  /** A connection that the process has to one of its databases. */
  connectionTo(file: string, isReadonly: boolean): Sqlite.Database | undefined {
    const connections = [...(this.#sql?.connections ?? [])]
    return connections.find((one) => one.open && one.readonly === isReadonly && one.name.endsWith(`/${file}`))
  }

  /** The end of the run. */
  end(): void {
    this.kill()
    this.#closeAll()
    forgetProcess(this.folder)
  }

  // The files are copied before the connections close: closing would tidy up what a kill leaves lying about.
  #takeOver(before: string, from: string): void {
    copyFiles(from, this.folder)
    if (this.#sql?.isPowerCut === true && from === before) this.#tear(this.#sql)
    this.#closeAll()
    forgetProcess(before)
    rmSync(before, { recursive: true })
  }

  #tear({ logs }: SqlProcess): void {
    this.#powerCutCount += 1
    for (const [connection, { isFull, checkpointed, tornFromBytes }] of logs) {
      const path = join(this.folder, `${basename(connection.name)}-wal`)
      const { committedBytes, salt } = readWal(path)
      const keptBytes = checkpointed?.salt === salt ? checkpointed.committedBytes : 0
      const isWriter = !connection.readonly
      if (isWriter) tearWal(path, tornFromBytes ?? (isFull ? committedBytes : keptBytes), this.#random)
    }
  }

  #closeAll(): void {
    for (const connection of this.#sql?.connections ?? []) connection.close()
  }
}
