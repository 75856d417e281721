import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { qualityPage, SCORE_MIN, scoreOf, type MutationReport } from '#tests/mutation/quality-page.ts'

// `npm run mutation [folder …]`: changes core/<folder> in small ways and sees whether tests/core/<folder> notice.
const OUTPUT = '.cache/mutation'
const FOLDERS = ['money', 'tax', 'promotion', 'basket', 'tender', 'refund', 'shift']

// Stryker works on a copy of the repository; what no test of core reads stays out of it.
const LEFT_OUT = ['/.cache', '/.local', '/dist', '/docs', '/image', '/coverage', '/models']

type Mutants = Awaited<ReturnType<Stryker['runMutationTest']>>

function mutate(folder: string): Promise<Mutants> {
  const stryker = new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tests/mutation/vitest.config.ts', dir: `tests/core/${folder}`, related: false },
    mutate: [`core/${folder}/**/*.ts`],
    coverageAnalysis: 'perTest',
    reporters: ['clear-text'],
    clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false },
    ignorePatterns: LEFT_OUT,
    tempDirName: join(OUTPUT, 'sandbox'),
    // Its only use is to move paths within that file, by an API that TypeScript 7 has not.
    tsconfigFile: 'none',
    allowConsoleColors: process.stdout.isTTY,
  })
  return stryker.runMutationTest()
}

function reportOf(folder: string, mutants: Mutants): MutationReport {
  const count = (...statuses: readonly string[]): number =>
    mutants.filter((mutant) => statuses.includes(mutant.status)).length
  return { folder, killed: count('Killed', 'Timeout'), survived: count('Survived'), uncovered: count('NoCoverage') }
}

function print(report: MutationReport): void {
  const verdict = scoreOf(report) >= SCORE_MIN ? '' : `, goal ${SCORE_MIN} % MISSED`
  const { folder, killed, survived, uncovered } = report
  const counts = `${killed} killed, ${survived} survived, ${uncovered} not reached`
  process.stdout.write(`core/${folder}: ${scoreOf(report)} % (${counts})${verdict}\n`)
}

async function measure(folder: string): Promise<void> {
  const report = reportOf(folder, await mutate(folder))
  print(report)
  writeFileSync(join(OUTPUT, `${folder}.json`), `${JSON.stringify(report, null, 2)}\n`)
  if (scoreOf(report) < SCORE_MIN) process.exitCode = 1
}

function writePage(): void {
  const reports = globSync(`${OUTPUT}/*.json`).map((file) => JSON.parse(readFileSync(file, 'utf8')) as MutationReport)
  const inOrder = reports.toSorted((one, other) => FOLDERS.indexOf(one.folder) - FOLDERS.indexOf(other.folder))
  writeFileSync('docs/quality.md', qualityPage(inOrder))
}

const asked = process.argv.slice(2)
const wanted = asked.filter((name) => name !== '--docs')
const unknown = wanted.filter((name) => !FOLDERS.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`No folder of rules is called ${unknown.join(', ')}; there are ${FOLDERS.join(', ')}.\n`)
  process.exitCode = 64
} else {
  mkdirSync(OUTPUT, { recursive: true })
  const folders = (wanted.length > 0 ? wanted : FOLDERS).filter((folder) => existsSync(`tests/core/${folder}`))
  for (const folder of folders) await measure(folder)
  if (asked.includes('--docs')) writePage()
}
