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
import { demoPlace, processOf, signedInApi, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { buildShim, recorderMissing } from '#tests/support/io-recorder/io-recorder.ts'
import { mountMissing, mountSmallDisk } from '#tests/support/small-disk.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const MILK = '0400010297436'
const QUIT = '\u0011'
const ESCAPE = '\u001b'
const CLOSE_SHIFT = '\u0005'
const noMount = mountMissing(tmpdir())
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

/** Signs in at a till that came back: what was typed while it was away may have reached it, or not. */
const signInAgain = async (demo: ReturnType<typeof startDemo>): Promise<void> => {
  await demo.isOpen()
  demo.type(ESCAPE)
  await demo.shows('Operator number ›')
  demo.type('1\r1111\r')
  await waitUntil(
    () => /Float|Code|Amount given/u.test(demo.text()),
    () => demo.text(),
    10_000,
  )
}

/** Pays what is open, if anything is, and waits until the till stands at an empty sale and the hub has heard of it. */
const finish = async (demo: ReturnType<typeof startDemo>): Promise<void> => {
  await waitUntil(
    () => {
      if (demo.text().includes('Scan an item') && !demo.text().includes('to send')) return true
      if (/TO PAY|TOTAL USD/u.test(demo.text())) demo.type('+')
      if (demo.text().includes('TO PAY')) demo.type('\r\r')
      if (demo.text().includes('CHANGE')) demo.type('\r')
      return false
    },
    () => demo.text(),
    30_000,
  )
}

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
    demo.type(`${ESCAPE}${ESCAPE}`)
    demo.type('+\r500\r')
    await waitUntil(
      () => /CHANGE|The disk of this till is full/u.test(demo.text()),
      () => demo.text(),
      10_000,
    )
    demo.type(`${ESCAPE}${MILK}\r`)
    await demo.shows('The disk of this till is full')
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
      // Once, at the sync of a COMMIT: nobody can say whether it is stored.
      writeFileSync(when, 'once')
      demo.type('+50\r')
      await hasNew(pid)
      if (fault === 3) break
      await signInAgain(demo)
      await finish(demo)
    }
    await demo.shows('The disk of this till fails', 20_000)
    demo.type('\r')
    await signInAgain(demo)
    // A disk that fails all the time does not even let the till start.
    await finish(demo)
    const pid = processOf(place, 'kiosk')
    writeFileSync(when, '')
    demo.type(`${MILK}\r+50\r`)
    await hasNew(pid)
    await demo.shows('The disk of this till fails', 20_000)
    rmSync(when)
    demo.type('\r')
    await signInAgain(demo)
    await finish(demo)
    const api = await signedInApi(place)
    const labels = ((await api.get('/sales?limit=50')) as readonly { readonly receipt_number: string }[])
      .map((sale) => sale.receipt_number)
      .filter((label) => label.startsWith('T1-'))
    // Each basket once, whatever its COMMIT said.
    expect(labels.toSorted()).toEqual([1, 2, 3, 4].map((number) => `T1-00000${number}`))
    demo.type(QUIT)
    await expect(demo.exited).resolves.toBe(0)
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
