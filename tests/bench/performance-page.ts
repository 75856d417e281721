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
- **kiosk.commit**: COMMIT itself is near the bare write and sync; sealing the entry (canonical JSON, SHA-256), completing
  the sale and the inserts cost about 0.2 ms more, which weighs most where a sync is as fast as here. On a card it vanishes.
- **kiosk.scan2frame**: React, yoga and Ink share what is left evenly. The raw painter paints cells that it was given; it
  lays nothing out.
- **kiosk.start**: a third is reading the bundle, the rest is spread over Ink, React, yoga's WebAssembly and SQLite.
- **hub.ingest**, **hub.sale**: what is committed for each message rides on the disk's sync, which is fast here.
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
