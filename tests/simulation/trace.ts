import { createHash } from 'node:crypto'

/** Lines kept for whoever looks at a broken run. */
const KEPT_LINES_MAX = 60

/** What happened in a run, line by line: hashed, so that two runs of one seed can be compared, and shown on demand. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #kept: string[] = []
  readonly #nowMs: () => number
  readonly #startMs: number
  readonly #show: ((line: string) => void) | undefined
  #lineCount = 0

  constructor(nowMs: () => number, show?: (line: string) => void) {
    this.#nowMs = nowMs
    this.#startMs = nowMs()
    this.#show = show
  }

  get lineCount(): number {
    return this.#lineCount
  }

  note(node: string, what: string): void {
    const line = `${((this.#nowMs() - this.#startMs) / 1000).toString().padStart(9)} s  ${node.padEnd(4)} ${what}`
    this.#lineCount += 1
    this.#hash.update(line).update('\n')
    this.#kept.push(line)
    if (this.#kept.length > KEPT_LINES_MAX) this.#kept.shift()
    this.#show?.(line)
  }

  lastLines(): readonly string[] {
    return this.#kept
  }

  /** SHA-256 of all lines so far. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
