import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { archiveFolderOf, readManifests } from '#hub/archive/archive-files.ts'
import { archiveText, type ArchiveManifest } from '#hub/archive/archive-manifest.ts'
import { archiveMonths, firstKeptMonth } from '#hub/archive/archive-months.ts'
import { verdictText } from '#hub/audit/verify-audited.ts'
import { verifyFile } from '#hub/audit/verify-file.ts'
import { restoreHub } from '#hub/backup/restore-hub.ts'
import { createSnapshots } from '#hub/backup/take-snapshot.ts'
import { writeBackup } from '#hub/backup/write-backup.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { signatures } from '#hub/ports/signatures.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream, type TestDevice } from '#tests/support/test-till.ts'

const SALES_A_MONTH = 300
const signer = feedSigner(generateKeyPairSync('ed25519').privateKey)
const SECRET = 'a key for tests that is long enough'

let hub: TestHub
let device: TestDevice
let stream: TestStream
beforeEach(async () => {
  hub = await openTestHub()
  device = await enrolTestDevice(hub.journal, 'T1', 1)
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5, quantity: 10_000 } })
  stream = new TestStream(device)
  let receipt = 0
  for (const month of ['2024-03', '2024-04', '2026-10']) {
    for (let n = 0; n < SALES_A_MONTH; n += 1) {
      receipt += 1
      stream.add('sale_completed', testSale(receipt), `${month}-15`)
    }
  }
  for (let from = 1; from <= stream.entries.length; from += 50) {
    await stream.send(hub.journal, from, Math.min(from + 49, stream.entries.length))
  }
})
afterEach(async () => closeSound(hub))

const folder = (): string => archiveFolderOf(hub.database.path)
const archive = async (keepMonths = 12): Promise<readonly ArchiveManifest[]> => {
  const { database, clock } = hub
  return archiveMonths({
    database,
    folder: folder(),
    files: database.archive,
    signer,
    sha256,
    keepMonths,
    nowMs: clock.nowMs,
  })
}
const inRows = (): unknown => {
  const connection = new Sqlite(hub.database.path, { readonly: true })
  const count: unknown = connection.prepare(`SELECT count(*) FROM entries WHERE text != ''`).pluck().get()
  connection.close()
  return count
}
const seen = async (): Promise<(readonly [string, number, string])[]> => {
  const urls = [
    '/api/v1/sales/1000000001',
    '/api/v1/sales/1000000450',
    '/api/v1/sales/1000000900',
    '/api/v1/sales/1000000002/receipt?format=text',
    '/api/v1/sales?limit=10&skip=700',
    '/api/v1/reports/summary?start_date=2024-03-01&end_date=2024-03-31',
    '/api/v1/reports/sales-by-day?start_date=2024-03-01&end_date=2026-11-30',
    '/api/v1/audit?device_number=1&limit=500',
  ]
  return Promise.all(
    urls.map(async (url) => {
      const { status, text } = await hub.ask('GET', url)
      // By their hashes: a difference of a page of sales fills a screen.
      return [url, status, sha256(text)] as const
    }),
  )
}

test('closed months move into one signed file each, and nobody who asks sees a difference', async () => {
  const before = await seen()
  expect(new Set(before.map(([, status]) => status))).toEqual(new Set([200]))
  const rowsBefore = Number(inRows())
  const made = await archive()
  expect(made.map(({ month, entryCount }) => [month, entryCount])).toEqual([
    ['2024-03', SALES_A_MONTH],
    ['2024-04', SALES_A_MONTH],
  ])
  expect(inRows()).toBe(rowsBefore - 2 * SALES_A_MONTH)
  expect(await seen()).toEqual(before)
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
  // A second look finds nothing more to do.
  expect(await archive()).toEqual([])
  // An old receipt can still go back.
  await hub.journal.write(({ record }) =>
    record(programActor, { type: 'device_revoked', body: { deviceId: device.id, reason: 'retired' } }),
  )
  const refund = { items: [{ sale_item_id: 1_000_000_005_001, quantity: 1 }], employee_id: '7' }
  const url = '/api/v1/sales/1000000005/refund'
  expect(await hub.ask('POST', url, { body: refund })).toMatchObject({ status: 200, json: { refund_amount: 2.5 } })
  expect((await hub.ask('POST', url, { body: refund })).status).toBe(400)
})

