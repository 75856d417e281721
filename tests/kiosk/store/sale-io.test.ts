import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { percentile } from '#tests/bench/statistics.ts'
import { saleIo } from '#tests/kiosk/store/sale-io.ts'
import { buildRecorder, recorderMissing, recordRun, type IoRecord } from '#tests/support/io-recorder/io-recorder.ts'

const missing = recorderMissing()
const why = missing === undefined ? '' : ` (skipped: ${missing})`
const SALES = 250
/** An SD card wears by what is written; a page of 4096 bytes would make it 36 KB. */
const SALE_BYTES_MAX = 16 * 1024
/** Ten pages, as it is now: one table more that every sale changes is seen. */
const SALE_BYTES_MEAN = 10.5 * 1024

let folder = ''
let records: IoRecord[] = []

beforeAll(async () => {
  if (missing !== undefined) return
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'vendly-io-')))
  const data = realpathSync(mkdtempSync(join(folder, 'data-')))
  const args = [join(import.meta.dirname, 'selling-till.ts'), data, String(SALES)]
  records = await recordRun({ recorder: buildRecorder(folder), folder: data, log: join(folder, 'log'), args })
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.skipIf(missing !== undefined)(`a sale of 8 lines and 2 tenders is synced once${why}`, () => {
  expect(saleIo(records).map(({ syncs }) => syncs)).toEqual(Array.from({ length: SALES }, () => 1))
})

test.skipIf(missing !== undefined)(`a sale of 8 lines and 2 tenders writes 16 KB at the most${why}`, () => {
  const bytes = saleIo(records).map((sale) => sale.bytes)
  expect(percentile(bytes, 0.99)).toBeLessThanOrEqual(SALE_BYTES_MAX)
  expect(bytes.reduce((sum, count) => sum + count, 0) / SALES).toBeLessThanOrEqual(SALE_BYTES_MEAN)
})
