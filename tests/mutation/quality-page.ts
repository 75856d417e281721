/** What one folder's mutants came to. */
export interface MutationReport {
  readonly folder: string
  readonly killed: number
  readonly survived: number
  readonly uncovered: number
}

/** A share of all mutants, in hundredths of a percent, rounded down so that no figure looks better than it is. */
export function scoreOf({ killed, survived, uncovered }: MutationReport): number {
  const all = killed + survived + uncovered
  return all === 0 ? 100 : Math.floor((killed * 10_000) / all) / 100
}

/** Below this a folder's tests prove too little. */
export const SCORE_MIN = 85

const head = `# Quality
Coverage says that a line ran in a test; a mutation score says that a test would notice if it were wrong. \`npm run mutation\`
changes the source in small ways (another operator, a condition turned round, a text or a list emptied, a statement taken
out), one change at a time, and runs the tests of the same folder: a mutant is killed when one of them fails. StrykerJS
makes the mutants, vitest runs the tests; nothing is downloaded or sent.

| command | does |
|---|---|
| \`npm run mutation\` | money, tax, promotion, basket, tender, refund and shift; takes minutes, and is no part of \`npm test\` |
| \`npm run mutation tax money\` | these folders, with each survivor as a diff |
| \`npm run mutation -- --docs tax\` | the same, then writes this page of all that was measured |

Each folder is judged by its own tests alone (\`core/tax\` by \`tests/core/tax\`), and a mutant that no test reaches counts as
survived. Random tests draw from one seed, so that the figure stays. The goal is ${SCORE_MIN} % for each folder.
`

const tail = `
What survives is looked at one by one. Most of it changes nothing that can be seen: a shortcut that gives the same result
more slowly, a fallback that the types ask for and no data reaches, the words of an assertion.
`

function row(report: MutationReport): string {
  const { folder, killed, survived, uncovered } = report
  const score = scoreOf(report)
  const verdict = score >= SCORE_MIN ? 'met' : '**missed**'
  return `| core/${folder} | ${score} % | ${killed} | ${survived} | ${uncovered} | ${verdict} |`
}

/** The page `docs/quality.md`, of all folders that were measured. */
export function qualityPage(reports: readonly MutationReport[]): string {
  const table = '| folder | score | killed | survived | not reached | goal |\n|---|---|---|---|---|---|'
  return `${head}\n${table}\n${reports.map(row).join('\n')}\n${tail}`
}
