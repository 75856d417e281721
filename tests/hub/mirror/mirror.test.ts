import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateHash } from '#core/journal/seal.ts'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import { eraseCustomer } from '#hub/erasure/erase-customer.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { createLineSeal } from '#hub/mirror/line-seal.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { adjustStock, MIRROR_SECRET, openMirroredHub, type MirroredHub } from '#tests/support/mirrored-hub.ts'
import { enrolTestDevice } from '#tests/support/test-till.ts'

let root = ''
let data = ''
let mirror = ''
let hub: MirroredHub | undefined
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vendly-mirror-'))
  data = join(root, 'data')
  mirror = join(root, 'mirror')
  mkdirSync(data)
  mkdirSync(mirror)
})
afterEach(async () => {
  await hub?.close()
  hub = undefined
  rmSync(root, { recursive: true, force: true })
})

const open = async (mirrorFolder = mirror, secret = MIRROR_SECRET): Promise<MirroredHub> => {
  await hub?.close()
  hub = await openMirroredHub(data, mirrorFolder === 'none' ? undefined : mirrorFolder, secret)
  return hub
}
const close = async (): Promise<void> => {
  await hub?.close()
  hub = undefined
}
const sql = (statement: string): unknown[] => {
  const connection = new Sqlite(join(data, 'hub.sqlite'), { readonly: true })
  try {
    return connection.prepare(statement).pluck().all()
  } finally {
    connection.close()
  }
}
const levels = (): unknown[] => sql("SELECT product_id || ':' || level FROM stock_levels ORDER BY product_id")
const ownEntries = (): unknown[] =>
  sql(`SELECT text || hash || coalesce(private, '') FROM entries JOIN streams ON streams.number = stream_number
       WHERE device_number = 0 ORDER BY entries.number`)
/** The hub stopped: its database is a file of its own, which can be kept and put back. */
const keepCopy = (): void => copyFileSync(join(data, 'hub.sqlite'), join(root, 'last-night.sqlite'))
const putBack = (): void => {
  for (const name of readdirSync(data)) if (name.startsWith('hub.sqlite')) rmSync(join(data, name))
  copyFileSync(join(root, 'last-night.sqlite'), join(data, 'hub.sqlite'))
}
const segment = (): string => readFileSync(join(mirror, 'entries-000001.sealed'), 'utf8')
const saveCustomer = async ({ journal }: MirroredHub): Promise<void> => {
  const part = { salt: 'ab'.repeat(16), data: { name: 'Ada Lovelace', email: null, phone: null, address: null } }
  const body = { id: 7, loyaltyPoints: 0, isActive: true, privateHash: privateHash(part, sha256) }
  await journal.write(({ record }) => record(programActor, { type: 'customer_saved', body, private: part }))
}

test('what was answered is on the mirror, sealed, and comes back into last night’s database', async () => {
  await adjustStock(await open(), 1, 5)
  await close()
  keepCopy()
  const today = await open()
  await adjustStock(today, 1, 7)
  await saveCustomer(today)
  await adjustStock(today, 2, 3)
  const before = ownEntries()
  expect(segment()).not.toContain('Lovelace')
  expect(segment()).not.toContain('stock_adjusted')
  await close()

  putBack()
  expect(levels()).toEqual(['1:5'])
  const again = await open()
  expect(levels()).toEqual(['1:12', '2:3'])
  expect(sql('SELECT name FROM customers')).toEqual(['Ada Lovelace'])
  expect(ownEntries().slice(0, before.length)).toEqual(before)
  expect((await verifyChains(again.database.read, sha256)).breaks).toEqual([])
  // The new stream goes on from the last entry that came from the mirror.
  const [parentHash] = sql(`SELECT text ->> '$.body.parent.hash' FROM entries ORDER BY number DESC LIMIT 1`)
  expect(String(before.at(-1)).endsWith(String(parentHash))).toBe(true)
  expect(again.alarms.standing()).toEqual([])
})

test('the answer comes after the mirror has it', async () => {
  const running = await open()
  for (let change = 1; change <= 5; change += 1) {
    const before = segment()
    await adjustStock(running, 1, change)
    expect(segment().slice(before.length)).toMatch(/^[\w+/=]+\n$/u)
  }
})

test('what is erased by order is erased in the mirror too, and comes back from nowhere', async () => {
  const running = await open()
  await saveCustomer(running)
  const sealed = createLineSeal(MIRROR_SECRET)
  const mirrored = (): string =>
    segment()
      .split('\n')
      .map((line) => sealed.open(line) ?? '')
      .join('\n')
  expect(mirrored()).toContain('Lovelace')
  await running.journal.write(async (work) => eraseCustomer(work, { actor: programActor, keyHash: undefined }, 7))
  expect(mirrored()).not.toContain('Lovelace')
  const all = ownEntries()
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  const again = await open()
  expect(ownEntries().slice(0, all.length)).toEqual(all)
  expect((await verifyChains(again.database.read, sha256)).breaks).toEqual([])
})

test('a database that is gone is made anew from the mirror, under the keys and the id that tills know', async () => {
  const first = await open()
  await adjustStock(first, 1, 5)
  await enrolTestDevice(first.journal, 'T1', 1)
  const hubId = sql(`SELECT value FROM hub_facts WHERE name = 'hub_device_id'`)
  const { feedKey } = first
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  const again = await open()
  expect(again.feedKey).toBe(feedKey)
  expect(sql(`SELECT value FROM hub_facts WHERE name = 'hub_device_id'`)).toEqual(hubId)
  expect(levels()).toEqual(['1:5'])
  expect(sql('SELECT name FROM devices')).toEqual(['T1'])
})

