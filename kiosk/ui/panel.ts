import { cellWidth } from '#kiosk/text/cell-width.ts'
import { type Align, fit, wrapWords } from '#kiosk/text/fit.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import type { CellStyle } from '#kiosk/ui/sgr.ts'
import type { Theme } from '#kiosk/ui/theme.ts'

/** A part of a row in one style. */
export interface Span {
  readonly style: CellStyle
  readonly text: string
}

/** Spans in exactly so many cells; what does not fit is cut, the rest is filled in the `fill` style. */
export const spans = (parts: readonly Span[], cells: number, fill: CellStyle): string => {
  let row = ''
  let left = cells
  for (const { style, text } of parts) {
    const width = Math.min(left, cellWidth(text))
    row += cell(style, text, width)
    left -= width
  }
  return row + cell(fill, '', left)
}

/** A label and a value at both ends of a row. */
export const labelled = (label: Span, value: Span, cells: number): string => {
  const right = Math.min(cells, cellWidth(value.text))
  return cell(label.style, label.text, cells - right) + cell(value.style, value.text, right)
}

/** A framed part: its rows, all `columns` cells wide. */
export interface Framed {
  readonly rows: readonly string[]
  readonly columns: number
}

const FRAME_CELLS = 4

/** The rows that a frame adds to what it holds. */
export const FRAME_ROWS = 2

/** A frame with a title around rows that are `columns` - 4 cells wide. */
const panel = (theme: Theme, title: string, inner: readonly string[], columns: number): string[] => {
  const edge = theme.panelAccent
  const side = paint(edge, '│')
  const gap = paint(theme.panel, ' ')
  const name = fit(` ${title} `, Math.min(cellWidth(title) + 2, columns - 4))
  const top = paint(edge, '╭─') + paint(theme.panelStrong, name)
  return [
    top + paint(edge, `${'─'.repeat(Math.max(0, columns - 3 - cellWidth(name)))}╮`),
    ...inner.map((row) => side + gap + row + gap + side),
    paint(edge, `╰${'─'.repeat(columns - 2)}╯`),
  ]
}

/** The rows inside a frame, written one after another, each as wide as the frame leaves. */
export class PanelRows {
  readonly theme: Theme
  readonly cells: number
  readonly #columns: number
  readonly #rows: string[] = []

  constructor(theme: Theme, columns: number) {
    this.theme = theme
    this.#columns = columns
    this.cells = columns - FRAME_CELLS
  }

  get length(): number {
    return this.#rows.length
  }

  /** A row that is already as wide as it has to be. */
  row(row: string): this {
    this.#rows.push(row)
    return this
  }

  text(text: string, style: CellStyle = this.theme.panel, align: Align = 'left'): this {
    return this.row(cell(style, text, this.cells, align))
  }

  /** A text over as many rows as it needs. */
  words(text: string, style: CellStyle = this.theme.panelMuted): this {
    for (const line of wrapWords(text, this.cells)) this.text(line, style)
    return this
  }

  pair(label: string, value: string, style: CellStyle = this.theme.panel): this {
    return this.row(labelled({ style: this.theme.panelMuted, text: label }, { style, text: value }, this.cells))
  }

  /** Large digits, one row each. */
  digits(rows: readonly string[], style: CellStyle, align: Align = 'left'): this {
    for (const row of rows) this.text(row, style, align)
    return this
  }

  blank(count = 1): this {
    for (let row = 0; row < count; row += 1) this.text('')
    return this
  }

  /** The rows of another part below these. */
  rowsOf(other: PanelRows): this {
    this.#rows.push(...other.#rows)
    return this
  }

  /** The rows in their frame. */
  framed(title: string): Framed {
    return { rows: panel(this.theme, title, this.#rows, this.#columns), columns: this.#columns }
  }
}
