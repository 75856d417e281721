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
    if (path === undefined) return
    const text = readText(path)
    // A kill may have cut the last line: it must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n')
    for (const line of text.split('\n')) this.#recall(line)
  }

  get(intentId: string): Decision | undefined {
    return this.#decisions.get(intentId)
  }

  keep(intentId: string, decision: Decision): void {
    this.#decisions.set(intentId, decision)
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify([intentId, decision])}\n`)
  }

  #recall(line: string): void {
    try {
      const [intentId, decision] = JSON.parse(line) as [string, Decision]
      this.#decisions.set(intentId, decision)
    } catch (error) {
      // Half a line: its decision was never told to anybody.
      if (!(error instanceof SyntaxError)) throw error
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
