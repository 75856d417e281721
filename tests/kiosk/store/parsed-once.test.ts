import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildRecorder, recorderMissing, recordRun } from '#tests/support/io-recorder/io-recorder.ts'

const missing = recorderMissing()
const why = missing === undefined ? '' : ` (skipped: ${missing})`
const TIMES = 500
/** Parsing a statement allocates some 50 times, running it once or twice, sorting a dozen times. */
const PARSED = 30
/** The index of words allocates about fifty times of itself. */
const SEARCH_MAX = 75

let folder = ''
const allocations = new Map<string, number>()

beforeAll(async () => {
  if (missing !== undefined) return
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'vendly-parse-')))
  const data = realpathSync(mkdtempSync(join(folder, 'data-')))
  const args = [join(import.meta.dirname, 'parsing-till.ts'), data, String(TIMES)]
  const run = { recorder: buildRecorder(folder), folder: data, log: join(folder, 'log'), args }
  let before = 0
  for (const { op, name, bytes, mallocs } of await recordRun(run)) {
    const [what, query = ''] = bytes.toString().split(' ')
    if (name === 'marks' && op === 'write' && what === 'begin') before = mallocs
    if (name === 'marks' && op === 'write' && what === 'end') allocations.set(query, (mallocs - before) / TIMES)
  }
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.skipIf(missing !== undefined)(`a statement that is parsed anew each time is seen${why}`, () => {
  expect(allocations.get('control')).toBeGreaterThan(PARSED)
})

test.skipIf(missing !== undefined)(`no hot query of the store is parsed more than once${why}`, () => {
  const parsed = [...allocations].filter(
    ([query, count]) => query !== 'control' && count > (query === 'search' ? SEARCH_MAX : PARSED),
  )
  expect(allocations.size).toBe(11)
  expect(parsed).toEqual([])
})
