import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { migrate, type Migration } from '#kiosk/store/migrate.ts'
import { catalogueMigrations, TILL_STEPS_OF_VERSION_BEFORE, tillMigrations } from '#kiosk/store/migrations.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { DataNewerError } from '#kiosk/store/store-errors.ts'
import { alex, basketOf, stockedTill, TemporaryFolder, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { products } from '#tests/kiosk/store/with-till.ts'

/** The statements of a step, without comments. A CASE or a trigger would hold semicolons; there is none. */
const statementsOf = ({ sql }: Migration): string[] =>
  sql
    .replaceAll(/--[^\n]*/gu, ' ')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/gu, ' ').trim())
    .filter((statement) => statement !== '')

const additive = [
  /^CREATE TABLE \w+ \(/u,
  /^CREATE VIEW \w+ AS /u,
  /^CREATE INDEX \w+ ON /u,
  // Older programs name their columns when they insert: a new one must do without a value.
  /^ALTER TABLE \w+ ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT))/u,
]

/** Rows that are filled in for the new: into tables and columns that the step itself made. */
const fillsNew = (statement: string, step: Migration): boolean => {
  const [, table] = /^INSERT INTO (\w+)/u.exec(statement) ?? []
  const [, , set = ''] = /^UPDATE (\w+) SET (\w+) =/u.exec(statement) ?? []
  if (table !== undefined) return new RegExp(`CREATE TABLE ${table} \\(`, 'u').test(step.sql)
  return set !== '' && new RegExp(`ADD COLUMN ${set} `, 'u').test(step.sql)
}

const problemsOf = (step: Migration): string[] =>
  statementsOf(step)
    .filter((statement) => !additive.some((pattern) => pattern.test(statement)) && !fillsNew(statement, step))
    .map((statement) => `${step.name}: ${statement}`)

describe('steps of a schema only add', () => {
  test.each([...tillMigrations.slice(1), ...catalogueMigrations.slice(1)])('$name', (step) => {
    expect(problemsOf(step)).toEqual([])
  })

  test.each([
    'DROP TABLE sales',
    'ALTER TABLE sales RENAME TO receipts',
    'ALTER TABLE sales RENAME COLUMN tax_minor TO tax',
    'ALTER TABLE sales DROP COLUMN tax_minor',
    'ALTER TABLE sales ADD COLUMN why TEXT NOT NULL',
    'UPDATE sales SET total_minor = total_minor * 100',
    'DELETE FROM journal',
    'CREATE UNIQUE INDEX once ON sales (shift_no)',
    'INSERT INTO facts (name, value) VALUES (1, 2)',
  ])('what changes or takes away is seen: %s', (sql) => {
    expect(problemsOf({ name: 'bad', sql: `${sql};` })).toHaveLength(1)
  })
})

interface Column {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: string | null
}

const columnsOf = (connection: Sqlite.Database, table: string): Column[] =>
  connection.prepare<[], Column>(`SELECT name, type, "notnull", dflt_value FROM pragma_table_info('${table}')`).all()

const tablesOf = (connection: Sqlite.Database): string[] =>
  connection.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").pluck().all()

test('each table and column of the oldest till is in the newest, and new columns want no value', () => {
  using folder = new TemporaryFolder()
  const oldest = openDatabase(join(folder.path, 'oldest.sqlite'), 'till')
  const newest = openDatabase(join(folder.path, 'newest.sqlite'), 'till')
  migrate(oldest, tillMigrations.slice(0, 1))
  migrate(newest, tillMigrations)
  for (const table of tablesOf(oldest)) {
    const before = columnsOf(oldest, table)
    const now = columnsOf(newest, table)
    expect(now.slice(0, before.length)).toEqual(before)
    const demanding = now.slice(before.length).filter((column) => column.notnull === 1 && column.dflt_value === null)
    expect(demanding).toEqual([])
    newest.prepare(`SELECT ${before.map(({ name }) => name).join(', ')} FROM ${table}`).all()
  }
  oldest.close()
  newest.close()
})

test('the version before works on the data of this one; one that is older still is told', () => {
  using folder = new TemporaryFolder()
  const store = stockedTill(folder.path, products)
  const basket = basketOf('01970000-0000-7000-8000-000000000001', products)
  store.sales.complete(basket, tendersFor(basket), alex)
  store.close()
  const connection = openDatabase(join(folder.path, 'till.sqlite'), 'till')
  const before = tillMigrations.slice(0, TILL_STEPS_OF_VERSION_BEFORE)
  expect(migrate(connection, before)).toEqual([])
  expect(connection.pragma('user_version', { simple: true })).toBe(tillMigrations.length)
  expect(connection.prepare('SELECT count(*) FROM sales').pluck().get()).toBe(1)
  expect(() => migrate(connection, before.slice(0, -1))).toThrow(DataNewerError)
  connection.close()
})
