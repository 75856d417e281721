import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bench, Metric } from '#tests/bench/bench.ts'
import { performancePage, type BenchReport } from '#tests/bench/performance-page.ts'
import { noise } from '#tests/bench/statistics.ts'

// `npm run bench [name …]`: runs tests/bench/*.bench.ts, prints one table, writes .cache/bench/<name>.json.
const OUTPUT = '.cache/bench'
const NOISE_MAX = 3

const digits = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(3))

const verdict = ({ goal }: Metric): string => {
  if (goal === undefined) return ''
  return `${goal.text} ${goal.isMet ? 'met' : 'MISSED'}`
}

const print = (name: string, metrics: readonly Metric[]): void => {
  for (const metric of metrics) {
    const value = `${digits(metric.value)} ${metric.unit}`.padStart(16)
    process.stdout.write(`${name.padEnd(18)} ${metric.name.padEnd(44)} ${value}  ${verdict(metric)}\n`)
  }
}

const runOne = async (file: string): Promise<void> => {
  const { bench } = (await import(pathToFileURL(resolve(file)).href)) as { readonly bench: Bench }
  const before = noise()
  const metrics = await bench.run()
  const isNoisy = Math.max(before, noise()) > NOISE_MAX
  print(bench.name, metrics)
  if (isNoisy) process.stdout.write(`${bench.name.padEnd(18)} this run was noisy: compare ratios only\n`)
  const report = { name: bench.name, at: new Date().toISOString(), node: process.version, isNoisy, metrics }
  writeFileSync(join(OUTPUT, `${bench.name}.json`), `${JSON.stringify(report, null, 2)}\n`)
}

/** Writes the page of all reports there are, and says nothing of figures that were not measured. */
const writePage = (): void => {
  const reports = globSync(`${OUTPUT}/*.json`).map((file) => JSON.parse(readFileSync(file, 'utf8')) as BenchReport)
  const inOrder = reports.toSorted((one, other) => one.name.localeCompare(other.name))
  writeFileSync('docs/performance.md', performancePage(inOrder))
}

const asked = process.argv.slice(2)
const wanted = asked.filter((name) => name !== '--docs')
const files = globSync('tests/bench/*.bench.ts')
  .toSorted()
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name.replaceAll('.', '-'))))
if (files.length === 0) {
  process.stderr.write(`No benchmark is called ${wanted.join(', ')}.\n`)
  process.exitCode = 64
}
mkdirSync(OUTPUT, { recursive: true })
for (const file of files) await runOne(file)
if (asked.includes('--docs')) writePage()
