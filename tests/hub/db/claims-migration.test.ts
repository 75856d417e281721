import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHubDatabase } from '#hub/db/hub-database.ts'
import { migrations } from '#hub/db/migrations.ts'
import { openDatabase } from '#hub/db/open-database.ts'
import { cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-db-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a hub had before there were reservations: a sale by card, a voided one, and a void that was under way. */
const makeOld = (path: string): void => {
  const old = openDatabase(path, 'writer')
  const before = migrations.findIndex(({ name }) => name === '0008-claims')
  for (const { sql } of migrations.slice(0, before)) old.exec(sql)
  old.pragma(`user_version = ${before}`)
  old.exec("INSERT INTO streams VALUES (1, 's', 'd', 1, 2, 'h', NULL)")
  const entry = old.prepare(`INSERT INTO entries (number, stream_number, seq, id, type, at, hash, text)
    VALUES (@number, 1, @number, 'i', 'sale_completed', '2026-03-01T09:05:00.000Z', 'h', @text)`)
  const sale =
    old.prepare(`INSERT INTO sales VALUES (@number, @number, 'T1', 1, NULL, 1, NULL, '2026-03-01T09:05:00.000Z',
    '2026-03-01', 2000, 100, 0, 190, 2090, 2, 'card', NULL, @status, NULL, @number)`)
  const tender = old.prepare("INSERT INTO sale_tenders VALUES (@number, 0, 'card', 2090, NULL)")
  const body = { ...discountedSale, tenders: [cardTender(2_090)] }
  for (const [number, status] of [
    [1, 'completed'],
    [2, 'completed'],
    [3, 'voided'],
  ] as const) {
    entry.run({ number, text: JSON.stringify({ body }) })
    sale.run({ number, status })
    tender.run({ number })
  }
  old.exec(`INSERT INTO sale_reservations VALUES ('r1', 3, 'void', 'used', 1, '2026-03-01T10:00:00.000Z'),
    ('r2', 1, 'void', 'open', 1, '2026-03-01T10:00:00.000Z')`)
  old.close()
}

test('a hub of before keeps its sales, their cards and taxes; what was reserved then is open no more', async () => {
  const path = join(folder, 'hub.sqlite')
  makeOld(path)
  const database = openHubDatabase(path, () => {})
  expect(database.migrated).toContain('0008-claims')
  const { read } = database
  expect(
    await read.all({ build: (db) => db.selectFrom('reservations').select(['id', 'kind', 'state', 'subject_id']) }, {}),
  ).toEqual([
    { id: 'r1', kind: 'refund', state: 'used', subject_id: 3 },
    { id: 'r2', kind: 'refund', state: 'released', subject_id: 1 },
  ])
  expect(await read.all({ build: (db) => db.selectFrom('day_taxes').selectAll() }, {})).toEqual([
    { business_date: '2026-03-01', rate_id: 1, rate_ppm: 100_000, name: 'VAT', net_minor: 3_800, tax_minor: 380 },
  ])
  expect(await read.all({ build: (db) => db.selectFrom('sale_tenders').select('card_last4').distinct() }, {})).toEqual([
    { card_last4: '4242' },
  ])
  await database.close()
})
