import { cpus } from 'node:os'
import type { Metric } from '#tests/bench/bench.ts'

/** What one bench left behind. */
export interface BenchReport {
  readonly name: string
  readonly node: string
  readonly isNoisy: boolean
  readonly metrics: readonly Metric[]
}

const head = `# Performance
\`npm run bench [name …]\` prints every figure and writes JSON to \`.cache/bench/\`; \`npm run bench -- --docs\` writes this page
from all of them. Absolute figures are of the machine below and say little of another; ratios are taken in one run,
operation by operation in turn. CI gates on counters alone (syncs, bytes, statements parsed twice), never on time.
Nothing here was measured on a Raspberry Pi or with real devices.
`

const misses = `
## What falls short, and why
- **kiosk.commit**: SQLite's COMMIT alone is 1.15 to 1.2 × the bare write and sync, since it writes each page of 1 KB with
  two calls; with its six statements, and nothing of ours, a sale is at 1.45 ×. Pricing, sealing (checked canonical JSON,
  SHA-256) and completing take about 0.1 ms more, half as much again as in a loop, because each sale finds cold caches after
  a sync. Larger pages would better the ratio and wear a card more. By reckoning, not measured: 1.1 × where a sync takes 2 ms.
- **kiosk.scan2frame**: what is left is React, yoga, Ink's walk and the diff, in even parts. All three programs make the same
  scan; the raw painter lays nothing out.
- **kiosk.start**: half is evaluating the bundle and Node's own modules (crypto, streams), a quarter the first frame in code
  that has not been compiled yet (React, yoga's WebAssembly, Ink), a tenth opening the store.
- **hub.ingest**: a sale's own CPU takes about as long as a sync on a disk this fast, so that a batch saves less than two
  thirds of it; the slower the sync, the more (9 × in a run where others kept the disk busy).
- **hub.sale**: one at a time, each sale pays for a sync and an event loop's turn of its own.
`

const digits = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3))

const row = (name: string, { name: metric, value, unit, goal }: Metric): string => {
  const verdict = goal?.isMet === true ? 'met' : '**missed**'
  return `| ${name} | ${metric} | ${digits(value)} ${unit} | ${goal === undefined ? '' : `${goal.text}: ${verdict}`} |`
}

/** The page `docs/performance.md`, of all benches that left a report. */
export function performancePage(reports: readonly BenchReport[]): string {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${reports[0]?.node ?? ''}`
  const noisy = reports.filter(({ isNoisy }) => isNoisy).map(({ name }) => name)
  const noise = noisy.length === 0 ? '' : `\nNoisy while they ran (compare ratios only): ${noisy.join(', ')}.\n`
  const rows = reports.flatMap(({ name, metrics }) => metrics.map((metric) => row(name, metric)))
  return `${head}\n${machine}.\n${noise}\n| bench | figure | value | goal |\n|---|---|---|---|\n${rows.join('\n')}\n${misses}`
}
