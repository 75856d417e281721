import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { failedRuns } from '#tests/simulation/failed-seeds.ts'
import { plantedBugs } from '#tests/simulation/plant.ts'

const execute = promisify(execFile)

/** Whole stores on a busy machine. */
const TIMEOUT_MS = 240_000
const SEEDS = 4
const SEEDS_FOR_A_BUG = 20

interface Ran {
  readonly output: string
  readonly exitCode: number
}

/** Runs the command in a process of its own: what is planted there is nowhere else. */
const simulate = async (...options: readonly string[]): Promise<Ran> => {
  try {
    const { stdout } = await execute(process.execPath, ['tests/simulation/main.ts', ...options])
    return { output: stdout, exitCode: 0 }
  } catch (error) {
    const { stdout, code } = error as { stdout: string; code: number }
    return { output: stdout, exitCode: code }
  }
}

const digests = ({ output }: Ran): string[] => output.match(/trace [0-9a-f]{64}/gu) ?? []

describe('a simulated store', () => {
  it(
    'loses nothing, doubles nothing and adds up, whatever happens to it',
    async () => {
      const ran = await simulate('--seed', '20260302', '--seeds', String(SEEDS), '--hours', '0.4')
      expect(ran.output).not.toContain('BROKEN')
      expect(ran.exitCode).toBe(0)
      expect(digests(ran).length).toBe(SEEDS)
    },
    TIMEOUT_MS,
  )

  it(
    'does the same for the same seed, to the last byte, and something else for another',
    async () => {
      const run = ['--seeds', '2', '--hours', '0.1'] as const
      const [first, second] = await Promise.all([simulate('--seed', '7', ...run), simulate('--seed', '7', ...run)])
      expect(digests(first).length).toBe(2)
      expect(digests(second)).toEqual(digests(first))
      expect(new Set(digests(first)).size).toBe(2)
    },
    TIMEOUT_MS,
  )

  it.each(failedRuns)(
    'is right again where it once was not: $found',
    async ({ seed, hours, tills }) => {
      const ran = await simulate('--seed', String(seed), '--hours', String(hours), '--tills', String(tills))
      expect(ran.output).not.toContain('BROKEN')
      expect(ran.exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )

  it.each(Object.keys(plantedBugs))(
    'catches the planted bug %s',
    async (bug) => {
      const ran = await simulate('--seed', '1', '--seeds', String(SEEDS_FOR_A_BUG), '--hours', '0.2', '--plant', bug)
      expect(ran.output).toContain('BROKEN: Violation')
      expect(ran.output).toMatch(/Repeat it: npm run simulate -- --seed \d+ /u)
      expect(ran.exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )
})
