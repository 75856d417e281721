import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { adjustStock, openMirroredHub, type MirroredHub } from '#tests/support/mirrored-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

let root = ''
let hub: MirroredHub
const data = (): string => join(root, 'data')
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vendly-rebuilt-'))
  mkdirSync(join(root, 'mirror'))
})
afterEach(async () => {
  await hub.close()
  rmSync(root, { recursive: true })
})

const open = async (): Promise<void> => {
  mkdirSync(data(), { recursive: true })
  hub = await openMirroredHub(data(), join(root, 'mirror'))
}
const numbers = (): unknown[] => {
  const connection = new Sqlite(join(data(), 'hub.sqlite'), { readonly: true })
  const rows = connection.prepare(`SELECT sale_uuid || ' ' || id FROM sales ORDER BY sale_uuid`).pluck().all()
  connection.close()
  return rows
}

test('sales whose receipt number came twice have the same numbers in a hub that is rebuilt, in whatever order they come', async () => {
  await open()
  const device = await enrolTestDevice(hub.journal, 'T1', 1)
  await adjustStock(hub, 1, 100)
  // A card that went back in time uses its receipt numbers again, in another stream.
  const streams = [new TestStream(device), new TestStream(device), new TestStream(device)]
  for (const stream of streams) {
    for (const receipt of [1, 2]) stream.add('sale_completed', testSale(receipt))
    await stream.send(hub.journal)
  }
  const before = numbers()
  expect(before.filter((row) => String(row).includes(' 9000'))).toHaveLength(4)
  await hub.close()
  rmSync(data(), { recursive: true })
  await open()
  expect(numbers()).toEqual([])
  // One that is new meets numbers that were given to sales which are not back yet.
  const late = new TestStream(device)
  late.add('sale_completed', testSale(1))
  const [first, ...again] = streams
  for (const stream of [first, late, ...again.toReversed()]) await stream?.send(hub.journal)
  const after = numbers()
  expect(after).toHaveLength(7)
  expect(new Set(after).isSupersetOf(new Set(before))).toBe(true)
})
