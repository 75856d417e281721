/** More than the longest receipt; older paper has been torn off. */
const ROWS_KEPT_MAX = 400

/** The paper that came out, as text. A double-width character takes two columns, its second one empty. */
export class PaperRoll {
  readonly #columns: number
  #rows: string[] = []
  #line = ''
  #align: 'left' | 'center' | 'right' = 'left'
  #rowsLeft = Infinity

  constructor(columns: number) {
    this.#columns = columns
  }

  /** The printed rows, the newest last. */
  get rows(): readonly string[] {
    return this.#rows
  }

  get isOut(): boolean {
    return this.#rowsLeft <= 0
  }

  /** Puts a roll in that lasts for so many rows. */
  load(rows: number): void {
    this.#rowsLeft = rows
  }

  align(align: 'left' | 'center' | 'right'): void {
    this.#align = align
  }

  /** Prints one character; a full line goes out by itself. */
  print(character: string, width: 1 | 2): void {
    if (this.#line.length + width > this.#columns) this.feed()
    this.#line += character.padEnd(width)
  }

  /** Moves the paper on by one row, with what stands in the line. */
  feed(): void {
    this.#put(this.#line.trimEnd())
    this.#line = ''
  }

  get columns(): number {
    return this.#columns
  }

  /** One row of a symbol. */
  symbol(text: string): void {
    this.#put(text.slice(0, this.#columns))
  }

  cut(): void {
    if (this.#line !== '') this.feed()
    this.#rows.push('╌'.repeat(this.#columns))
  }

  /** Throws away what was not printed yet. */
  discardLine(): void {
    this.#line = ''
    this.#align = 'left'
  }

  #put(row: string): void {
    this.#rowsLeft -= 1
    this.#rows = [...this.#rows.slice(1 - ROWS_KEPT_MAX), this.#aligned(row).trimEnd()]
  }

  #aligned(text: string): string {
    const missing = this.#columns - text.length
    if (this.#align === 'left') return text
    return ' '.repeat(this.#align === 'right' ? missing : Math.floor(missing / 2)) + text
  }
}