test('the manifest says what is in the file, by the hub’s key; any gzip reads it', async () => {
  const [manifest] = await archive()
  if (manifest === undefined) throw new Error('A month was archived.')
  const { signature, ...facts } = manifest
  expect(signatures.isSigned(facts.publicKey, archiveText(facts), signature)).toBe(true)
  expect(readManifests(folder())).toContainEqual(manifest)
  const lines = gunzipSync(readFileSync(join(folder(), manifest.file)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  expect(lines).toHaveLength(manifest.entryCount)
  const last = JSON.parse(lines.at(-1) ?? '') as { hash: string; text: string }
  expect(sha256(last.text)).toBe(last.hash)
  expect(manifest.heads).toEqual([{ stream: stream.id, seq: SALES_A_MONTH + 1, hash: last.hash }])
})

test('late entries of an archived month get a file of their own', async () => {
  await archive()
  stream.add('sale_completed', testSale(901), '2024-03-20')
  await stream.send(hub.journal, stream.entries.length)
  expect((await archive()).map(({ month, entryCount }) => [month, entryCount])).toEqual([['2024-03', 1]])
  expect((await hub.ask('GET', '/api/v1/sales/1000000901')).status).toBe(200)
})

test('what a crash left half written is thrown away and written anew', async () => {
  mkdirSync(folder())
  writeFileSync(join(folder(), '2024-03.writing'), 'half')
  writeFileSync(join(folder(), '2024-03-000000000000.jsonl.gz'), 'no manifest')
  await archive()
  expect(readdirSync(folder())).toHaveLength(4)
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: true })
})

test('an archive that is missing or forged is found by the audit, and the receipt says that it is away', async () => {
  const [manifest] = await archive()
  const path = join(folder(), manifest?.file ?? '')
  const bytes = readFileSync(path)
  rmSync(path)
  hub.database.archive.refresh()
  expect(await hub.ask('GET', '/api/v1/sales/1000000001')).toMatchObject({ status: 503 })
  expect((await hub.ask('GET', '/api/v1/sales/1000000450')).status).toBe(200)
  expect((await hub.ask('GET', '/api/v1/audit/verify')).json).toMatchObject({ is_intact: false })
  writeFileSync(path, bytes)
  hub.database.archive.refresh()
  expect((await hub.ask('GET', '/api/v1/sales/1000000001')).status).toBe(200)
})

test('offline, with the archives beside it, every old entry is proved', async () => {
  await archive()
  const copy = join(hub.folder, 'copy')
  mkdirSync(copy)
  const snapshot = await createSnapshots(hub.database)(() => {})
  copyFileSync(snapshot.path, join(copy, 'hub.sqlite'))
  const check = async (): Promise<string[]> => {
    const verdicts = await verifyFile({ path: join(copy, 'hub.sqlite'), keyIds: [] }, () => {})
    return verdicts.filter(({ name }) => name === 'T1').map(verdictText)
  }
  expect((await check())[0]).toContain('first bad entry')
  mkdirSync(join(copy, 'archive'))
  for (const name of readdirSync(folder())) copyFileSync(join(folder(), name), join(copy, 'archive', name))
  expect((await check())[0]).toMatch(/^T1: 901 entries hold/u)
})

test('a backup holds the archives, and a restore puts them back', async () => {
  await archive()
  const { path: snapshotPath, schema, hubId } = await createSnapshots(hub.database)(() => {})
  const target = join(hub.folder, 'night.backup')
  const facts = { madeAt: '', softwareVersion: '', schema, hubId }
  const keyFolder = join(hub.folder, 'hub', 'keys')
  await writeBackup({ snapshotPath, keyFolder, target, secret: SECRET, facts, sha256, say: () => {} })
  const there = join(hub.folder, 'there')
  await restoreHub({
    databasePath: join(there, 'hub', 'hub.sqlite'),
    keyFolder: join(there, 'hub', 'keys'),
    mirrorFolder: undefined,
    from: target,
    secret: SECRET,
    isForced: false,
    sha256,
    nowMs: hub.clock.nowMs,
    say: () => {},
  })
  expect(readdirSync(join(there, 'hub', 'archive')).toSorted()).toEqual(readdirSync(folder()).toSorted())
})

test.each([
  ['2026-11-20T12:00:00Z', 12, '2025-11'],
  ['2026-01-31T23:59:59Z', 1, '2025-12'],
  ['2026-03-31T00:00:00Z', 1, '2026-02'],
])('%s: %i whole months stay, from %s on', (now, keepMonths, first) => {
  expect(firstKeptMonth(Date.parse(now), keepMonths)).toBe(first)
})
