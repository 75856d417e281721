import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { DataLockedError, DataNewerError } from '#kiosk/store/store-errors.ts'
import { openTill, stockedTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const FULL = 2

test('a database that is opened again is at synchronous=FULL, with every other pragma set', () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'a.sqlite')
  openDatabase(path, 'till').close()
  const again = openDatabase(path, 'till')
  const pragmas = {
    synchronous: FULL,
    journal_mode: 'wal',
    page_size: 1024,
    wal_autocheckpoint: 0,
    foreign_keys: 1,
    locking_mode: 'exclusive',
    temp_store: 2,
    trusted_schema: 0,
  }
  const found = Object.keys(pragmas).map((name) => [name, again.pragma(name, { simple: true })])
  again.close()
  expect(Object.fromEntries(found)).toEqual(pragmas)
})

test('every table of the store is STRICT', () => {
  using folder = new TemporaryFolder()
  stockedTill(folder.path).close()
  for (const name of ['till.sqlite', 'catalogue-2.sqlite']) {
    const connection = openDatabase(join(folder.path, name), name === 'till.sqlite' ? 'till' : 'catalogue')
    const loose = connection
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
      .pluck()
      .all()
    connection.close()
    expect(loose).toEqual(['sqlite_schema'])
  }
})

test('a second kiosk on the same data is told so', () => {
  using folder = new TemporaryFolder()
  using _first = stockedTill(folder.path)
  expect(() => openTill(folder.path)).toThrow(DataLockedError)
  expect(() => openTill(folder.path)).toThrow(/Another kiosk is running/u)
})

test('data of a newer kiosk is refused, and not touched', () => {
  using folder = new TemporaryFolder()
  stockedTill(folder.path).close()
  const path = join(folder.path, 'till.sqlite')
  const newer = openDatabase(path, 'till')
  newer.pragma('user_version = 99')
  newer.pragma('application_id = 98')
  newer.close()
  expect(() => openTill(folder.path)).toThrow(DataNewerError)
  const untouched = openDatabase(path, 'till')
  expect(untouched.pragma('user_version', { simple: true })).toBe(99)
  untouched.close()
})

test('a file that is no database is refused as it is', () => {
  using folder = new TemporaryFolder()
  const path = join(folder.path, 'till.sqlite')
  const text = 'Not a database. '.repeat(500)
  writeFileSync(path, text)
  expect(() => openTill(folder.path)).toThrow(/not a database/u)
  expect(readFileSync(path, 'utf8')).toBe(text)
})

test('a catalogue of a newer kiosk is refused, and the till’s file is free again', () => {
  using folder = new TemporaryFolder()
  stockedTill(folder.path).close()
  const newer = openDatabase(join(folder.path, 'catalogue-2.sqlite'), 'catalogue')
  newer.pragma('user_version = 99')
  newer.pragma('application_id = 98')
  newer.close()
  expect(() => openTill(folder.path)).toThrow(DataNewerError)
  openDatabase(join(folder.path, 'till.sqlite'), 'till').close()
})
