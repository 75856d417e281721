import {
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase as openHubDatabase } from '#hub/db/open-database.ts'
import { finishSale, signInAgain } from '#tests/support/demo-cashier.ts'
import { demoPlace, processOf, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { buildShim, recorderMissing } from '#tests/support/io-recorder/io-recorder.ts'
import { mountMissing, mountSmallDisk } from '#tests/support/small-disk.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const MILK = '0400010297436'
const QUIT = '\u0011'
const CLOSE_SHIFT = '\u0005'
const noMount = mountMissing(tmpdir())
// As Debian's package `faketime` installs it.
const fakeClock = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path))
const noClock = fakeClock === undefined ? 'the package faketime is not installed' : undefined
const noCompiler = recorderMissing()
const because = (missing: string | undefined): string => (missing === undefined ? '' : ` (skipped: ${missing})`)

let place: DemoPlace
let ended: (() => void)[] = []
beforeEach(async () => {
  place = await demoPlace()
  ended = []
})
afterEach(() => {
  for (const end of ended) end()
  place.remove()
})

const kiosk = (): string => join(place.data, 'kiosk')

/** The till's sales that the hub holds, when all has ended. */
const labelsAtHub = (): string[] => {
  const connection = openHubDatabase(join(place.data, 'hub', 'hub.sqlite'), 'reader')
  const labels = connection.prepare<[], string>("SELECT receipt_label FROM sales WHERE receipt_label LIKE 'T1-%'")
  const found = labels.pluck().all()
  connection.close()
  return found.toSorted()
}

/** A demo that sold once and was ended. */
const soldOnce = async (): Promise<void> => {
  const demo = startDemo(place)
  await demo.signIn()
  await demo.shows('online', 30_000)
  demo.type(`${MILK}\r+5\r`)
  await demo.shows('T1-000001')
  await waitUntil(
    () => !demo.text().includes('to send'),
    () => demo.text(),
    30_000,
  )
  demo.type(QUIT)
  await demo.exited
}

/** Presses Enter at a fault screen until it is gone: what is pressed too soon was not meant for it. */
const tryAgain = async (demo: ReturnType<typeof startDemo>): Promise<void> => {
  let pressedAt = 0
  await waitUntil(
    () => {
      if (demo.text().includes('Operator number')) return true
      if (demo.text().includes('Enter: try again') && performance.now() - pressedAt > 700) {
        demo.type('\r')
        pressedAt = performance.now()
      }
      return false
    },
    () => demo.text(),
    40_000,
  )
}

/** The open basket is on the disk: for so long nothing was written. */
const isKept = async (): Promise<void> =>
  waitUntil(
    () => Date.now() - statSync(join(kiosk(), 'till.sqlite-wal')).mtimeMs > 500,
    () => 'the till writes on and on',
  )

const hasNew = async (pid: number | undefined): Promise<void> =>
  waitUntil(
    () => ![undefined, pid].includes(processOf(place, 'kiosk')),
    () => 'the kiosk does not come back',
    20_000,
  )

