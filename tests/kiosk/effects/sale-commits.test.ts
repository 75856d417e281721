import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { StartTimer } from '#kiosk/effects/basket-saver.ts'
import { PIN, startRealTill, type RealTill } from '#tests/kiosk/effects/real-till.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'
import { action, scan } from '#tests/support/tiny-till.ts'

// SQLite's file format 4.1 and 4.2: the log has a header of 32 bytes with the page size at 8, and frames with a header of
// 24 bytes; the last frame of a commit has the size of the database at 4. A log that begins anew has another salt.
const LOG_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/** How many commits stand in a till's log; each of them was synced, since the log is synced with every commit. */
const commitsIn = (folder: string): number => {
  const log = readFileSync(join(folder, 'till.sqlite-wal'))
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8)
  let commits = 0
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    const isOfThisLog = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24))
    if (isOfThisLog && log.readUInt32BE(at + 4) > 0) commits += 1
  }
  return commits
}

/** A timer that rings when it is told to. */
const openTimer = (): {
  readonly startTimer: StartTimer
  readonly ring: () => void
  readonly running: () => number
} => {
  const running = new Set<() => void>()
  return {
    startTimer: (_delayMs, ring) => {
      running.add(ring)
      return () => running.delete(ring)
    },
    ring: () => {
      for (const ring of running) ring()
      running.clear()
    },
    running: () => running.size,
  }
}

const CASH = action('cash')

/** The till of a test, its timer, and how many commits something takes. */
const open = (folder: string) => {
  const timer = openTimer()
  const till: RealTill = startRealTill(folder, {}, undefined, { startTimer: timer.startTimer })
  till.signIn()
  const commitsOf = (act: () => void): number => {
    const before = commitsIn(folder)
    act()
    return commitsIn(folder) - before
  }
  return { till, timer, commitsOf }
}

const ways: [string, (till: RealTill) => void][] = [
  ['scanned and paid at once', (till) => void till.do(scan('4006381333931', ']E0'), CASH)],
  ['typed ahead in one burst', (till) => void till.do('3*12⏎14⏎+1000⏎')],
]

test.each(ways)('a sale that is %s is two commits, its basket before money moves and itself', async (_name, sell) => {
  using folder = new TemporaryFolder()
  const { till, timer, commitsOf } = open(folder.path)
  expect(commitsOf(() => sell(till))).toBe(2)
  expect(till.state().screen.name).toBe('complete')
  expect(timer.running()).toBe(0)
  expect(commitsOf(timer.ring)).toBe(0)
  await till.close()
})

test('a basket that is paid as a line is taken out of it is one commit, and is not saved over its sale', async () => {
  using folder = new TemporaryFolder()
  const { till, timer, commitsOf } = open(folder.path)
  till.do('12⏎14⏎', '74', CASH, '⎋')
  expect(commitsOf(() => void till.do('-'))).toBe(0)
  expect(timer.running()).toBe(1)
  expect(commitsOf(() => void till.do('+'))).toBe(1)
  expect(till.state().screen.name).toBe('complete')
  expect(timer.running()).toBe(0)
  expect(commitsOf(timer.ring)).toBe(0)
  await till.close()
  const again = startRealTill(folder.path)
  expect(again.do(`1⏎${PIN}⏎`).basket).toBeUndefined()
  expect(again.store.sales.last(9)).toHaveLength(1)
  await again.close()
})

test('a basket that waits is saved by its timer alone, once for all that came before', async () => {
  using folder = new TemporaryFolder()
  const { till, timer, commitsOf } = open(folder.path)
  expect(commitsOf(() => void till.do('12⏎14⏎12⏎'))).toBe(0)
  expect(commitsOf(timer.ring)).toBe(1)
  expect(till.store.baskets.loadOpen()?.basket.lines).toHaveLength(3)
  expect(commitsOf(() => void till.do(CASH))).toBe(1)
  await till.close()
})

test.each([
  ['held', action('hold')],
  ['cancelled', [action('cancel_sale'), 'y'] as const],
] as const)('a sale that is %s before its timer rang is saved once', async (_name, end) => {
  using folder = new TemporaryFolder()
  const { till, timer, commitsOf } = open(folder.path)
  till.do('12⏎')
  expect(commitsOf(() => void till.do(...[end].flat()))).toBe(1)
  expect(timer.running()).toBe(0)
  expect(commitsOf(timer.ring)).toBe(0)
  await till.close()
})
