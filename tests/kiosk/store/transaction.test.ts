import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { CommitUnknownError } from '#kiosk/store/store-errors.ts'
import { Transaction } from '#kiosk/store/transaction.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const schema = `
  CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED) STRICT;`

const withTransaction = (
  look: (transaction: Transaction, run: (sql: string) => void, count: () => unknown) => void,
) => {
  using folder = new TemporaryFolder()
  const connection = openDatabase(join(folder.path, 'a.sqlite'), 'till')
  connection.exec(schema)
  const count = (): unknown => connection.prepare('SELECT count(*) FROM parents').pluck().get()
  look(new Transaction(connection), (sql) => void connection.exec(sql), count)
  connection.close()
}

test('an error inside takes everything back, in memory too, last first', () => {
  withTransaction((transaction, run, count) => {
    const undone: string[] = []
    const work = (): void => {
      run('INSERT INTO parents VALUES (1)')
      transaction.onRollback(() => undone.push('first'))
      transaction.run(() => transaction.onRollback(() => undone.push('second')))
      throw new Error('a reason')
    }
    expect(() => transaction.run(work)).toThrow('a reason')
    expect([undone, count()]).toEqual([['second', 'first'], 0])
    transaction.run(() => run('INSERT INTO parents VALUES (2)'))
    expect([undone.length, count()]).toEqual([2, 1])
  })
})

test('an error of COMMIT means unknown, and nothing is written after it', () => {
  withTransaction((transaction, run) => {
    // A deferred key is checked by COMMIT itself.
    expect(() => transaction.run(() => run('INSERT INTO children VALUES (5)'))).toThrow(CommitUnknownError)
    expect(() => transaction.run(() => run('INSERT INTO parents VALUES (5)'))).toThrow(AssertionError)
  })
})

test('the log is moved after enough commits, and not before', () => {
  withTransaction((transaction, run) => {
    const moved: number[] = []
    for (let commit = 1; commit <= 450; commit++) {
      transaction.run(() => run(`INSERT INTO parents VALUES (${commit})`))
      if (transaction.checkpoint()) moved.push(commit)
    }
    expect(moved).toEqual([200, 400])
  })
})
