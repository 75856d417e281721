import type { CellRow } from '#kiosk/ui/cell-row.ts'
import type { Scroll } from '#kiosk/ui/scroll.ts'
import { type CellStyle, isSameOnSpace, sgrBetween } from '#kiosk/ui/sgr.ts'

// Up to here, writing the cells in between again is no longer than a cursor movement (CSI n C).
const REWRITTEN_GAP_BYTES_MAX = 4
// From here on, erasing (CSI n X, CSI n C) is shorter than as many spaces.
const ERASED_CELLS_MIN = 12

/** Where the terminal's cursor is and what it writes with. */
export interface Pen {
  readonly row: number
  readonly column: number
  readonly style: CellStyle
}

/** What a row shows before it is painted: its cells, or nothing but a ground. */
type Shown = CellRow | { readonly ground: CellStyle }

const isSameCell = (shown: Shown, next: CellRow, column: number): boolean =>
  'ground' in shown
    ? next.glyphs[column] === ' ' && next.styles[column] === shown.ground
    : next.glyphs[column] === shown.glyphs[column] && next.styles[column] === shown.styles[column]

const isMarked = (glyph: string): boolean => glyph.length > String.fromCodePoint(glyph.codePointAt(0) ?? 0).length

/** Collects the bytes that turn what the terminal shows into what it should show. */
export class Painter {
  #bytes = ''
  #row: number
  #column: number
  #style: CellStyle

  constructor(pen: Pen) {
    this.#row = pen.row
    this.#column = pen.column
    this.#style = pen.style
  }

  get bytes(): string {
    return this.#bytes
  }

  get pen(): Pen {
    return { row: this.#row, column: this.#column, style: this.#style }
  }

  /** Clears the screen in the background of `fill`. */
  clear(fill: CellStyle): void {
    this.#setStyle(fill)
    this.#bytes += '\u001b[2J'
  }

  /**
   * DECSTBM, then deleted or inserted lines: what comes in takes the background of `fill`. (SU and SD would be shorter,
   * but xterm.js fills with its own background there.)
   */
  scroll({ top, bottom, lines }: Scroll, fill: CellStyle): void {
    this.#setStyle(fill)
    const count = Math.abs(lines) === 1 ? '' : String(Math.abs(lines))
    const home = top === 0 ? '' : `\u001b[${top + 1}H`
    this.#bytes += `\u001b[${top + 1};${bottom + 1}r${home}\u001b[${count}${lines > 0 ? 'M' : 'L'}\u001b[r`
    // Setting margins moves the cursor home.
    this.#row = 0
    this.#column = 0
  }

  /** Turns one row into another: cell by cell, or on an erased row where its ground changes. */
  row(at: number, last: CellRow, next: CellRow): void {
    const ground = next.styles.at(-1)
    if (ground === undefined || ground === last.styles.at(-1) || !isSameOnSpace(ground, ground)) {
      return this.#cells(at, last, next)
    }
    const plain = this.#fork()
    plain.#cells(at, last, next)
    const erased = this.#fork()
    erased.#erase(at, next, ground)
    erased.#cells(at, { ground }, next)
    this.#adopt(erased.#bytes.length < plain.#bytes.length ? erased : plain)
  }

  #fork(): Painter {
    return new Painter(this.pen)
  }

  #adopt(painter: Painter): void {
    this.#bytes += painter.#bytes
    this.#row = painter.#row
    this.#column = painter.#column
    this.#style = painter.#style
  }

  #erase(at: number, row: CellRow, ground: CellStyle): void {
    this.#moveTo(at, 0, row)
    if (!isSameOnSpace(ground, this.#style)) this.#setStyle(ground)
    this.#bytes += '\u001b[K'
  }

  #cells(at: number, last: Shown, next: CellRow): void {
    const columns = next.glyphs.length
    const blankFrom = this.#trailingBlank(next)
    for (let column = 0; column < columns;) {
      if (isSameCell(last, next, column) || next.glyphs[column] === '') {
        column += 1
      } else if (column >= blankFrom && columns - column >= ERASED_CELLS_MIN / 2) {
        this.#moveTo(at, column, next)
        const style = next.styles[column] ?? this.#style
        if (!isSameOnSpace(style, this.#style)) this.#setStyle(style)
        this.#bytes += '\u001b[K'
        column = columns
      } else column += this.#write(at, column, next)
    }
  }

  /** The first column from which the row is blank in one style. */
  #trailingBlank(row: CellRow): number {
    let column = row.glyphs.length
    const style = row.styles.at(-1)
    if (style === undefined || !isSameOnSpace(style, style)) return column
    while (column > 0 && row.glyphs[column - 1] === ' ' && row.styles[column - 1] === style) column -= 1
    return column
  }

  #write(at: number, column: number, row: CellRow): number {
    this.#moveTo(at, column, row)
    const style = row.styles[column] ?? this.#style
    if (row.glyphs[column] !== ' ' || !isSameOnSpace(style, this.#style)) this.#setStyle(style)
    const blank = this.#blankRun(row, column, style)
    if (blank >= ERASED_CELLS_MIN) {
      this.#bytes += `\u001b[${blank}X`
      return blank
    }
    this.#put(row, column)
    return 1
  }

  #blankRun(row: CellRow, from: number, style: CellStyle): number {
    if (!isSameOnSpace(style, style)) return 0
    let column = from
    while (row.glyphs[column] === ' ' && row.styles[column] === style) column += 1
    return column - from
  }

  #put(row: CellRow, column: number): void {
    const glyph = row.glyphs[column] ?? ''
    this.#bytes += glyph
    this.#column = column + (row.glyphs[column + 1] === '' ? 2 : 1)
    // Behind the last column, and behind a mark, terminals differ about where the cursor is.
    if (this.#column >= row.glyphs.length || isMarked(glyph)) this.#row = -1
  }

  #setStyle(style: CellStyle): void {
    this.#bytes += sgrBetween(this.#style, style)
    this.#style = style
  }

  #moveTo(at: number, column: number, row: CellRow): void {
    const gap = column - this.#column
    if (this.#row === at && gap === 0) return
    if (this.#row !== at || gap < 0)
      this.#bytes += column === 0 ? `\u001b[${at + 1}H` : `\u001b[${at + 1};${column + 1}H`
    else if (this.#isCheapGap(row, column)) this.#bytes += row.glyphs.slice(this.#column, column).join('')
    else this.#bytes += gap === 1 ? '\u001b[C' : `\u001b[${gap}C`
    this.#row = at
    this.#column = column
  }

  /** True when writing the cells of a gap again takes no more bytes than moving over them. */
  #isCheapGap(row: CellRow, end: number): boolean {
    let bytes = 0
    for (let column = this.#column; column < end; column += 1) {
      const style = row.styles[column] ?? this.#style
      const glyph = row.glyphs[column] ?? ''
      const isPlainSpace = glyph === ' ' && isSameOnSpace(style, this.#style)
      bytes += glyph.length === 1 && glyph <= '~' ? 1 : 3
      if ((!isPlainSpace && style !== this.#style) || bytes > REWRITTEN_GAP_BYTES_MAX) return false
    }
    return true
  }
}
