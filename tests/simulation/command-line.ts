import { parseArgs } from 'node:util'
import { isPlantedBug, plantedBugs, type PlantedBug } from '#tests/simulation/plant.ts'
import {
  faultKinds,
  isFaultKind,
  isProfile,
  profiles,
  type FaultKind,
  type Profile,
} from '#tests/simulation/weights.ts'

export const usage = `Runs a simulated store: tills and a hub of the product's own code, on one virtual clock and one seed.

  npm run simulate -- --seed N [--seeds K] [--hours H] [--tills N] [--profile P] [--verbose]

  --seed N       the first seed, a whole number of up to 64 bits; the time now when it is not given
  --seeds K      so many seeds, one after the other (1)
  --hours H      virtual hours of each (2)
  --tills N      tills in the store (3)
  --profile P    what happens to them: ${profiles.join(', ')} (normal)
  --without K    leaves kinds of faults out, joined by commas: ${Object.keys(faultKinds).join(', ')}
  --verbose      prints each event
  --shrink       looks for a shorter run that breaks the same, and says how to repeat that
  --plant BUG    puts a bug into the product first: ${Object.keys(plantedBugs).join(', ')}

Stops at the first broken invariant and says how to repeat it.
`

/** What the command was asked for. */
export interface CommandLine {
  readonly seed: bigint
  readonly seeds: number
  readonly hours: number
  readonly tills: number
  readonly profile: Profile
  readonly without: readonly FaultKind[]
  readonly bug: PlantedBug | undefined
  readonly isVerbose: boolean
  readonly isShrink: boolean
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      hours: { type: 'string', default: '2' },
      tills: { type: 'string', default: '3' },
      profile: { type: 'string', default: 'normal' },
      without: { type: 'string', default: '' },
      plant: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values

/** Reads the command line; 'help' when that is asked for, undefined for one that makes no sense. */
export function readCommandLine(args: readonly string[], nowMs: number): CommandLine | 'help' | undefined {
  const { seed, seeds, hours, tills, profile, without, plant: bug, verbose, shrink, help } = parse(args)
  if (help) return 'help'
  const kinds = without.split(',').filter((kind) => kind !== '')
  if (!isProfile(profile) || !kinds.every(isFaultKind)) return undefined
  if (bug !== undefined && !isPlantedBug(bug)) return undefined
  return {
    seed: BigInt.asUintN(64, BigInt(seed ?? nowMs)),
    seeds: Number(seeds),
    hours: Number(hours),
    tills: Number(tills),
    profile,
    without: kinds,
    bug,
    isVerbose: verbose,
    isShrink: shrink,
  }
}

/** The options that repeat a run. */
export const optionsOf = ({
  seed,
  hours,
  tills,
  profile,
  without,
  bug,
}: Pick<CommandLine, 'seed' | 'hours' | 'tills' | 'profile' | 'without' | 'bug'>): string =>
  [
    `--seed ${seed} --hours ${hours} --tills ${tills}`,
    ...(profile === 'normal' ? [] : [`--profile ${profile}`]),
    ...(without.length === 0 ? [] : [`--without ${without.join(',')}`]),
    ...(bug === undefined ? [] : [`--plant ${bug}`]),
  ].join(' ')
