import { cellWidth } from '#kiosk/text/cell-width.ts'
import { type CellStyle, applySgr, plainStyle, spaceStyle } from '#kiosk/ui/sgr.ts'

/** One row of the screen. The second cell of a wide glyph holds an empty string. */
export interface CellRow {
  readonly glyphs: string[]
  readonly styles: CellStyle[]
}

const keyOf = ({ foreground, background, marks }: CellStyle): string => `${foreground}/${background}/${marks.join()}`

/** A style as SGR left it, and as cells and spaces in it show. */
interface Look {
  readonly style: CellStyle
  readonly glyph: CellStyle
  readonly space: CellStyle
}

/** Gives equal styles one identity, so that cells compare by reference. A theme has a few dozen. */
export class StylePool {
  readonly #byKey = new Map<string, CellStyle>()
  readonly #styles = new Map<string, CellStyle>()
  readonly #looks = new Map<CellStyle, Map<string, Look>>()
  readonly #base: CellStyle
  readonly base: CellStyle

  /** `base` stands wherever a cell leaves a colour to the terminal. */
  constructor(base: CellStyle) {
    this.#base = base
    this.base = this.intern(plainStyle)
  }

  /** The look before any SGR sequence. */
  get plain(): Look {
    return { style: plainStyle, glyph: this.base, space: this.base }
  }

  /** The look after one more SGR sequence; the same few come again and again. */
  after(style: CellStyle, parameters: string): Look {
    const known = this.#looks.get(style)?.get(parameters)
    if (known !== undefined) return known
    const applied = applySgr(style, parameters)
    // Kept by the shared style, so that a sequence that ends in the same style finds the same looks.
    const next = this.#styles.get(keyOf(applied)) ?? applied
    this.#styles.set(keyOf(applied), next)
    const look = { style: next, glyph: this.intern(next), space: this.intern(spaceStyle(next)) }
    const looks = this.#looks.get(style) ?? new Map<string, Look>()
    this.#looks.set(style, looks.set(parameters, look))
    return look
  }

  intern(style: CellStyle): CellStyle {
    const foreground = style.foreground || this.#base.foreground
    const background = style.background || this.#base.background
    const added = { foreground, background, marks: style.marks }
    const key = keyOf(added)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#byKey.set(key, added)
    return added
  }
}

const sgr = new RegExp(String.raw`\u001b\[([\d;:]*)m`, 'y')
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0)

export const blankRow = (columns: number, pool: StylePool): CellRow => ({
  glyphs: Array<string>(columns).fill(' '),
  styles: Array<CellStyle>(columns).fill(pool.base),
})

/** Fills a row glyph by glyph; what does not fit is left out. */
class RowBuilder {
  readonly row: CellRow
  #at = 0

  constructor(columns: number, pool: StylePool) {
    this.row = blankRow(columns, pool)
  }

  put(character: string, style: CellStyle): void {
    const cells = cellWidth(character)
    if (cells === 0) this.#stack(character)
    else if (this.#at + cells <= this.row.glyphs.length) {
      for (let offset = 0; offset < cells; offset += 1) {
        this.row.glyphs[this.#at + offset] = offset === 0 ? character : ''
        this.row.styles[this.#at + offset] = style
      }
      this.#at += cells
    }
  }

  #stack(mark: string): void {
    const before = this.row.glyphs[this.#at - 1] === '' ? this.#at - 2 : this.#at - 1
    const base = this.row.glyphs[before]
    if (base !== undefined) this.row.glyphs[before] = base + mark
  }
}

/** What a line of Ink's output looks like. Of control characters only SGR counts; the others are dropped and counted. */
export const parseRow = (line: string, columns: number, pool: StylePool): { row: CellRow; droppedControls: number } => {
  const builder = new RowBuilder(columns, pool)
  let look = pool.plain
  let droppedControls = 0
  for (let at = 0; at < line.length;) {
    sgr.lastIndex = at
    const sequence = line[at] === '\u001b' ? sgr.exec(line) : null
    if (sequence !== null) {
      look = pool.after(look.style, sequence[1] ?? '')
      at += sequence[0].length
      continue
    }
    const code = line.codePointAt(at) ?? 0
    const character = String.fromCodePoint(code)
    if (isControl(code)) droppedControls += 1
    else builder.put(character, character === ' ' ? look.space : look.glyph)
    at += character.length
  }
  return { row: builder.row, droppedControls }
}
