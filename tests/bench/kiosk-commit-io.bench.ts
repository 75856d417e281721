import { mkdtempSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Bench, atMost } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { saleIo } from '#tests/kiosk/store/sale-io.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { buildRecorder, recorderMissing, recordRun } from '#tests/support/io-recorder/io-recorder.ts'

const SALES = 400

export const bench: Bench = {
  name: 'kiosk.commit.io',
  run: async () => {
    const missing = recorderMissing()
    if (missing !== undefined) return [{ name: `skipped: ${missing}`, value: 0, unit: '' }]
    using folder = new TemporaryFolder()
    const data = realpathSync(mkdtempSync(join(folder.path, 'data-')))
    const args = [resolve('tests/kiosk/store/selling-till.ts'), data, String(SALES)]
    const log = join(folder.path, 'log')
    const sales = saleIo(await recordRun({ recorder: buildRecorder(folder.path), folder: data, log, args }))
    const bytes = sales.map((sale) => sale.bytes)
    return [
      atMost('syncs of a sale, largest', Math.max(...sales.map(({ syncs }) => syncs)), '', 1),
      atMost('log bytes of a sale, p99', percentile(bytes, 0.99), 'B', 16_384),
      { name: 'log bytes of a sale, p50', value: percentile(bytes, 0.5), unit: 'B' },
      { name: 'log bytes of a sale, largest', value: Math.max(...bytes), unit: 'B' },
    ]
  },
}
