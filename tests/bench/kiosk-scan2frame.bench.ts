import { setTimeout as sleep } from 'node:timers/promises'
import { type Bench, type Metric, atLeast, atMost } from '#tests/bench/bench.ts'
import { bundleLikeKiosk, bundleStock } from '#tests/bench/bundle.ts'
import { BASKET_LINES, codeOf, nameOf } from '#tests/bench/programs/bench-size.ts'
import { PtyProgram } from '#tests/bench/pty-program.ts'
import { percentile, seededRandom } from '#tests/bench/statistics.ts'

const SCANS_PER_BASKET = 20
const BASKETS = 8
const WARM_UP_BASKETS = 2
// A quick cashier's pause between two scans, much shortened; long enough for no frame to wait for the one before.
const PAUSE_MIN_MS = 40
const PAUSE_SPREAD_MS = 40
const SEED = 4

interface Runner {
  readonly name: 'till' | 'stock' | 'raw'
  readonly program: PtyProgram
  readonly samplesMs: number[]
  readonly bytes: number[]
  cpuMs: number
}

const shuffled = <T>(items: readonly T[], random: () => number): T[] =>
  items
    .map((item) => ({ item, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)

const scanBasket = async (runners: readonly Runner[], random: () => number, isMeasured: boolean): Promise<void> => {
  for (let scan = 0; scan < SCANS_PER_BASKET; scan += 1) {
    for (const runner of shuffled(runners, random)) {
      const ms = await runner.program.timeTo('s', nameOf(codeOf(BASKET_LINES + scan)))
      await sleep(PAUSE_MIN_MS + random() * PAUSE_SPREAD_MS)
      if (!isMeasured) continue
      runner.samplesMs.push(ms)
      runner.bytes.push(runner.program.bytes)
    }
  }
  for (const { program } of runners) program.press('r')
  await sleep(4 * PAUSE_MIN_MS)
}

const measure = async (columns: number, rows: number): Promise<Metric[]> => {
  const files = {
    till: await bundleLikeKiosk('tests/bench/programs/till-app.tsx', 'till-app'),
    stock: await bundleStock('tests/bench/programs/stock-app.tsx', 'stock-app'),
    raw: await bundleStock('tests/bench/programs/raw-app.ts', 'raw-app'),
  }
  const runners = (['till', 'stock', 'raw'] as const).map((name): Runner => ({
    name,
    program: new PtyProgram([files[name]], { columns, rows }),
    samplesMs: [],
    bytes: [],
    cpuMs: 0,
  }))
  const random = seededRandom(SEED)
  const words = { till: 'Vendly', stock: 'Vendly', raw: 'ready' }
  for (const { name, program } of runners) await program.shows(words[name])
  for (let basket = 0; basket < WARM_UP_BASKETS; basket += 1) await scanBasket(runners, random, false)
  for (const runner of runners) runner.cpuMs = runner.program.cpuMs
  for (let basket = 0; basket < BASKETS; basket += 1) await scanBasket(runners, random, true)
  for (const runner of runners) runner.cpuMs = (runner.program.cpuMs - runner.cpuMs) / runner.samplesMs.length
  for (const { program } of runners) program.close()
  return report(runners, `${columns}×${rows}`)
}

const report = (runners: readonly Runner[], size: string): Metric[] => {
  const [till, stock, raw] = runners
  if (till === undefined || stock === undefined || raw === undefined) return []
  const p = (runner: Runner, part: number): number => percentile(runner.samplesMs, part)
  const figures = runners.flatMap((runner) => [
    ...[0.5, 0.9, 0.99].map((part): Metric => ({
      name: `${size} ${runner.name} p${part * 100}`,
      value: p(runner, part),
      unit: 'ms',
    })),
    { name: `${size} ${runner.name} bytes p50`, value: percentile(runner.bytes, 0.5), unit: 'B' },
    { name: `${size} ${runner.name} CPU a scan`, value: runner.cpuMs, unit: 'ms' },
  ])
  return [
    ...figures,
    atMost(`${size} till / raw p50`, p(till, 0.5) / p(raw, 0.5), '×', 5),
    atLeast(`${size} stock / till p50`, p(stock, 0.5) / p(till, 0.5), '×', 4),
    atLeast(`${size} stock / till p90`, p(stock, 0.9) / p(till, 0.9), '×', 8),
    atMost(`${size} CPU a scan`, till.cpuMs, 'ms', 5),
  ]
}

export const bench: Bench = {
  name: 'kiosk.scan2frame',
  run: async () => [...(await measure(80, 24)), ...(await measure(160, 50))],
}
