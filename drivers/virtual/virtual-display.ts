import type { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'

const COLUMNS = 20
const blank = ' '.repeat(COLUMNS)

const ESC = '\x1b'

/** No line of a command is longer: what does not end by then is noise. */
const COMMAND_MAX = 64

interface DisplayCommand {
  readonly length: number
  readonly line?: string
  readonly text?: string
  readonly isClear?: boolean
}

/**
 * The command at the start, from the CD5220's manual: ESC @ and FF clear, ESC Q A … CR and ESC Q B … CR write a line,
 * ESC and one letter more sets something. `undefined` while it is not complete.
 */
function nextCommand(received: string): DisplayCommand | undefined {
  const [first, second, line] = received
  if (first !== ESC) return { length: 1, isClear: first === '\f' }
  if (second === undefined) return undefined
  if (second === '@') return { length: 2, isClear: true }
  if (line === undefined) return undefined
  if (second !== 'Q') return { length: 3 }
  const end = received.indexOf('\r')
  if (end === -1) return received.length > COMMAND_MAX ? { length: 1 } : undefined
  return { length: end + 1, line, text: received.slice(3, end).slice(0, COLUMNS).padEnd(COLUMNS) }
}

/** A customer display of two lines of twenty characters that speaks CD5220. */
export class VirtualDisplay {
  readonly #onChange: () => void
  #lines = { upper: blank, lower: blank }
  #received = ''

  constructor(cable: MemoryCable, onChange: () => void) {
    this.#onChange = onChange
    cable.onConnect((end) => void this.#serve(end))
  }

  get lines(): { readonly upper: string; readonly lower: string } {
    return this.#lines
  }

  async #serve(end: Transport): Promise<void> {
    this.#received = ''
    for await (const chunk of end.readable) {
      this.#received += Buffer.from(chunk).toString('latin1')
      this.#carryOut()
      this.#onChange()
    }
  }

  #carryOut(): void {
    for (;;) {
      const command = this.#received === '' ? undefined : nextCommand(this.#received)
      if (command === undefined) return
      const { length, line, text = blank, isClear } = command
      if (isClear === true) this.#lines = { upper: blank, lower: blank }
      if (line === 'A') this.#lines = { ...this.#lines, upper: text }
      if (line === 'B') this.#lines = { ...this.#lines, lower: text }
      this.#received = this.#received.slice(length)
    }
  }
}