test('a mirror that is set later gets all there is, and one that was away gets what it missed', async () => {
  await adjustStock(await open('none'), 1, 5)
  await adjustStock(await open(), 1, 1)
  await adjustStock(await open('none'), 1, 2)
  await close()
  await open()
  const all = ownEntries()
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  await open()
  expect(ownEntries().slice(0, all.length)).toEqual(all)
})

test('both went their own way: the mirror’s entries and the database’s are in both afterwards', async () => {
  await adjustStock(await open(), 1, 5)
  await close()
  keepCopy()
  await adjustStock(await open(), 1, 10)
  await close()
  putBack()
  // The database was put back while the mirror was away, and the hub worked on.
  await adjustStock(await open('none'), 1, 100)
  await open()
  expect(levels()).toEqual(['1:115'])
  const all = new Set(ownEntries())
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  await open()
  expect(levels()).toEqual(['1:115'])
  expect(new Set(ownEntries()).isSupersetOf(all)).toBe(true)
})

test.each([
  ['half a line', (bytes: string) => bytes.slice(0, -20)],
  ['rubbish after it', (bytes: string) => `${bytes}rubbish`],
  ['a line of rubbish after it', (bytes: string) => `${bytes}rubbish\n`],
])('a power cut left %s: it is cut off and written again', async (_what, torn) => {
  const first = await open()
  await adjustStock(first, 1, 5)
  await adjustStock(first, 1, 6)
  await close()
  const bytes = segment()
  rmSync(join(mirror, 'entries-000001.sealed'))
  appendFileSync(join(mirror, 'entries-000001.sealed'), torn(bytes))
  const all = ownEntries()
  await open()
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  await open()
  expect(ownEntries().slice(0, all.length)).toEqual(all)
})

const alarmOf = ({ alarms }: MirroredHub): string | undefined => alarms.standing()[0]?.detail

test('a mirror that goes missing is an alarm, the answer goes out, and nothing is written in its place', async () => {
  const running = await open()
  renameSync(mirror, `${mirror}-away`)
  mkdirSync(mirror)
  await adjustStock(running, 1, 5)
  expect(levels()).toEqual(['1:5'])
  expect(alarmOf(running)).toBe('The mirror is missing: its files are not there. Is the disk mounted?')
  expect(running.metrics.text()).toContain('hub_alarm_mirror 1')
  expect(readdirSync(mirror)).toEqual([])
  // An empty folder on the disk of the data is no mirror, at the next start neither.
  const again = await open()
  expect(alarmOf(again)).toBe('The mirror is missing: its folder is empty. Is the disk mounted?')
  await close()
  rmSync(mirror, { recursive: true })
  expect(alarmOf(await open())).toBe('The mirror is missing: its folder is not there. Is the disk mounted?')
  renameSync(`${mirror}-away`, mirror)
  const back = await open()
  expect(back.alarms.standing()).toEqual([])
  expect(back.metrics.text()).toContain('hub_alarm_mirror 0')
})

test('the mirror of another hub, or under another key, is left alone', async () => {
  await adjustStock(await open(), 1, 5)
  await close()
  const held = segment()
  expect(alarmOf(await open(mirror, 'another key for tests that is long'))).toBe(
    'The mirror was written under another ENCRYPTION_KEY.',
  )
  await close()
  rmSync(data, { recursive: true })
  mkdirSync(data)
  await open('none')
  expect(alarmOf(await open())).toBe('The mirror is of another hub.')
  expect(segment()).toBe(held)
})

const isRoot = process.getuid?.() === 0
const mount = (...options: string[]): void => void execFileSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', mirror])

test.skipIf(!isRoot)(
  'a full mirror, and one on a read-only disk: alarms in words, and it catches up with room',
  async () => {
    mount('-o', 'size=64k')
    try {
      const running = await open()
      for (let n = 0; n < 100 && alarmOf(running) === undefined; n += 1) {
        await running.journal.write(async ({ record }) => {
          const detail = 'x'.repeat(150)
          for (let i = 0; i < 20; i += 1) {
            const body = { event: 'ADMIN_ACTION', userId: null, role: null, detail }
            await record(programActor, { type: 'security_event', body })
          }
        })
      }
      expect(alarmOf(running)).toBe('The mirror is full.')
      execFileSync('mount', ['-o', 'remount,size=4m', mirror])
      const roomy = await open()
      expect(alarmOf(roomy)).toBeUndefined()
      execFileSync('mount', ['-o', 'remount,ro', mirror])
      await adjustStock(roomy, 1, 5)
      expect(alarmOf(roomy)).toBe('The mirror cannot be written: its disk is read-only.')
      execFileSync('mount', ['-o', 'remount,rw', mirror])
      await open()
      const all = ownEntries()
      await close()
      rmSync(data, { recursive: true })
      mkdirSync(data)
      await open()
      expect(ownEntries().slice(0, all.length)).toEqual(all)
    } finally {
      // First, whatever the hub does: what was taken from it is an alarm of its own.
      execFileSync('umount', ['--lazy', mirror])
      await close()
    }
  },
)
