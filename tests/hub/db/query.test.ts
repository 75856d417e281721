import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { compileQuery, defineQuery } from '#hub/db/query.ts'

const joined = defineQuery((db, p: { code: string; limit: number }) =>
  db
    .selectFrom('product_barcodes')
    .innerJoin('products', 'products.id', 'product_barcodes.product_id')
    .select('products.id')
    .where('product_barcodes.code', '=', p.code)
    .limit(p.limit),
)

test('values come in the order of their places, constants among them', () => {
  const { sql, bind } = compileQuery(
    defineQuery((db, p: { id: number }) =>
      db.selectFrom('users').select('id').where('is_active', '=', 1).where('id', '=', p.id),
    ),
  )
  expect(sql).toBe('select "id" from "users" where "is_active" = +? and "id" = +?')
  expect(bind({ id: 7 })).toEqual([1, 7])
})

test('every bound value carries the plus that keeps the plan', () => {
  const { sql } = compileQuery(joined)
  expect(sql).not.toMatch(/[^+]\?/u)
})

test('a join with such values is not planned anew at each run', () => {
  const connection = new Sqlite(':memory:')
  connection.exec(`
    CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
    CREATE INDEX a_code ON a (code);
    CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL);
    CREATE INDEX b_a ON b (a_id);
  `)
  const fill = connection.prepare('INSERT INTO a (code) VALUES (?)')
  const fillB = connection.prepare('INSERT INTO b (a_id) VALUES (?)')
  for (let n = 0; n < 2000; n += 1) {
    fill.run(`c${n % 50}`)
    fillB.run(n % 100)
  }
  connection.exec('ANALYZE')
  const timeOf = (placeholder: string): number => {
    const statement = connection.prepare(
      `SELECT count(*) FROM a JOIN b ON b.a_id = a.id WHERE a.code = ${placeholder} AND a.id < 3`,
    )
    const times = Array.from({ length: 400 }, (_, n) => {
      const startedAt = performance.now()
      statement.get(`c${n % 50}`)
      return performance.now() - startedAt
    })
    return times.toSorted((one, other) => one - other)[100] ?? 0
  }
  // Interleaved twice, so that a busy machine slows both.
  const plain = Math.min(timeOf('?'), timeOf('?'))
  const plus = Math.min(timeOf('+?'), timeOf('+?'))
  expect(plus).toBeLessThan(plain)
  connection.close()
})
