import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Random } from '#tests/simulation/random.ts'
import { readWal, tearWal } from '#tests/simulation/wal-file.ts'

const CUTS = 60

let folder = ''
let path = ''
let database: Sqlite.Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-wal-'))
  path = join(folder, 'live.sqlite')
  database = new Sqlite(path)
  database.pragma('journal_mode = WAL')
  database.pragma('wal_autocheckpoint = 0')
  database.exec('CREATE TABLE sales (id INTEGER PRIMARY KEY, text TEXT)')
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const sell = (): unknown => database.prepare('INSERT INTO sales (text) VALUES (?)').run('x'.repeat(3_000))

/** How many sales are there after the power went, with the log synced up to here. */
const afterCut = (syncedBytes: number, random: Random): number => {
  const copy = join(folder, 'copy.sqlite')
  cpSync(path, copy)
  cpSync(`${path}-wal`, `${copy}-wal`)
  tearWal(`${copy}-wal`, syncedBytes, random)
  const opened = new Sqlite(copy)
  try {
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
    return Number(opened.prepare('SELECT count(*) FROM sales').pluck().get())
  } finally {
    opened.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true })
  }
}

test('what was synced is there after each cut, and of what was not some is lost and some is not', () => {
  for (let count = 0; count < 5; count++) sell()
  const { committedBytes } = readWal(`${path}-wal`)
  for (let count = 0; count < 3; count++) sell()
  const counts = Array.from({ length: CUTS }, (_, seed) => afterCut(committedBytes, new Random(BigInt(seed))))
  expect(Math.min(...counts)).toBe(5)
  expect(Math.max(...counts)).toBe(8)
  expect(new Set(counts).size).toBeGreaterThan(2)
})

test('a log that was begun anew counts from its new start', () => {
  sell()
  const before = readWal(`${path}-wal`)
  database.pragma('wal_checkpoint(PASSIVE)')
  sell()
  const after = readWal(`${path}-wal`)
  expect(after.salt).not.toBe(before.salt)
  expect(after.committedBytes).toBeGreaterThan(0)
  expect(afterCut(after.committedBytes, new Random(1n))).toBe(2)
})
