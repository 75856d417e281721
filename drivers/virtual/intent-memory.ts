import { appendFileSync, readFileSync } from 'node:fs'

/** What the terminal decided about a charge. */
export type Decision =
  | { readonly outcome: 'approved'; readonly approvalCode: string; readonly scheme: string; readonly last4: string }
  | { readonly outcome: 'declined'; readonly reason: string }

/** The memory of a card terminal, which outlives the power of the till. */
export class IntentMemory {
  readonly #path: string | undefined
  readonly #decisions = new Map<string, Decision>()

  /** With a path, decisions are kept in that file, one line of JSON each: the terminal is a device of its own. */
  constructor(path?: string) {
    this.#path = path
    for (const line of path === undefined ? [] : readLines(path)) {
      const [intentId, decision] = JSON.parse(line) as [string, Decision]
      this.#decisions.set(intentId, decision)
    }
  }

  get(intentId: string): Decision | undefined {
    return this.#decisions.get(intentId)
  }

  keep(intentId: string, decision: Decision): void {
    this.#decisions.set(intentId, decision)
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify([intentId, decision])}\n`)
  }
}

/** The whole lines; a kill may have cut the last one. */
function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
