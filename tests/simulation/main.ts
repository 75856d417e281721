import { execFileSync } from 'node:child_process'
import { optionsOf, readCommandLine, usage, type CommandLine } from '#tests/simulation/command-line.ts'
import { plant } from '#tests/simulation/plant.ts'
import { shrink } from '#tests/simulation/shrink.ts'
import type { RunResult } from '#tests/simulation/simulate.ts'
import { Totals } from '#tests/simulation/totals.ts'

const EXIT_USAGE = 64
/** Whoever waits longer than that wants to know how far it is. */
const PROGRESS_EVERY_MS = 10_000

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** The code that a seed belongs to: with another the same seed is another run. */
const version = (): string => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'a copy without its history'
  }
}

type Run = (plan: CommandLine, onHours?: (hours: number) => void) => Promise<RunResult>

const sayBroken = ({ problem, lastLines }: RunResult, plan: CommandLine): void => {
  if (!plan.isVerbose) say(lastLines.join('\n'))
  say(`\nBROKEN: ${problem}`)
  say(`\nRepeat it: npm run simulate -- ${optionsOf(plan)} --verbose`)
  say(`(with the code of ${version()}; put the seed into tests/simulation/failed-seeds.ts)`)
}

const shrinkIt = async (plan: CommandLine, { problemMessage = '' }: RunResult, run: Run): Promise<void> => {
  say('\nLooks for a shorter run that breaks the same …')
  const quiet = { ...plan, isVerbose: false }
  const shortest = await shrink(quiet, problemMessage, run, (text) => say(`  ${text}`))
  say(`\nThe shortest found: npm run simulate -- ${optionsOf(shortest)} --verbose`)
}

/** Runs the seeds one after the other; the exit code. */
const runAll = async (plan: CommandLine, run: Run): Promise<number> => {
  const totals = new Totals(() => performance.now())
  const progress = setInterval(() => process.stderr.write(`${totals.progress()}\n`), PROGRESS_EVERY_MS)
  progress.unref()
  for (let index = 0n; index < BigInt(plan.seeds); index++) {
    const one = { ...plan, seed: BigInt.asUintN(64, plan.seed + index) }
    const result = await run(one, (hours) => totals.at(hours))
    totals.add(result)
    if (result.problem !== undefined) {
      sayBroken(result, one)
      if (plan.isShrink) await shrinkIt(one, result, run)
      return 1
    }
    say(totals.line(result))
  }
  if (plan.seeds > 1) say(totals.summary())
  clearInterval(progress)
  return 0
}

const main = async (): Promise<number> => {
  const plan = readCommandLine(process.argv.slice(2), Date.now())
  if (plan === undefined || plan === 'help') {
    say(usage)
    return plan === 'help' ? 0 : EXIT_USAGE
  }
  if (plan.bug !== undefined) plant(plan.bug)
  // Only now: what is planted has to be there when the product's modules are first asked for.
  const { simulate } = await import('#tests/simulation/simulate.ts')
  return runAll(plan, async ({ seed, hours, tills, profile, without, isVerbose }, onHours) =>
    simulate({
      seed,
      hours,
      tills,
      profile,
      without,
      ...(isVerbose ? { show: say } : {}),
      ...(onHours ? { onHours } : {}),
    }),
  )
}

process.exitCode = await main()
