import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ServiceError } from '#core/errors/service-error.ts'
import { RESERVE_BYTES } from '#hub/db/disk-room.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { defineQuery } from '#hub/db/query.ts'
import { findHubFact } from '#hub/ingest/hub-facts.ts'
import { StartError } from '#hub/start-error.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const isRoot = process.getuid?.() === 0
const DISK_BYTES = 64 * 1024 * 1024

let disk = ''
let elsewhere = ''
beforeEach(() => {
  if (!isRoot) return
  disk = mkdtempSync(join(tmpdir(), 'vendly-full-'))
  elsewhere = mkdtempSync(join(tmpdir(), 'vendly-elsewhere-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk])
})
afterEach(() => {
  if (!isRoot) return
  execFileSync('umount', ['--lazy', disk])
  rmSync(disk, { recursive: true })
  rmSync(elsewhere, { recursive: true })
})

const freeBytes = (): number => {
  const { bavail, bsize } = statfsSync(disk)
  return bavail * bsize
}
let fillers = 0
/** Another program takes all but so much of the disk. */
const fillUpTo = (leftBytes: number): void => {
  fillers += 1
  writeFileSync(join(disk, `filler-${fillers}`), Buffer.alloc(Math.max(0, freeBytes() - leftBytes)))
}
const makeRoom = (): void => {
  for (const name of readdirSync(disk).filter((file) => file.startsWith('filler'))) rmSync(join(disk, name))
}

const insert = defineQuery((db, p: { name: string; value: string }) =>
  db.insertInto('hub_facts').values({ name: p.name, value: p.value }),
)
const codeOf = (error: unknown): string => (error instanceof ServiceError ? error.code : String(error))
const list = defineQuery((db) => db.selectFrom('hub_facts').select('name').where('name', 'like', 'n%'))
const namesIn = async ({ read }: HubDatabase): Promise<string[]> => (await read.all(list, {})).map(({ name }) => name)

test.skipIf(!isRoot)(
  'SQLite finds no room: what was refused is not there, what was answered is, and it goes on with room',
  async () => {
    const fatal: unknown[] = []
    // Said to have room, so that SQLite itself runs into the wall.
    const database = openHubDatabase(join(disk, 'hub.sqlite'), (error) => fatal.push(error), {
      freeBytes: () => DISK_BYTES,
    })
    database.guardRoom()
    fillUpTo(1024 * 1024)
    const kept: string[] = []
    const refused: string[] = []
    const reasons = new Set<string>()
    for (let n = 0; n < 600; n += 1) {
      const name = `n${n}`
      // Several at once, so that one transaction holds many.
      const outcomes = await Promise.allSettled(
        ['a', 'b', 'c'].map((part) =>
          database.write((tx) => tx.run(insert, { name: `${name}${part}`, value: 'x'.repeat(8_000) })),
        ),
      )
      for (const [index, outcome] of outcomes.entries()) {
        const list_ = outcome.status === 'fulfilled' ? kept : refused
        list_.push(`${name}${'abc'.charAt(index)}`)
        if (outcome.status === 'rejected') reasons.add(codeOf(outcome.reason))
      }
      if (refused.length > 30) break
    }
    expect(fatal).toEqual([])
    expect(refused.length).toBeGreaterThan(30)
    expect(kept.length).toBeGreaterThan(30)
    expect(new Set(await namesIn(database))).toEqual(new Set(kept))
    // A commit that took the place of what was refused, so that no start finds it.
    expect(await database.read.one(findHubFact, { name: 'disk_full_at' })).toBeDefined()
    // As after a power cut now: a start on these files finds the same.
    for (const name of ['hub.sqlite', 'hub.sqlite-wal']) copyFileSync(join(disk, name), join(elsewhere, name))
    const after = openHubDatabase(join(elsewhere, 'hub.sqlite'), () => {})
    expect(new Set(await namesIn(after))).toEqual(new Set(kept))
    await after.close()
    makeRoom()
    await waitUntil(
      () => database.hasRoom(),
      () => 'there is room, and it is not seen',
    )
    await database.write((tx) => tx.run(insert, { name: 'n-again', value: '' }))
    expect(await namesIn(database)).toContain('n-again')
    expect(database.findDamage()).toEqual([])
    await database.close()
  },
)

test.skipIf(!isRoot)('a hub on a full disk says so at every edge, and loses nothing of what tills hold', async () => {
  const hub: TestHub = await openTestHub({}, join(disk, 'data'))
  const { database, journal } = hub
  const device = await enrolTestDevice(journal, 'T1', 1)
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5, quantity: 100 } })
  const stream = new TestStream(device)
  stream.add('sale_completed', testSale(1))
  await stream.send(journal)
  database.guardRoom()
  fillUpTo(RESERVE_BYTES / 2)
  await waitUntil(
    () => !database.hasRoom(),
    () => 'the disk is full, and it is not seen',
  )
  const sale = { items: [{ product_id: 1, quantity: 1, unit_price: 2.5 }], payment_method: 'cash' }
  const refused = await hub.ask<{ detail: string; code: string }>('POST', '/api/v1/sales', { body: sale })
  expect(refused.status).toBe(503)
  expect(refused.json).toMatchObject({
    code: 'disk_full',
    detail: 'The disk of the hub is full, and nothing of this was kept. It goes on as soon as there is room.',
  })
  expect(refused.headers['retry-after']).toBe('10')
  stream.add('sale_completed', testSale(2))
  await expect(stream.send(journal)).rejects.toBeInstanceOf(ServiceError)
  // Reading goes on.
  expect((await hub.ask('GET', '/api/v1/sales')).json).toHaveLength(1)
  expect(await hub.ask('GET', '/health/ready')).toMatchObject({
    status: 503,
    json: { ready: false, services: { disk: false }, alarms: [{ code: 'disk_full' }] },
  })
  expect((await hub.ask('GET', '/health')).json).toMatchObject({ status: 'degraded', message: 'The disk is full.' })
  expect(hub.metrics.text()).toContain('hub_alarm_disk_full 1')
  // The log lies on the same disk, and the hub lives even when that takes nothing more.
  fillUpTo(0)
  for (let n = 0; n < 50; n += 1) await hub.ask('POST', '/api/v1/sales', { body: sale })
  makeRoom()
  await waitUntil(
    () => database.hasRoom(),
    () => 'there is room, and it is not seen',
  )
  expect((await hub.ask('POST', '/api/v1/sales', { body: sale })).status).toBe(201)
  expect((await stream.send(journal)).positions).toEqual([{ stream: stream.id, last: 3 }])
  expect((await hub.ask('GET', '/api/v1/sales')).json).toHaveLength(3)
  expect((await hub.ask('GET', '/health')).json).toMatchObject({ status: 'healthy' })
  expect(hub.bugs).toEqual([])
  await hub.close()
})

test.skipIf(!isRoot)(
  'a start on a full disk: the ballast makes way, and without it the words say what to do',
  async () => {
    mkdirSync(join(disk, 'data'))
    const path = join(disk, 'data', 'hub.sqlite')
    const first = openHubDatabase(path, () => {})
    first.guardRoom()
    expect(existsSync(join(disk, 'data', 'ballast'))).toBe(true)
    await first.close()
    fillUpTo(0)
    const second = openHubDatabase(path, () => {})
    expect(existsSync(join(disk, 'data', 'ballast'))).toBe(false)
    await second.write((tx) => tx.run(insert, { name: 'n1', value: '' }))
    await second.close()
    fillUpTo(0)
    expect(() => openHubDatabase(path, () => {})).toThrow(StartError)
  },
)
