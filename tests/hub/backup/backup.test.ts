import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyMirror } from '#hub/backup/apply-mirror.ts'
import { BackupError } from '#hub/backup/backup-error.ts'
import type { BackupKey } from '#hub/backup/backup-header.ts'
import { restoreHub } from '#hub/backup/restore-hub.ts'
import { openParts, sealParts } from '#hub/backup/sealed-parts.ts'
import { createSnapshots } from '#hub/backup/take-snapshot.ts'
import { writeBackup } from '#hub/backup/write-backup.ts'
import { openHubDatabase } from '#hub/db/hub-database.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { adjustStock, MIRROR_SECRET, openMirroredHub, type MirroredHub } from '#tests/support/mirrored-hub.ts'
import { enrolTestDevice } from '#tests/support/test-till.ts'

let root = ''
const said: string[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vendly-backup-'))
  said.length = 0
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const say = (text: string): void => void said.push(text)
const folderOf = (name: string): string => {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  return folder
}
const backUp = async ({ database }: MirroredHub, data: string, target: string): Promise<void> => {
  const { path: snapshotPath, schema, hubId } = await createSnapshots(database)(say)
  const facts = { madeAt: '2026-11-20T12:00:00.000Z', softwareVersion: 'test', schema, hubId }
  await writeBackup({ snapshotPath, keyFolder: join(data, 'keys'), target, secret: MIRROR_SECRET, facts, sha256, say })
}
const restore = async (
  from: string,
  data: string,
  more: { isForced?: boolean; secret?: string; mirrorFolder?: string } = {},
) => {
  const { isForced = false, secret = MIRROR_SECRET, mirrorFolder } = more
  const place = { databasePath: join(data, 'hub.sqlite'), keyFolder: join(data, 'keys') }
  const common = { ...place, secret, sha256, mirrorFolder }
  const nowMs = (): number => Date.parse('2026-11-21T08:00:00.000Z')
  const restored = await restoreHub({ ...common, from, isForced, nowMs, say })
  return { restored, applied: await applyMirror({ ...common, newId: newUuid }) }
}
const sql = (data: string, statement: string): unknown[] => {
  const connection = new Sqlite(join(data, 'hub.sqlite'), { readonly: true })
  try {
    return connection.prepare(statement).pluck().all()
  } finally {
    connection.close()
  }
}

test('a backup made while the hub writes comes back on an empty disk: entries, keys, devices', async () => {
  const data = folderOf('data')
  const hub = await openMirroredHub(data, undefined)
  await enrolTestDevice(hub.journal, 'T1', 1)
  await adjustStock(hub, 1, 5)
  const night = { isOver: false }
  let writtenCount = 0
  const writing = (async () => {
    while (!night.isOver) {
      await adjustStock(hub, 2, 1)
      writtenCount += 1
    }
  })()
  await backUp(hub, data, join(root, 'night.backup'))
  night.isOver = true
  await writing
  expect(writtenCount).toBeGreaterThan(1)
  await hub.close()
  expect(said).toContain('Verifying: restoring it into a temporary file …')
  expect(said.filter((text) => text.endsWith('100 %')).length).toBeGreaterThan(0)
  expect(readdirSync(data).filter((name) => !name.startsWith('hub.sqlite'))).toEqual(['keys', 'lock.sqlite'])

  const elsewhere = folderOf('elsewhere')
  await restore(join(root, 'night.backup'), elsewhere)
  expect(sql(elsewhere, 'SELECT level FROM stock_levels WHERE product_id = 1')).toEqual([5])
  expect(sql(elsewhere, 'SELECT name FROM devices')).toEqual(['T1'])
  const again = await openMirroredHub(elsewhere, undefined)
  expect(again.feedKey).toBe(hub.feedKey)
  // Each start is a new incarnation: refunds wait until each till has reported to it.
  expect(again.journal.hubBoot).not.toBe(hub.journal.hubBoot)
  await again.close()
})

test('backup, mirror and record of devices together lose nothing of the hub’s own', async () => {
  const data = folderOf('data')
  const mirror = folderOf('mirror')
  const hub = await openMirroredHub(data, mirror)
  const lost = await enrolTestDevice(hub.journal, 'T1', 1)
  await adjustStock(hub, 1, 5)
  await backUp(hub, data, join(root, 'night.backup'))
  await adjustStock(hub, 1, 7)
  await enrolTestDevice(hub.journal, 'T2', 2)
  const body = { deviceId: lost.id, reason: 'lost' }
  await hub.journal.write(({ record }) => record({ kind: 'program', id: null }, { type: 'device_revoked', body }))
  const own = sql(data, 'SELECT text || hash FROM entries ORDER BY number')
  await hub.close()
  rmSync(data, { recursive: true })

  const elsewhere = folderOf('elsewhere')
  const { applied } = await restore(join(root, 'night.backup'), elsewhere, { mirrorFolder: mirror })
  expect(applied).toEqual({ takenCount: 3, refusedCount: 0, deviceCount: 0 })
  expect(sql(elsewhere, 'SELECT text || hash FROM entries ORDER BY number')).toEqual(own)
  expect(sql(elsewhere, 'SELECT level FROM stock_levels')).toEqual([12])
  expect(sql(elsewhere, `SELECT name FROM devices WHERE pin IS NOT NULL`)).toEqual(['T2'])
})

test('without the mirror the record of devices alone keeps a lost till out', async () => {
  const data = folderOf('data')
  const hub = await openMirroredHub(data, undefined)
  const lost = await enrolTestDevice(hub.journal, 'T1', 1)
  await backUp(hub, data, join(root, 'night.backup'))
  const body = { deviceId: lost.id, reason: 'lost' }
  await hub.journal.write(({ record }) => record({ kind: 'program', id: null }, { type: 'device_revoked', body }))
  await hub.close()
  for (const name of readdirSync(data)) if (name.startsWith('hub.sqlite')) rmSync(join(data, name))
  const { applied } = await restore(join(root, 'night.backup'), data)
  expect(applied.deviceCount).toBe(1)
  expect(sql(data, 'SELECT count(*) FROM devices WHERE pin IS NOT NULL')).toEqual([0])
})

test('what is there is put aside when told to, and a running hub is left alone', async () => {
  const data = folderOf('data')
  const hub = await openMirroredHub(data, undefined)
  await adjustStock(hub, 1, 5)
  const file = join(root, 'night.backup')
  await backUp(hub, data, file)
  await expect(backUp(hub, data, file)).rejects.toMatchObject({ code: 'in_the_way' })
  await expect(restore(file, data, { isForced: true })).rejects.toThrow(/Another program has the database/u)
  await adjustStock(hub, 1, 100)
  await hub.close()
  await expect(restore(file, data)).rejects.toMatchObject({ code: 'in_the_way' })
  expect(sql(data, 'SELECT level FROM stock_levels')).toEqual([105])
  const { restored } = await restore(file, data, { isForced: true })
  expect(sql(data, 'SELECT level FROM stock_levels')).toEqual([5])
  expect(sql(restored.putAside ?? '', 'SELECT level FROM stock_levels')).toEqual([105])
})

test('a hub that was only started to be restored gives way, keys and all', async () => {
  const data = folderOf('data')
  const hub = await openMirroredHub(data, undefined)
  await backUp(hub, data, join(root, 'night.backup'))
  await hub.close()
  const fresh = folderOf('fresh')
  const started = await openMirroredHub(fresh, undefined)
  expect(started.feedKey).not.toBe(hub.feedKey)
  await started.close()
  await restore(join(root, 'night.backup'), fresh, { isForced: true })
  const again = await openMirroredHub(fresh, undefined)
  expect(again.feedKey).toBe(hub.feedKey)
  await again.close()
})

let sharedRoot = ''
let sound = ''
beforeAll(async () => {
  sharedRoot = mkdtempSync(join(tmpdir(), 'vendly-sound-'))
  sound = join(sharedRoot, 'sound.backup')
  const hub = await openMirroredHub(sharedRoot, undefined)
  for (let n = 1; n <= 20; n += 1) await adjustStock(hub, n, 1)
  await backUp(hub, sharedRoot, sound)
  await hub.close()
})
afterAll(() => rmSync(sharedRoot, { recursive: true, force: true }))

const flipped = (bytes: Buffer, at: number): Buffer => {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at)
  return changed
}
const headEnd = (bytes: Buffer): number => bytes.indexOf('\n', bytes.indexOf('\n') + 1) + 1