test.skipIf(noMount !== undefined)(
  `a full disk: the sale is finished, the shift closed, and selling waits for room${because(noMount)}`,
  { timeout: 180_000 },
  async () => {
    await soldOnce()
    const away = `${kiosk()}-away`
    renameSync(kiosk(), away)
    const disk = mountSmallDisk(kiosk(), 64)
    ended.push(() => disk.remove())
    cpSync(away, kiosk(), { recursive: true })
    const demo = startDemo(place)
    await demo.signIn()
    demo.type(`${MILK}\r`)
    await demo.shows('2.69')
    const pid = processOf(place, 'kiosk')
    disk.fill(0)
    // Some sales may still fit into the room that the log has already.
    for (let sales = 0; processOf(place, 'kiosk') === pid && sales < 300; sales++) {
      demo.type(`${MILK}\r+500\r`)
      await waitUntil(
        () => demo.text().includes('CHANGE') || processOf(place, 'kiosk') !== pid,
        () => demo.text(),
        20_000,
      )
    }
    await hasNew(pid)
    await signInAgain(demo)
    await demo.shows('Disk full')
    expect(existsSync(join(kiosk(), 'ballast'))).toBe(false)
    // What was open is finished; then nothing new begins.
    await finishSale(demo, 'The disk of this till is full')
    demo.type(`${MILK}\r`)
    await demo.shows('Disk full. Finish what is open')
    // The sum of the drawer, and no foreign money.
    demo.type(`${CLOSE_SHIFT}100\r+y`)
    await demo.shows('Shift closed', 10_000)
    demo.type('\r1\r1111\r')
    await demo.shows('No new sale, refund or shift begins')
    disk.empty()
    await demo.shows('There is room on the disk again', 20_000)
    demo.type('100\r')
    await demo.shows('Code')
    demo.type(`${MILK}\r+5\r`)
    await demo.shows('CHANGE')
    demo.type(QUIT)
    await expect(demo.exited).resolves.toBe(0)
  },
)

test.skipIf(noCompiler !== undefined)(
  `a disk that fails: the till looks sales up, and stops trying in words${because(noCompiler)}`,
  { timeout: 180_000 },
  async () => {
    const tools = mkdtempSync(join(tmpdir(), 'vendly-fails-'))
    ended.push(() => rmSync(tools, { recursive: true, force: true }))
    const when = join(tools, 'now')
    const environment = {
      ...place.environment,
      LD_PRELOAD: buildShim(tools, 'io-fails'),
      IO_FAILS_WHEN: when,
      IO_FAILS_IN: '/kiosk/till.sqlite',
    }
    const demo = startDemo({ ...place, environment })
    await demo.signIn()
    for (let fault = 1; fault <= 3; fault++) {
      const pid = processOf(place, 'kiosk')
      demo.type(`${MILK}\r`)
      await demo.shows('2.69')
      await isKept()
      // Once, at the sync of a COMMIT: nobody can say whether it is stored.
      writeFileSync(when, 'once')
      demo.type('+50\r')
      await hasNew(pid)
      if (fault === 3) break
      await signInAgain(demo)
      await finishSale(demo)
    }
    await demo.shows('The disk of this till fails', 20_000)
    await tryAgain(demo)
    await signInAgain(demo)
    // A disk that fails all the time does not even let the till start.
    await finishSale(demo)
    const pid = processOf(place, 'kiosk')
    writeFileSync(when, '')
    demo.type(`${MILK}\r+50\r`)
    await hasNew(pid)
    await demo.shows('The disk of this till fails', 20_000)
    rmSync(when)
    await tryAgain(demo)
    await signInAgain(demo)
    await finishSale(demo)
    await waitUntil(
      () => !demo.text().includes('to send'),
      () => demo.text(),
      60_000,
    )
    await waitUntil(
      () => demo.text().includes('online') && !demo.text().includes('to send'),
      () => demo.text(),
      60_000,
    )
    demo.type(QUIT)
    await expect(demo.exited).resolves.toBe(0)
    const labels = labelsAtHub()
    // Each basket once, whatever its COMMIT said; one whose first line was lost with it was never a sale.
    expect(labels).toEqual(labels.map((_label, index) => `T1-00000${index + 1}`))
    expect(labels.length).toBeGreaterThan(2)
  },
)

