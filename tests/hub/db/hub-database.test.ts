import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { defineQuery } from '#hub/db/query.ts'
import { StartError } from '#hub/start-error.ts'

let folder = ''
let database: HubDatabase
const fatal: unknown[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-db-'))
  fatal.length = 0
  database = openHubDatabase(join(folder, 'hub.sqlite'), (error) => fatal.push(error))
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const insert = defineQuery((db, p: { name: string; value: string }) =>
  db.insertInto('hub_facts').values({ name: p.name, value: p.value }),
)
const list = defineQuery((db) => db.selectFrom('hub_facts').select('name').orderBy('name'))
const names = async (): Promise<string[]> => (await database.read.all(list, {})).map(({ name }) => name)

test('what arrives together is one transaction, and each command stands or falls alone', async () => {
  const before = database.path
  const commits = new Sqlite(before, { readonly: true })
  const version = (): unknown => commits.pragma('data_version', { simple: true })
  const first = version()
  const outcomes = await Promise.allSettled([
    database.write((tx) => tx.run(insert, { name: 'a', value: '1' })),
    database.write(async (tx) => {
      await tx.run(insert, { name: 'b', value: '1' })
      throw new Error('refused')
    }),
    database.write((tx) => tx.run(insert, { name: 'c', value: '1' })),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await names()).toEqual(['a', 'c'])
  expect(Number(version()) - Number(first)).toBe(1)
  commits.close()
})

test('a command is answered after COMMIT: another connection sees it', async () => {
  const other = new Sqlite(database.path, { readonly: true })
  await database.write((tx) => tx.run(insert, { name: 'seen', value: '1' }))
  expect(other.prepare('SELECT name FROM hub_facts').pluck().all()).toEqual(['seen'])
  other.close()
})

test('a constraint that fails undoes its command only', async () => {
  await database.write((tx) => tx.run(insert, { name: 'once', value: '1' }))
  await expect(database.write((tx) => tx.run(insert, { name: 'once', value: '2' }))).rejects.toThrow(/UNIQUE/u)
  expect(fatal).toEqual([])
})

test('a failed assertion ends the process, and nobody is told yes', async () => {
  const outcomes = await Promise.allSettled([
    database.write((tx) => tx.run(insert, { name: 'maybe', value: '1' })),
    database.write(async () => {
      throw new AssertionError('a bug')
    }),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(fatal).toHaveLength(1)
})

test('more than the queue holds is refused at once, and the rest is served', async () => {
  const writes = Array.from({ length: 5000 }, (_, index) =>
    database.write((tx) => tx.run(insert, { name: `n${index}`, value: '' })),
  )
  const outcomes = await Promise.allSettled(writes)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4096)
  expect(await names()).toHaveLength(4096)
})

test('a second start on the same data is told so in words', () => {
  expect(() => openHubDatabase(database.path, () => {})).toThrow(StartError)
  expect(() => openHubDatabase(database.path, () => {})).toThrow(/Another program has the database/u)
})

test('a database of a newer version is left alone', async () => {
  const path = join(folder, 'newer', 'hub.sqlite')
  await openHubDatabase(path, () => {}).close()
  const connection = new Sqlite(path)
  connection.pragma('user_version = 999')
  connection.close()
  expect(() => openHubDatabase(path, () => {})).toThrow(/newer Vendly/u)
})

test('opening again takes no step twice', async () => {
  const path = join(folder, 'again', 'hub.sqlite')
  const first = openHubDatabase(path, () => {})
  expect(first.migrated.length).toBeGreaterThan(0)
  await first.close()
  const second = openHubDatabase(path, () => {})
  expect(second.migrated).toEqual([])
  expect(second.findDamage()).toEqual([])
  await second.close()
})
