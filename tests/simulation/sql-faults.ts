import Sqlite from 'better-sqlite3'
import { readWal, type WalState } from '#tests/simulation/wal-file.ts'

/** The process that ran this is dead: nothing of it may do anything any more. */
export class ProcessKilled extends Error {
  constructor(node: string) {
    super(`${node} was killed`)
    this.name = 'ProcessKilled'
  }
}

/**
 * When a process dies by its own SQL: at the start of the statement that the fuse runs out at, once that is done, or
 * while the next COMMIT is being written.
 */
export interface Fuse {
  statements: number
  readonly moment: 'before' | 'after' | 'during'
  /** Not the process alone: what was not synced is gone, or torn. */
  readonly isPowerCut: boolean
}

/** What is known of one connection's log. */
interface LogRecord {
  /** Each COMMIT waits until its log is on the disk. */
  isFull: boolean
  /** A checkpoint syncs the log up to here, whatever else does. */
  checkpointed: WalState | undefined
  /** A COMMIT was being written from here on when the power went. */
  tornFromBytes: number | undefined
}

/** One process that uses databases in its folder. */
export interface SqlProcess {
  readonly name: string
  readonly connections: Set<Sqlite.Database>
  readonly logs: Map<Sqlite.Database, LogRecord>
  isDead: boolean
  /** It died because its power went. */
  isPowerCut: boolean
  fuse: Fuse | undefined
  /** Called once, when it dies by its fuse. */
  readonly onDeath: (sql: string, moment: Fuse['moment']) => void
}

const processes = new Map<string, SqlProcess>()

/** Every database below this folder belongs to the process. */
export const watchProcess = (folder: string, process: SqlProcess): void => {
  processes.set(folder, process)
}

export const forgetProcess = (folder: string): void => {
  processes.delete(folder)
}

const processOf = (connection: Sqlite.Database): SqlProcess | undefined => {
  for (const [folder, process] of processes) {
    if (!connection.name.startsWith(`${folder}/`)) continue
    process.connections.add(connection)
    return process
  }
  return undefined
}

const die = (process: SqlProcess, sql: string, moment: Fuse['moment']): never => {
  process.isDead = true
  process.isPowerCut = process.fuse?.isPowerCut ?? false
  process.fuse = undefined
  process.onDeath(sql, moment)
  throw new ProcessKilled(process.name)
}

/** An iteration that nobody will go on with would keep its connection from closing. */
const endIteration = (result: unknown): void => {
  // better-sqlite3's iterators are of no class that could be asked for; rows and results of `run` have no such method.
  if (typeof result === 'object' && result !== null) (result as Partial<Iterator<unknown>>).return?.()
}

const logOf = (process: SqlProcess, connection: Sqlite.Database): LogRecord => {
  const known = process.logs.get(connection)
  if (known !== undefined) return known
  // What better-sqlite3 is built with: NORMAL.
  const log: LogRecord = { isFull: false, checkpointed: undefined, tornFromBytes: undefined }
  process.logs.set(connection, log)
  return log
}

/** Sees what is said about syncing, and what a checkpoint has synced. */
const watchLog = (process: SqlProcess, connection: Sqlite.Database, sql: string): void => {
  const said = /^pragma: synchronous = (\w+)/u.exec(sql)?.[1]
  if (said !== undefined) logOf(process, connection).isFull = said === 'FULL'
  if (sql.startsWith('pragma: wal_checkpoint'))
    logOf(process, connection).checkpointed = readWal(`${connection.name}-wal`)
}

/** The power goes while this COMMIT is on its way to the disk. */
const dieWriting = (process: SqlProcess, connection: Sqlite.Database, commit: () => unknown): never => {
  logOf(process, connection).tornFromBytes = readWal(`${connection.name}-wal`).committedBytes
  commit()
  return die(process, 'COMMIT', 'during')
}

const guarded = <T>(connection: Sqlite.Database, sql: string, work: () => T): T => {
  const process = processOf(connection)
  if (process === undefined) return work()
  if (process.isDead) throw new ProcessKilled(process.name)
  const run = (): T => {
    const result = work()
    watchLog(process, connection, sql)
    return result
  }
  const { fuse } = process
  if (fuse === undefined) return run()
  fuse.statements -= 1
  if (fuse.statements > 0 || (fuse.moment === 'during' && sql !== 'COMMIT')) return run()
  if (fuse.moment === 'during') return dieWriting(process, connection, run)
  if (fuse.moment === 'before') die(process, sql, 'before')
  endIteration(run())
  return die(process, sql, 'after')
}

type Method = (this: Sqlite.Statement & { source: string; database: Sqlite.Database }, ...args: unknown[]) => unknown

/**
 * Puts the fuse under every SQL statement of this program, in better-sqlite3 itself, below the product's code. The
 * product has no switch for it and does not know.
 */
export function installSqlFaults(): void {
  const memory = new Sqlite(':memory:')
  const statements = Object.getPrototypeOf(memory.prepare('SELECT 1')) as Record<string, Method>
  for (const name of ['run', 'get', 'all', 'iterate']) {
    const original = statements[name]
    if (original === undefined) throw new Error(`better-sqlite3 has no Statement.${name}`)
    statements[name] = function (...args) {
      return guarded(this.database, this.source, () => original.apply(this, args))
    }
  }
  memory.close()
  const databases = Sqlite.prototype as unknown as Record<
    string,
    (this: Sqlite.Database, ...args: unknown[]) => unknown
  >
  for (const name of ['exec', 'pragma']) {
    const original = databases[name]
    if (original === undefined) throw new Error(`better-sqlite3 has no Database.${name}`)
    databases[name] = function (...args) {
      return guarded(this, `${name}: ${String(args[0])}`, () => original.apply(this, args))
    }
  }
}
