import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256 } from '#hub/ports/sha256.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub()
  for (const name of ['A', 'B', 'C']) await hub.ask('POST', '/api/v1/products', { body: { name, price: 1 } })
})
afterEach(() => hub.close())

interface Page {
  readonly items: readonly { readonly number: number; readonly type: string; readonly body: object }[]
  readonly next_before: number | null
}
const list = async (query: string): Promise<Page> => (await hub.ask<Page>('GET', `/api/v1/audit?${query}`)).json
const verify = async () => (await hub.ask('GET', '/api/v1/audit/verify')).json
const meddle = (sql: string): void => {
  const other = new Sqlite(hub.database.path)
  other.exec(sql)
  other.close()
}

test('the journal, newest first, page by page', async () => {
  const first = await list('type=product_saved&limit=2')
  expect(first.items.map(({ body }) => body)).toMatchObject([{ product: { name: 'C' } }, { product: { name: 'B' } }])
  const second = await list(`type=product_saved&limit=2&before=${first.next_before}`)
  expect(second.items).toHaveLength(1)
  expect(second.next_before).toBeNull()
})

test('filters by device, actor and time', async () => {
  expect((await list('device_number=1')).items).toEqual([])
  expect((await list('actor_id=1&type=product_saved')).items).toHaveLength(3)
  expect((await list('actor_id=2')).items).toEqual([])
  expect((await list('to=2026-11-19')).items).toEqual([])
  expect((await list('from=2026-11-20&type=product_saved')).items).toHaveLength(3)
})

test('an untouched journal verifies', async () => {
  expect(await verify()).toMatchObject({ is_intact: true, stream_count: 1, breaks: [] })
})

test.each([
  ['hash_wrong', `UPDATE entries SET text = replace(text, '"name":"B"', '"name":"Z"')`],
  ['gap', `DELETE FROM entries WHERE text LIKE '%"name":"B"%'`],
  ['private_wrong', `UPDATE entries SET private = replace(private, 'admin@vendly.com', 'other@vendly.com')`],
  ['head_wrong', `UPDATE streams SET last_hash = '${'f'.repeat(64)}'`],
  ['gap', 'DELETE FROM entries WHERE number = (SELECT max(number) FROM entries)'],
])('%s: %s', async (why, sql) => {
  meddle(sql)
  expect(await verify()).toMatchObject({ is_intact: false, breaks: [{ why }] })
})

test('chain_broken: an entry that was changed and given the hash that fits', async () => {
  const other = new Sqlite(hub.database.path)
  const found = `SELECT number, text FROM entries WHERE text LIKE '%"name":"B"%'`
  const { number, text } = other.prepare<[], { number: number; text: string }>(found).get() ?? { number: 0, text: '' }
  const forged = text.replace('"name":"B"', '"name":"Z"')
  other.prepare('UPDATE entries SET text = ?, hash = ? WHERE number = ?').run(forged, sha256(forged), number)
  other.close()
  expect(forged).not.toBe(text)
  expect(await verify()).toMatchObject({ is_intact: false, breaks: [{ why: 'chain_broken' }] })
})
