import { SMALLEST } from '#kiosk/ui/look.ts'

/** What is known of a terminal before it is used. */
export interface TerminalFacts {
  readonly isTerminal: boolean
  readonly columns: number
  readonly rows: number
}

/** Why the till cannot be shown on this terminal, and what to do; undefined when it can. */
export function terminalProblem({ isTerminal, columns, rows }: TerminalFacts): string | undefined {
  if (!isTerminal)
    return 'The till needs a terminal for its screen and keys. Start it in one, or start with --hub-only.'
  if (columns >= SMALLEST.columns && rows >= SMALLEST.rows) return undefined
  const needed = `${SMALLEST.columns} × ${SMALLEST.rows}`
  return `This terminal is ${columns} × ${rows}; the till needs ${needed}. Make the window larger and start again.`
}
