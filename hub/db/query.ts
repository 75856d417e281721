import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type QueryCompiler,
} from 'kysely'
import type { Tables } from '#hub/db/tables.ts'

/** What stands in a query for a value that each run gives. */
class Parameter {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * SQLite is built with STAT4 here: a bound value compared with an indexed column makes it plan the statement anew at
 * each run, eight times the cost of a join. A unary plus keeps the value and stops that.
 */
class PlanOnceCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

const queryBuilder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: (): QueryCompiler => new PlanOnceCompiler(),
  },
})

/** A query that is compiled once, when it is first run; `Params` are its named values, `Row` what it gives. */
export interface Query<Params, Row> {
  readonly build: (builder: Kysely<Tables>, params: Params) => Compilable<Row>
}

/** Defines a query of the hub: `defineQuery((db, p: { id: number }) => db.selectFrom('users').selectAll().where('id', '=', p.id))`. */
export function defineQuery<Params extends object, Row>(build: Query<Params, Row>['build']): Query<Params, Row> {
  return { build }
}

/** SQL text, and for each of its placeholders where the value comes from. */
export interface CompiledQuery {
  readonly sql: string
  readonly bind: (params: object) => unknown[]
}

/** Turns a query into SQL and the order of its values. */
export function compileQuery<Params, Row>(query: Query<Params, Row>): CompiledQuery {
  const markers = new Proxy(
    {},
    {
      get: (_, name) => new Parameter(String(name)),
      ownKeys: () => {
        throw new Error('A query names the fields of its parameters; it cannot spread them.')
      },
    },
  )
  // The builder sees markers where it believes to see values; it only carries them into the list of parameters.
  const { sql, parameters } = query.build(queryBuilder, markers as Params).compile()
  const bind = (params: object): unknown[] => {
    const values: unknown[] = []
    for (const source of parameters) {
      values.push(source instanceof Parameter ? (params as Readonly<Record<string, unknown>>)[source.name] : source)
    }
    return values
  }
  return { sql, bind }
}
