import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { isPlantedBug, plant, plantedBugs } from '#tests/simulation/plant.ts'
import type { RunResult } from '#tests/simulation/simulate.ts'

const usage = `Runs a simulated store: tills and a hub of the product's own code, on one virtual clock and one seed.

  npm run simulate -- --seed N [--seeds K] [--hours H] [--tills N] [--verbose]

  --seed N     the first seed, a whole number of up to 64 bits; the time now when it is not given
  --seeds K    so many seeds, one after the other (1)
  --hours H    virtual hours of each (2)
  --tills N    tills in the store (3)
  --verbose    prints each event
  --plant BUG  puts a bug into the product first: ${Object.keys(plantedBugs).join(', ')}

Stops at the first broken invariant and says how to repeat it.
`

const EXIT_USAGE = 64

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

type Plan = ReturnType<typeof readPlan>

const readPlan = () => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      hours: { type: 'string', default: '2' },
      tills: { type: 'string', default: '3' },
      plant: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    seed: BigInt.asUintN(64, BigInt(values.seed ?? Date.now())),
    seeds: Number(values.seeds),
    hours: Number(values.hours),
    tills: Number(values.tills),
    bug: values.plant,
    isVerbose: values.verbose,
    isHelp: values.help,
  }
}

/** The code that a seed belongs to: with another the same seed is another run. */
const version = (): string => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'a copy without its history'
  }
}

const summary = (result: RunResult): string =>
  `seed ${result.seed}: ${result.sales} sales, ${result.refunds} refunds, ${result.kills} kills (${result.powerCuts} power cuts), ${result.hubBoots - 1} hub restarts (${result.rollbacks} on old disks), ${result.tillRollbacks} old disks at tills (${result.rebuilds} rebuilt), ${result.clockJumps} clocks jumped, ` +
  `${result.lostMessages} messages lost and ${result.doubledMessages} doubled, trace ${result.digest.slice(0, 16)}`

const sayBroken = ({ seed, problem, lastLines }: RunResult, { hours, tills, bug, isVerbose }: Plan): void => {
  const planted = bug === undefined ? '' : ` --plant ${bug}`
  if (!isVerbose) say(lastLines.join('\n'))
  say(`\nBROKEN: ${problem}`)
  say(`\nRepeat it: npm run simulate -- --seed ${seed} --hours ${hours} --tills ${tills}${planted} --verbose`)
  say(`(with the code of ${version()}; put the seed into tests/simulation/failed-seeds.ts)`)
}

const run = async (): Promise<number> => {
  const plan = readPlan()
  const { bug, isHelp, isVerbose, hours, tills } = plan
  if (isHelp || (bug !== undefined && !isPlantedBug(bug))) {
    say(usage)
    return isHelp ? 0 : EXIT_USAGE
  }
  if (bug !== undefined) plant(bug)
  // Only now: what is planted has to be there when the product's modules are first asked for.
  const { simulate } = await import('#tests/simulation/simulate.ts')
  for (let index = 0n; index < BigInt(plan.seeds); index++) {
    const seed = BigInt.asUintN(64, plan.seed + index)
    const result = await simulate({ seed, hours, tills, ...(isVerbose ? { show: say } : {}) })
    if (result.problem !== undefined) {
      sayBroken(result, plan)
      return 1
    }
    say(summary(result))
  }
  return 0
}

process.exitCode = await run()
