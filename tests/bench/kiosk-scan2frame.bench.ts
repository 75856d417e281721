import { setTimeout as sleep } from 'node:timers/promises'
import { type Bench, type Metric, atLeast, atMost } from '#tests/bench/bench.ts'
import { bundleLikeKiosk, bundleStock } from '#tests/bench/bundle.ts'
import { BASKET_LINES, codeOf, nameOf } from '#tests/bench/programs/bench-size.ts'
import { PtyProgram } from '#tests/bench/pty-program.ts'
import { percentile, seededRandom } from '#tests/bench/statistics.ts'

// The list scrolls from the first scan on; a basket of fifty is long enough.
const SCANS_PER_BASKET = 20
const SCANS = 600
const WARM_UP_SCANS = 120
// Scans of one till come as fast as keys do, now and then before Ink's next frame (30 a second) is due.
const PAUSE_MIN_MS = 5
const PAUSE_SPREAD_MS = 20
const RESET_MS = 150
const SEED = 4

interface Runner {
  readonly name: 'till' | 'stock' | 'raw'
  readonly program: PtyProgram
  readonly samplesMs: number[]
  readonly bytes: number[]
  cpuMs: number
  scans: number
}

const scanOnce = async (runner: Runner): Promise<{ readonly ms: number; readonly bytes: number }> => {
  const { program } = runner
  const ms = await program.timeTo('s', nameOf(codeOf(BASKET_LINES + (runner.scans % SCANS_PER_BASKET))))
  runner.scans += 1
  return { ms, bytes: program.bytes }
}

/** Scans at one of the programs, drawn by lot: what disturbs the machine disturbs all of them alike. */
const scan = async (runners: readonly Runner[], random: () => number, isMeasured: boolean): Promise<void> => {
  const runner = runners[Math.floor(random() * runners.length)]
  if (runner === undefined) return
  const { ms, bytes } = await scanOnce(runner)
  await sleep(PAUSE_MIN_MS + random() * PAUSE_SPREAD_MS)
  if (isMeasured) {
    runner.samplesMs.push(ms)
    runner.bytes.push(bytes)
  }
  if (runner.scans % SCANS_PER_BASKET > 0) return
  runner.program.press('r')
  await sleep(RESET_MS)
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
    scans: 0,
  }))
  const random = seededRandom(SEED)
  const words = { till: 'Vendly', stock: 'Vendly', raw: 'ready' }
  for (const { name, program } of runners) await program.shows(words[name])
  for (let at = 0; at < WARM_UP_SCANS; at += 1) await scan(runners, random, false)
  for (const runner of runners) runner.cpuMs = runner.program.cpuMs
  for (let at = 0; at < SCANS; at += 1) await scan(runners, random, true)
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
