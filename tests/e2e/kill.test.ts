import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { demoPlace, processOf, signedInApi, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const CYCLES = 20
const LATEST_KILL_MS = 400
const MILK = '0400010297436'

interface WireSale {
  readonly receipt_number: string
  readonly total: number
}

/** Numbers from 0 up to 1, the same in every run (Park and Miller's generator). */
const chances = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const kill = (place: DemoPlace, program: 'hub' | 'kiosk' | 'devices'): void => {
  const pid = processOf(place, program)
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
}

const parentOf = (pid: number | undefined): number =>
  Number(/^PPid:\s+(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

const isAlive = async (place: DemoPlace, program: 'hub' | 'kiosk', notPid: number | undefined): Promise<void> =>
  waitUntil(
    () => ![undefined, notPid].includes(processOf(place, program)),
    () => `the ${program} does not come back`,
    20_000,
  )

describe('kill -9 in mid-sale', () => {
  let place: DemoPlace | undefined
  afterEach(() => place?.remove())

  test(`${CYCLES} cycles: no sale that was shown is lost, none doubled`, { timeout: 300_000 }, async () => {
    place = await demoPlace()
    const here = place
    const demo = startDemo(here)
    const chance = chances(20_261)
    const shown = new Set<string>()
    await demo.signIn()

    const note = (): void => {
      if (!demo.text().includes('CHANGE')) return
      for (const [label] of demo.text().matchAll(/T1-\d{6}/gu)) shown.add(label)
    }
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const victim = cycle % 5 === 4 ? 'hub' : 'kiosk'
      const pid = processOf(here, victim)
      const endsAt = performance.now() + chance() * LATEST_KILL_MS
      demo.type(`${MILK}\r`.repeat(1 + (cycle % 3)) + '+50\r')
      await waitUntil(
        () => {
          note()
          return performance.now() > endsAt
        },
        () => 'time stands still',
      )
      kill(here, victim)
      note()
      await isAlive(here, victim, pid)
      if (victim === 'kiosk') await demo.signIn()
      // Whatever was in the basket is paid: the till came back on it.
      await demo.shows('Code')
      demo.type('\u001b')
      demo.type('+\r\r')
    }
    // One sale more, seen from an empty till to its change: whatever was under way is over then.
    await waitUntil(
      () => {
        demo.type('\u001b')
        return !demo.text().includes('CHANGE')
      },
      () => demo.text(),
      20_000,
    )
    demo.type(`${MILK}\r+50\r`)
    await demo.shows('CHANGE')
    note()

    const api = await signedInApi(here)
    const last = [...shown].toSorted().at(-1) ?? ''
    const count = Number(last.slice(-6))
    let sales: readonly WireSale[] = []
    const ask = async (): Promise<void> => {
      sales = ((await api.get('/sales?limit=200')) as WireSale[]).filter((sale) =>
        sale.receipt_number.startsWith('T1-'),
      )
    }
    const endsAt = performance.now() + 90_000
    while (sales.length < count && performance.now() < endsAt) await ask()

    const labels = sales.map((sale) => sale.receipt_number).toSorted()
    expect(labels).toEqual(Array.from({ length: count }, (_, index) => `T1-${String(index + 1).padStart(6, '0')}`))
    for (const label of shown) expect(labels).toContain(label)
    expect(count).toBeGreaterThan(CYCLES / 2)
    demo.type('\u0011')
    await demo.exited
  })

  test(
    'the devices process dies: the till sells on, says so, and has its devices back',
    { timeout: 120_000 },
    async () => {
      place = await demoPlace()
      const demo = startDemo(place)
      await demo.signIn()
      kill(place, 'devices')
      await demo.shows('devices program is away')
      demo.type(`${MILK}\r+5\r`)
      await demo.shows('T1-000001')
      await waitUntil(
        () => !demo.text().includes('devices program is away'),
        () => demo.text(),
        20_000,
      )
      demo.type('\u0011')
      await expect(demo.exited).resolves.toBe(0)
    },
  )

  test(
    'told to end it closes the till, gives the terminal back and says where the data is',
    {
      timeout: 120_000,
    },
    async () => {
      place = await demoPlace()
      const here = place
      const demo = startDemo(here)
      await demo.signIn()
      process.kill(parentOf(processOf(here, 'kiosk')), 'SIGTERM')
      await expect(demo.exited).resolves.toBe(0)
      await demo.shows('Everything is stopped.')
      expect(demo.text()).not.toContain('TOTAL')
      expect(readFileSync(join(here.data, 'logs', 'kiosk.log'), 'utf8')).toContain('the till is closed')
    },
  )

  test('without its launcher nothing of a demo stays', { timeout: 120_000 }, async () => {
    place = await demoPlace()
    const here = place
    const demo = startDemo(here)
    await demo.signIn()
    const launcher = parentOf(processOf(here, 'kiosk'))
    process.kill(launcher, 'SIGKILL')
    await waitUntil(
      () => (['hub', 'kiosk', 'devices'] as const).every((program) => processOf(here, program) === undefined),
      () => 'a program goes on alone',
      20_000,
    )
    const again = startDemo(here)
    await again.signIn()
    again.type('\u0011')
    await expect(again.exited).resolves.toBe(0)
  })
})