test.each([
  ['cut off in its middle', 'cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
  ['cut off after its head', 'cut', (bytes: Buffer) => bytes.subarray(0, headEnd(bytes))],
  ['longer than it was', 'damaged', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')])],
  ['changed in one bit', 'damaged', (bytes: Buffer) => flipped(bytes, bytes.length - 1000)],
  [
    'said to be younger than it is',
    'damaged',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('2026-11-20', '2026-11-27'), 'latin1'),
  ],
  [
    'of a newer format',
    'newer',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"format":1', '"format":2'), 'latin1'),
  ],
  ['something else', 'not_a_backup', () => Buffer.from('SQLite format 3\0 and so on')],
  ['empty', 'not_a_backup', () => Buffer.alloc(0)],
])('a file that is %s is refused in words, and nothing is put in place', async (_what, code, spoil) => {
  const file = join(root, 'spoilt.backup')
  writeFileSync(file, spoil(readFileSync(sound)))
  const data = folderOf('data')
  await expect(restore(file, data)).rejects.toMatchObject({ name: 'BackupError', code })
  expect(readdirSync(data).filter((name) => name !== 'lock.sqlite')).toEqual([])
})

test('another key opens nothing, and the file shows nothing of what is in it', async () => {
  const data = folderOf('data')
  await expect(restore(sound, data, { secret: 'some other key that is long enough' })).rejects.toMatchObject({
    code: 'key_wrong',
    message: 'This backup was made under another ENCRYPTION_KEY. Set the one of that time.',
  })
  const bytes = readFileSync(sound, 'latin1')
  for (const secret of ['SQLite format', 'stock_adjusted', 'PRIVATE KEY']) expect(bytes).not.toContain(secret)
})

const spoilDatabase = async (spoil: (database: Sqlite.Database) => void): Promise<unknown> => {
  const data = folderOf('spoilt')
  copyFileSync(join(sharedRoot, 'hub.sqlite'), join(data, 'hub.sqlite'))
  const connection = new Sqlite(join(data, 'hub.sqlite'))
  spoil(connection)
  connection.close()
  const target = join(root, 'spoilt.backup')
  const facts = { madeAt: '', softwareVersion: '', schema: 1, hubId: null }
  const parts = { keyFolder: join(data, 'keys'), target, secret: MIRROR_SECRET, facts, sha256, say }
  const outcome = await writeBackup({ ...parts, snapshotPath: join(data, 'hub.sqlite') }).catch(
    (error: unknown) => error,
  )
  expect(existsSync(target)).toBe(false)
  expect(existsSync(`${target}.part`)).toBe(false)
  return outcome
}

test('a database whose chain is broken makes no backup that says it is one', async () => {
  const outcome = await spoilDatabase((database) =>
    database.exec(`UPDATE entries SET text = replace(text, 'delivery', 'robberie') WHERE number = 10`),
  )
  expect(outcome).toMatchObject({ code: 'damaged', message: expect.stringMatching(/hash_wrong/u) })
})

test('a database of a newer version is told so', async () => {
  expect(await spoilDatabase((database) => database.pragma('user_version = 999'))).toMatchObject({ code: 'newer' })
})

test('only one snapshot at a time', async () => {
  const database = openHubDatabase(join(folderOf('data'), 'hub.sqlite'), () => {})
  const snapshot = createSnapshots(database)
  const outcomes = await Promise.allSettled([snapshot(say), snapshot(say)])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  await expect(snapshot(say)).resolves.toMatchObject({ path: expect.stringContaining('snapshot') })
  await database.close()
})

async function* piecesOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const gathered = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return Buffer.concat(pieces)
}
const key: BackupKey = { key: Buffer.alloc(32, 7), bound: Buffer.alloc(32, 9) }

test('bytes of any length, in pieces of any length, come back; a cut anywhere is found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2_500_000 }),
      fc.integer({ min: 30_000, max: 3_000_000 }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      async (length, size, share) => {
        const bytes = Buffer.alloc(length, 'some text')
        const sealed = await gathered(sealParts(piecesOf(bytes, size), key))
        expect((await gathered(openParts(piecesOf(sealed, size), key))).equals(bytes)).toBe(true)
        const cutOff = sealed.subarray(0, Math.floor(sealed.length * share))
        await expect(gathered(openParts(piecesOf(cutOff, size), key))).rejects.toBeInstanceOf(BackupError)
      },
    ),
    { numRuns: 8 },
  )
})
