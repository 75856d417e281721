import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '#hub/db/open-database.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-db-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('every connection is at synchronous=FULL, also to a database that exists already', () => {
  const path = join(folder, 'hub.sqlite')
  for (const role of ['writer', 'writer', 'reader'] as const) {
    const connection = openDatabase(path, role)
    expect(connection.pragma('synchronous', { simple: true })).toBe(2)
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
    connection.close()
  }
})

test('without our pragmas a re-opened database is at NORMAL: the trap this guards against', () => {
  const path = join(folder, 'hub.sqlite')
  openDatabase(path, 'writer').close()
  const bare = new Sqlite(path)
  expect(bare.pragma('synchronous', { simple: true })).toBe(1)
  bare.close()
})

test('a reader cannot write', () => {
  const path = join(folder, 'hub.sqlite')
  const writer = openDatabase(path, 'writer')
  writer.exec('CREATE TABLE t (a INTEGER) STRICT')
  const reader = openDatabase(path, 'reader')
  expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly/u)
  reader.close()
  writer.close()
})

test('a database of another program is refused and left alone', () => {
  const path = join(folder, 'other.sqlite')
  const other = new Sqlite(path)
  other.exec('CREATE TABLE theirs (a)')
  other.close()
  expect(() => openDatabase(path, 'writer')).toThrow(/not a database of the hub/u)
})
