import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { demoPlace, processOf, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { killShop, shopProblems } from '#tests/support/kill-shop.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const CYCLES = Number(process.env['KILL_CYCLES'] ?? 200)
const SEEDS = [20_261, 20_262]
const MILK = '0400010297436'

const kill = (place: DemoPlace, program: 'hub' | 'kiosk' | 'devices'): void => {
  const pid = processOf(place, program)
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
}

const parentOf = (pid: number | undefined): number =>
  Number(/^PPid:\s+(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

describe('kill -9 in mid-sale', () => {
  let place: DemoPlace | undefined
  afterEach(() => place?.remove())

  test(
    `${CYCLES} kills of till, hub and devices: no sale that was shown is lost, none doubled`,
    { timeout: 400_000 },
    async () => {
      // A till that starts uses one core: two shops keep two busy.
      const places = await Promise.all(SEEDS.map(async () => demoPlace()))
      try {
        const shops = await Promise.all(
          places.map(async (shopPlace, index) =>
            killShop(shopPlace, { cycles: CYCLES / SEEDS.length, seed: SEEDS[index] ?? 1 }),
          ),
        )
        expect(shops.flatMap(shopProblems)).toEqual([])
        for (const { kills, atHub } of shops) {
          expect(Math.min(kills.kiosk, kills.hub, kills.devices)).toBeGreaterThan(0)
          expect(atHub.length).toBeGreaterThan(CYCLES / SEEDS.length / 2)
        }
      } finally {
        for (const shopPlace of places) shopPlace.remove()
      }
    },
  )

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
