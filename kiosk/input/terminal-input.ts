import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import { Tokenizer } from '#kiosk/input/tokenizer.ts'

/** A terminal sends a whole sequence at once; over a slow line its bytes may be this far apart. */
const ESCAPE_WAIT_MS = 30

/** Runs `ring` after the time, unless the function it gives back is called before. */
export type StartTimer = (delayMs: number, ring: () => void) => () => void

/** The terminal's keyboard: bytes in, events out, with the wait that tells Esc from a sequence. */
export class TerminalInput {
  readonly #tokenizer = new Tokenizer()
  readonly #listener: (event: TerminalEvent) => void
  readonly #startTimer: StartTimer
  #stopTimer = (): void => undefined

  constructor(startTimer: StartTimer, listener: (event: TerminalEvent) => void) {
    this.#startTimer = startTimer
    this.#listener = listener
  }

  get droppedSequences(): number {
    return this.#tokenizer.droppedSequences
  }

  push(bytes: Uint8Array): void {
    this.#stopTimer()
    this.#tell(this.#tokenizer.push(bytes))
    if (this.#tokenizer.isPending) {
      this.#stopTimer = this.#startTimer(ESCAPE_WAIT_MS, () => this.#tell(this.#tokenizer.flush()))
    }
  }

  close(): void {
    this.#stopTimer()
  }

  #tell(events: readonly TerminalEvent[]): void {
    for (const event of events) this.#listener(event)
  }
}
