import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '#tests/bench/statistics.ts'
import { auditFolder } from '#tests/kiosk/store/audit-till.ts'
import { buildRecorder, recorderMissing, recordRun, type IoRecord } from '#tests/support/io-recorder/io-recorder.ts'
import { CutDisk, cutModes } from '#tests/support/io-recorder/power-cut.ts'

const missing = recorderMissing()
const SALES = 60
/** States of the disk looked at; `npm run power-cut` looks at 20,000, `POWER_CUTS=100000` at as many as a release. */
const CUTS = Number(process.env['POWER_CUTS'] ?? 2_000)
const sellingTill = join(import.meta.dirname, 'selling-till.ts')
const plantNormal = join(import.meta.dirname, '../../support/io-recorder/plant-normal.mjs')

let folder = ''

beforeAll(() => {
  // The states are thrown away: memory spares the disk of whoever runs this.
  folder = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vendly-power-')))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const record = async (name: string, options: readonly string[]): Promise<IoRecord[]> => {
  const data = realpathSync(mkdtempSync(join(folder, `${name}-`)))
  const args = [...options, sellingTill, data, String(SALES)]
  return recordRun({ recorder: buildRecorder(folder), folder: data, log: `${data}.log`, args })
}

interface CutResult {
  readonly lost: number
  readonly problems: readonly string[]
}

const lookAt = (state: string, acknowledged: readonly string[]): CutResult => {
  const { saleIds, problems } = auditFolder(state)
  return { lost: acknowledged.filter((saleId) => !saleIds.has(saleId)).length, problems }
}

/** Cuts the power at `cuts` moments of a run, and looks at what a till that starts again finds. */
const cutPower = (records: readonly IoRecord[], cuts: number): CutResult[] => {
  const random = seededRandom(20_260_105)
  const moments = Array.from({ length: cuts }, () => Math.floor(random() * records.length)).toSorted((a, b) => a - b)
  const disk = new CutDisk()
  const acknowledged: string[] = []
  const state = join(folder, 'state')
  let done = 0
  return moments.map((moment, index) => {
    for (; done <= moment; done++) {
      const entry = records[done]
      if (entry?.name === 'acknowledged' && entry.op === 'write') {
        const [what, saleId = ''] = entry.bytes.toString().trim().split(' ')
        if (what === 'sold') acknowledged.push(saleId)
      } else if (entry !== undefined && entry.name !== 'acknowledged') {
        disk.do(entry)
      }
    }
    disk.writeTo(state, cutModes[index % cutModes.length] ?? 'none', random)
    return lookAt(state, acknowledged)
  })
}

test.skipIf(missing !== undefined)(
  `a power cut at any moment loses no sale that was acknowledged${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 600_000 },
  async () => {
    const results = cutPower(await record('full', []), CUTS)
    expect(results.flatMap(({ problems }) => problems)).toEqual([])
    expect(results.filter(({ lost }) => lost > 0)).toEqual([])
  },
)

test.skipIf(missing !== undefined)(
  `the same run sees a planted synchronous=NORMAL lose sales${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 600_000 },
  async () => {
    const results = cutPower(await record('normal', ['--import', plantNormal]), 60)
    expect(results.some(({ lost }) => lost > 0)).toBe(true)
  },
)
