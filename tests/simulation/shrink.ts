import type { CommandLine } from '#tests/simulation/command-line.ts'
import type { RunResult } from '#tests/simulation/simulate.ts'
import { faultKinds, isFaultKind } from '#tests/simulation/weights.ts'

/** A store of a few seconds has sold nothing. */
const HOURS_MIN = 0.005

type Run = (plan: CommandLine) => Promise<RunResult>

/** What is broken, without the names and numbers of one run. */
const invariantOf = (message: string): string =>
  message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\bT\d+(?:-R?\d+)?|-?\d+(?:[\s,]+-?\d+)*/gu, '#')

/**
 * Makes a broken run shorter for whoever reads its trace: half the time again and again, then fewer tills, then kinds of
 * faults left out one by one, each as long as the same invariant breaks.
 */
export async function shrink(
  broken: CommandLine,
  problem: string,
  run: Run,
  say: (text: string) => void,
): Promise<CommandLine> {
  const invariant = invariantOf(problem)
  let best = broken
  const breaks = async (plan: CommandLine): Promise<boolean> => {
    const { problemMessage } = await run(plan)
    const isSame = problemMessage !== undefined && invariantOf(problemMessage) === invariant
    if (isSame) best = plan
    return isSame
  }
  const shorten = async (): Promise<void> => {
    while (best.hours / 2 >= HOURS_MIN) if (!(await breaks({ ...best, hours: best.hours / 2 }))) break
    say(`${best.hours} hours`)
  }
  await shorten()
  while (best.tills > 1) if (!(await breaks({ ...best, tills: best.tills - 1 }))) break
  say(`${best.tills} tills`)
  for (const kind of Object.keys(faultKinds).filter(isFaultKind)) {
    if (best.without.includes(kind)) continue
    if (await breaks({ ...best, without: [...best.without, kind] })) say(`without ${kind}`)
  }
  await shorten()
  return best
}
