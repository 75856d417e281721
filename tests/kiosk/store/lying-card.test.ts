import { hash } from 'node:crypto'
import { existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TillRecord } from '#core/protocol/till-record.ts'
import { isRolledBack } from '#kiosk/effects/rollback-watch.ts'
import { salvage } from '#kiosk/store/salvage.ts'
import { DataCorruptError } from '#kiosk/store/store-errors.ts'
import { seededRandom } from '#tests/bench/statistics.ts'
import { auditFolder } from '#tests/kiosk/store/audit-till.ts'
import { openTill } from '#tests/kiosk/store/till-fixture.ts'
import { buildRecorder, recorderMissing, recordRun, type IoRecord } from '#tests/support/io-recorder/io-recorder.ts'
import { CutDisk, cutModes } from '#tests/support/io-recorder/power-cut.ts'

const missing = recorderMissing()
const CUTS = 150
/** A cheap card holds a few hundred kilobytes back, whatever it says. */
const HELD_WRITES = 120

let folder = ''

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vendly-lying-')))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the hub knows of a till that could always send: all that the honest disk holds. */
const recordOf = (state: string): TillRecord => {
  const store = openTill(state)
  const streams = store.journal.cursors().map(({ stream, headSeq: last }) => ({ stream, last }))
  store.close()
  return { streams }
}

type Finding = 'unharmed' | 'found at boot' | 'found by the hub' | 'gone' | 'not found'

/** What the next boot, and the first word with the hub, make of what the card holds. */
const findingOf = (state: string, record: TillRecord, acknowledged: readonly string[]): Finding => {
  if (!existsSync(join(state, 'till.sqlite'))) return 'gone'
  try {
    const store = openTill(state)
    const known = store.knownStreams()
    store.close()
    const own = { stream: 'this boot', headSeq: 0 }
    if (isRolledBack(record, [...known, own])) return 'found by the hub'
  } catch (error) {
    if (!(error instanceof DataCorruptError)) throw error
    if (basename(error.path) === 'till.sqlite') return 'found at boot'
    // The catalogue is fetched again.
    for (const suffix of ['', '-wal']) rmSync(`${error.path}${suffix}`, { force: true })
    return findingOf(state, record, acknowledged)
  }
  const { saleIds, problems } = auditFolder(state)
  const isHarmed = problems.length > 0 || acknowledged.some((saleId) => !saleIds.has(saleId))
  return isHarmed ? 'not found' : 'unharmed'
}

/** Nothing that is read of a damaged file is taken over unless its hash is right. */
const salvaged = (state: string): number => {
  const name = 'till-damaged-1.sqlite'
  for (const suffix of ['', '-wal']) {
    const path = join(state, `till.sqlite${suffix}`)
    if (existsSync(path)) renameSync(path, join(state, `${name}${suffix}`))
  }
  const record = { streams: [] }
  const sha256 = (text: string): string => hash('sha256', text)
  const { streams } = salvage({ folder: state, name, receiptPrefix: 'T3', record, sha256 })
  return streams.reduce((sum, { entries }) => sum + entries.length, 0)
}

const soldIn = ({ bytes }: IoRecord): string[] => {
  const [what, saleId = ''] = bytes.toString().trim().split(' ')
  return what === 'sold' ? [saleId] : []
}

test.skipIf(missing !== undefined)(
  `a card that lies about what it wrote is found out, at boot or by the hub${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  { timeout: 300_000 },
  async () => {
    const data = realpathSync(mkdtempSync(join(folder, 'data-')))
    const args = [join(import.meta.dirname, 'selling-till.ts'), data, '60']
    const records: IoRecord[] = await recordRun({
      recorder: buildRecorder(folder),
      folder: data,
      log: `${data}.log`,
      args,
    })
    const random = seededRandom(20_260_606)
    const moments = Array.from({ length: CUTS }, () => Math.floor(random() * records.length)).toSorted((a, b) => a - b)
    const honest = new CutDisk()
    const lying = new CutDisk(HELD_WRITES)
    const acknowledged: string[] = []
    const counts: Record<Finding, number> = {
      unharmed: 0,
      'found at boot': 0,
      'found by the hub': 0,
      gone: 0,
      'not found': 0,
    }
    let readBack = 0
    let done = 0
    for (const [index, moment] of moments.entries()) {
      for (; done <= moment; done++) {
        const entry = records[done]
        if (entry?.name === 'acknowledged') acknowledged.push(...soldIn(entry))
        else if (entry !== undefined) [honest, lying].forEach((disk) => disk.do(entry))
      }
      const [truth, state] = [join(folder, 'truth'), join(folder, 'state')]
      honest.writeTo(truth, 'none', random)
      lying.writeTo(state, cutModes[index % cutModes.length] ?? 'none', random)
      if (!existsSync(join(truth, 'till.sqlite'))) continue
      const finding = findingOf(state, recordOf(truth), acknowledged)
      counts[finding] += 1
      if (finding === 'found at boot') readBack += salvaged(state)
    }
    process.stdout.write(`${JSON.stringify({ ...counts, readBack })}\n`)
    expect(counts['not found']).toBe(0)
    // The card did harm, and both ways of finding it out were needed.
    expect(counts['found at boot']).toBeGreaterThan(0)
    expect(counts['found by the hub']).toBeGreaterThan(0)
    expect(readBack).toBeGreaterThan(0)
  },
)
