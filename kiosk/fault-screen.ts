import { faultRows } from '#kiosk/screens/fault.ts'
import type { FaultWords } from '#kiosk/text/fault-texts.ts'
import type { Theme } from '#kiosk/ui/theme.ts'

// Alternate screen with the cursor hidden; and back.
const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[0m\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'

/** What a fault screen needs of a terminal. */
export interface FaultOutput {
  readonly columns: number
  readonly rows: number
  write(bytes: string): unknown
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

/** Says what is wrong on a terminal that has no till to show: written out plainly, since nothing else may work. */
export class FaultScreen {
  readonly #output: FaultOutput
  readonly #theme: Theme
  #shown: FaultWords | undefined

  constructor(output: FaultOutput, theme: Theme) {
    this.#output = output
    this.#theme = theme
  }

  show(words: FaultWords): void {
    if (this.#shown === undefined) {
      this.#output.write(ENTER)
      this.#output.on('resize', this.#draw)
    }
    this.#shown = words
    this.#draw()
  }

  /** Gives the terminal back, if it was taken. */
  close(): void {
    if (this.#shown === undefined) return
    this.#shown = undefined
    this.#output.off('resize', this.#draw)
    this.#output.write(LEAVE)
  }

  readonly #draw = (): void => {
    if (this.#shown === undefined) return
    const { columns, rows } = this.#output
    this.#output.write(HOME + faultRows({ theme: this.#theme, columns, rows }, this.#shown).join('\r\n'))
  }
}
