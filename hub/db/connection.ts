import type Sqlite from 'better-sqlite3'
import { compileQuery, type Query } from '#hub/db/query.ts'
import { isStorageFault } from '#hub/db/storage-fault.ts'

/** Runs queries that only read. Promises of SQLite settle in microtasks, so a run stays deterministic. */
export interface Reader {
  readonly all: <Params extends object, Row>(query: Query<Params, Row>, params: Params) => Promise<Row[]>
  readonly one: <Params extends object, Row>(query: Query<Params, Row>, params: Params) => Promise<Row | undefined>
}

/** Runs queries inside the writer's transaction. Only await queries of this `Tx`: the whole process waits behind it. */
export interface Tx extends Reader {
  /** Gives the number of rows written. */
  readonly run: <Params extends object>(query: Query<Params, unknown>, params: Params) => Promise<number>
  /** The same for many rows at once, in their order: a promise for each would cost as much as the row. */
  readonly runEach: <Params extends object>(query: Query<Params, unknown>, rows: readonly Params[]) => Promise<void>
  /** Does some writing that falls alone: gives what it threw, and then nothing of it is left. A fault of the disk is thrown on. */
  readonly attempt: (work: () => Promise<void>) => Promise<Error | undefined>
}

interface Prepared {
  readonly statement: Sqlite.Statement
  readonly bind: (params: object) => unknown[]
}

const attemptOn =
  (connection: Sqlite.Database): Tx['attempt'] =>
  async (work) => {
    connection.exec('SAVEPOINT attempt')
    try {
      await work()
      connection.exec('RELEASE attempt')
      return undefined
    } catch (error) {
      if (isStorageFault(error) || !(error instanceof Error)) throw error
      connection.exec('ROLLBACK TO attempt; RELEASE attempt')
      return error
    }
  }

/** Runs each query as one prepared statement, kept for the life of the connection. */
export function createExecutor(connection: Sqlite.Database): Tx {
  const cache = new Map<unknown, Prepared>()
  const prepare = <Params, Row>(query: Query<Params, Row>): Prepared => {
    const known = cache.get(query)
    if (known) return known
    const { sql, bind } = compileQuery(query)
    const prepared = { statement: connection.prepare(sql), bind }
    cache.set(query, prepared)
    return prepared
  }
  return {
    all: async <Params extends object, Row>(query: Query<Params, Row>, params: Params) => {
      const { statement, bind } = prepare(query)
      return statement.all(...bind(params)) as Row[]
    },
    one: async <Params extends object, Row>(query: Query<Params, Row>, params: Params) => {
      const { statement, bind } = prepare(query)
      return statement.get(...bind(params)) as Row | undefined
    },
    run: async <Params extends object>(query: Query<Params, unknown>, params: Params) => {
      const { statement, bind } = prepare(query)
      return statement.run(...bind(params)).changes
    },
    runEach: async <Params extends object>(query: Query<Params, unknown>, rows: readonly Params[]) => {
      const { statement, bind } = prepare(query)
      for (const row of rows) statement.run(...bind(row))
    },
    attempt: attemptOn(connection),
  }
}