test.skipIf(fakeClock === undefined)(
  `a clock at 1970 or 2045: the date is asked for, and everything goes on${because(noClock)}`,
  { timeout: 180_000 },
  async () => {
    const closeShift = async (demo: ReturnType<typeof startDemo>): Promise<void> => {
      demo.type(`${CLOSE_SHIFT}100\r+y`)
      await demo.shows('Shift closed', 10_000)
      demo.type('\r')
      await demo.shows('Operator number ›')
    }
    const sellOneMore = async (demo: ReturnType<typeof startDemo>, label: string): Promise<void> => {
      demo.type(`${MILK}\r+5\r`)
      await demo.shows(label)
      demo.type('\r')
      await waitUntil(
        () => demo.text().includes('online') && !demo.text().includes('to send'),
        () => demo.text(),
        40_000,
      )
    }
    const first = startDemo(place)
    await first.signIn()
    await sellOneMore(first, 'T1-000001')
    await closeShift(first)
    first.type(QUIT)
    await first.exited
    for (const [index, time] of ['1970-01-01 00:03:00', '2045-06-30 12:00:00'].entries()) {
      const environment = {
        ...place.environment,
        LD_PRELOAD: fakeClock ?? '',
        FAKETIME: `@${time}`,
        // Timers go on as they do.
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      }
      const demo = startDemo({ ...place, environment })
      await demo.isOpen()
      demo.type('1\r1111\r')
      await demo.shows('was never set, or set wrong', 10_000)
      demo.type(`2026120${index + 1}\r100\r`)
      await demo.shows('Code ›', 10_000)
      await sellOneMore(demo, `T1-00000${index + 2}`)
      await closeShift(demo)
      demo.type(QUIT)
      await expect(demo.exited).resolves.toBe(0)
    }
    const last = startDemo(place)
    await last.isOpen()
    last.type('1\r1111\r')
    await last.shows('Float in the drawer', 10_000)
    expect(last.text()).not.toContain('set wrong')
    last.type(QUIT)
    await expect(last.exited).resolves.toBe(0)
    expect(labelsAtHub()).toEqual([1, 2, 3].map((number) => `T1-00000${number}`))
  },
)

test('a damaged file is kept, and the till goes on with its shift and its numbers', { timeout: 180_000 }, async () => {
  await soldOnce()
  const path = join(kiosk(), 'till.sqlite')
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, Math.floor(statSync(path).size / 2))
  writeSync(file, Buffer.alloc(50, 0x5a), 0, 50, 30)
  const demo = startDemo(place)
  await demo.isOpen()
  demo.type('1\r1111\r')
  // No float is asked for: the shift is still open.
  await demo.shows('Code')
  demo.type(`${MILK}\r+5\r`)
  await demo.shows('T1-000002')
  expect(readdirSync(kiosk()).filter((name) => /^till-damaged-.*\.sqlite$/u.test(name))).toHaveLength(1)
  demo.type(QUIT)
  await expect(demo.exited).resolves.toBe(0)
})

test(
  'a card that went back in time is found out by the hub, and no number is used twice',
  { timeout: 180_000 },
  async () => {
    await soldOnce()
    const path = join(kiosk(), 'till.sqlite')
    const old = join(place.data, 'old.sqlite')
    cpSync(path, old)
    const second = startDemo(place)
    await second.isOpen()
    await signInAgain(second)
    for (const label of ['T1-000002', 'T1-000003']) {
      second.type(`${MILK}\r+5\r`)
      await second.shows(label)
      second.type('\r')
    }
    await waitUntil(
      () => second.text().includes('online') && !second.text().includes('to send'),
      () => second.text(),
      30_000,
    )
    second.type(QUIT)
    await second.exited
    cpSync(old, path)

    const demo = startDemo(place)
    await waitUntil(
      () => readdirSync(kiosk()).some((name) => name.startsWith('till-damaged-')),
      () => demo.text(),
      60_000,
    )
    await signInAgain(demo)
    await finishSale(demo)
    demo.type(`${MILK}\r+5\r`)
    await demo.shows('T1-000004')
    await waitUntil(
      () => demo.text().includes('online') && !demo.text().includes('to send'),
      () => demo.text(),
      30_000,
    )
    demo.type(QUIT)
    await expect(demo.exited).resolves.toBe(0)
    expect(labelsAtHub()).toEqual([1, 2, 3, 4].map((number) => `T1-00000${number}`))
  },
)
