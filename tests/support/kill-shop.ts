import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { finishSale, sellOne, signInAgain } from '#tests/support/demo-cashier.ts'
import { processOf, signedInApi, startDemo, type DemoPlace } from '#tests/support/demo.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const MILK = '0400010297436'
const QUIT = '\u0011'

/** A kill comes at any moment of a sale, of what follows it, or of a start. */
const LATEST_KILL_MS = 300
/** A till starts in half a second: a second kill comes in the middle of that. */
const LATEST_KILL_WHILE_STARTING_MS = 500
const LOOK_EVERY_MS = 50
const BACK_TIMEOUT_MS = 30_000
const DRAIN_TIMEOUT_MS = 90_000
/** The API's longest list. */
const SALES_A_PAGE = 200

const programs = ['kiosk', 'hub', 'devices'] as const
type Program = (typeof programs)[number]

/** Numbers from 0 up to 1, the same in every run (Park and Miller's generator). */
export const chances = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

interface WireSale {
  readonly receipt_number: string
  readonly total: number
}

/** What a shop looked like in the end whose programs were killed all the time. */
export interface KilledShop {
  readonly kills: Readonly<Record<Program, number>>
  /** Receipts that stood on the screen with their change. */
  readonly shown: ReadonlySet<string>
  /** Receipts of the till that the hub holds, in order. */
  readonly atHub: readonly string[]
  /** Processes that were replaced though nobody killed them. */
  readonly innocent: readonly string[]
}

type Demo = ReturnType<typeof startDemo>

/** One shop and whoever pulls its plugs. */
class Killer {
  readonly #place: DemoPlace
  readonly #demo: Demo
  readonly #chance: () => number
  readonly kills: Record<Program, number> = { kiosk: 0, hub: 0, devices: 0 }
  readonly shown = new Set<string>()
  readonly innocent: string[] = []

  constructor(place: DemoPlace, demo: Demo, seed: number) {
    this.#place = place
    this.#demo = demo
    this.#chance = chances(seed)
  }

  note(): void {
    const text = this.#demo.text()
    if (!text.includes('CHANGE')) return
    for (const [label] of text.matchAll(/T1-\d{6}/gu)) this.shown.add(label)
  }

  /** Types a sale, and kills one of the programs in the middle of it; the till is back when this resolves. */
  async cycle(): Promise<void> {
    const items = 1 + Math.floor(this.#chance() * 3)
    this.#demo.type(`${MILK}\r`.repeat(items) + '+50\r')
    await this.#wait(LATEST_KILL_MS)
    const victim = this.#pick()
    const before = this.#pids()
    this.note()
    this.#kill(victim)
    this.note()
    if (victim === 'kiosk') await this.#comeBack(before.kiosk)
    this.#accuse(victim, before)
    await finishSale(this.#demo)
  }

  async #comeBack(pid: number | undefined): Promise<void> {
    await this.#isBack(pid)
    if (this.#chance() < 0.25) {
      // Once more, while it starts.
      const starting = processOf(this.#place, 'kiosk')
      await this.#wait(LATEST_KILL_WHILE_STARTING_MS)
      this.#kill('kiosk')
      await this.#isBack(starting)
    }
    await signInAgain(this.#demo)
  }

  async #isBack(pid: number | undefined): Promise<void> {
    let lookedAt = 0
    await waitUntil(
      () => {
        // Looking through all processes of the machine is work that the till needs the core for.
        if (performance.now() - lookedAt < LOOK_EVERY_MS) return false
        lookedAt = performance.now()
        return ![undefined, pid].includes(processOf(this.#place, 'kiosk'))
      },
      () => 'the till does not come back',
      BACK_TIMEOUT_MS,
    )
  }

  /** Mostly the till, where most can be lost; hub and devices while they run. */
  #pick(): Program {
    const at = this.#chance()
    const other: Program = at < 0.88 ? 'hub' : 'devices'
    const wanted: Program = at < 0.7 ? 'kiosk' : other
    return processOf(this.#place, wanted) === undefined ? 'kiosk' : wanted
  }

  #pids(): Record<Program, number | undefined> {
    return {
      kiosk: processOf(this.#place, 'kiosk'),
      hub: processOf(this.#place, 'hub'),
      devices: processOf(this.#place, 'devices'),
    }
  }

  #kill(victim: Program): void {
    const pid = processOf(this.#place, victim)
    if (pid === undefined) return
    process.kill(pid, 'SIGKILL')
    this.kills[victim] += 1
  }

  /** Only the program that was killed is started again. */
  #accuse(victim: Program, before: Readonly<Record<Program, number | undefined>>): void {
    const now = this.#pids()
    for (const name of programs) {
      if (name !== victim && before[name] !== undefined && now[name] !== before[name]) this.innocent.push(name)
    }
  }

  async #wait(latestMs: number): Promise<void> {
    const endsAt = performance.now() + this.#chance() * latestMs
    await waitUntil(
      () => {
        this.note()
        return performance.now() > endsAt
      },
      () => 'time stands still',
    )
  }
}

const salesOf = async (place: DemoPlace, count: number): Promise<string[]> => {
  const api = await signedInApi(place)
  const endsAt = performance.now() + DRAIN_TIMEOUT_MS
  for (;;) {
    const labels: string[] = []
    for (let page = 0; labels.length < count; page += 1) {
      const found = (await api.get(`/sales?limit=${SALES_A_PAGE}&skip=${page * SALES_A_PAGE}`)) as WireSale[]
      if (found.length === 0) break
      labels.push(...found.map((sale) => sale.receipt_number).filter((label) => label.startsWith('T1-')))
      if (!labels.some((label) => label.startsWith('T1-'))) break
    }
    if (labels.length >= count || performance.now() > endsAt) return labels.toSorted()
  }
}

/** Kills the programs of a demo shop so many times in the middle of selling, and looks at what is left. */
export async function killShop(
  place: DemoPlace,
  { cycles, seed, onCycle }: { readonly cycles: number; readonly seed: number; readonly onCycle?: () => void },
): Promise<KilledShop> {
  const demo = startDemo(place)
  await demo.signIn()
  const killer = new Killer(place, demo, seed)
  const count = (): number => programs.reduce((sum, name) => sum + killer.kills[name], 0)
  while (count() < cycles) {
    await killer.cycle()
    onCycle?.()
  }
  // One sale more, seen from an empty till to its change: whatever was under way is over then.
  await sellOne(demo, `${MILK}\r+50\r`)
  killer.note()
  const last = [...killer.shown].toSorted().at(-1) ?? ''
  const atHub = await salesOf(place, Number(last.slice(-6)))
  demo.type(QUIT)
  await demo.exited
  // Opening reads every page of the till's file.
  openDatabase(join(place.data, 'kiosk', 'till.sqlite'), 'till').close()
  const damaged = readdirSync(join(place.data, 'kiosk')).filter((name) => name.includes('damaged'))
  const { kills, shown, innocent } = killer
  return { kills, shown, atHub, innocent: [...innocent, ...damaged] }
}

/** What is wrong with a shop after all that, in words. */
export function shopProblems({ shown, atHub, innocent }: KilledShop): string[] {
  const numbers = atHub.map((_label, index) => `T1-${String(index + 1).padStart(6, '0')}`)
  const odd = atHub.filter((label, index) => label !== numbers[index])
  const lost = [...shown].filter((label) => !atHub.includes(label))
  return [
    ...odd.slice(0, 3).map((label) => `${label} is doubled, or the one before it is missing`),
    ...lost.map((label) => `${label} was shown as paid, and the hub does not have it`),
    ...innocent.map((name) => `${name} did not stay as it was`),
  ]
}
