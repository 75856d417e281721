import { Writable } from 'node:stream'
import { type CellRow, StylePool, blankRow, parseRow } from '#kiosk/ui/cell-row.ts'
import { Painter, type Pen } from '#kiosk/ui/painter.ts'
import { type Scroll, findScrolls, scrolledRows } from '#kiosk/ui/scroll.ts'
import { type CellStyle, plainStyle } from '#kiosk/ui/sgr.ts'

// Alternate screen, cursor hidden, no wrapping at the last column, pastes marked as such.
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h'
const LEAVE = '\u001b[0m\u001b[r\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l'
// Synchronized output: a terminal that knows it shows the whole frame at once, others ignore it.
const BEGIN_FRAME = '\u001b[?2026h'
const END_FRAME = '\u001b[?2026l'

/** The terminal's side of the screen: process.stdout, a pty, a test. */
export interface ScreenOutput {
  /** False when the terminal cannot keep up; then 'drain' follows. */
  write(bytes: string): boolean
  once(event: 'drain', listener: () => void): unknown
}

// With so many rows moved, scrolling is shorter than painting, whatever stands in them.
const PAGE_ROWS_MIN = 8

// The rows of the last few screens: what moved or comes back is not taken apart again.
const PARSED_ROWS_MAX = 500

export interface ScreenOptions {
  readonly output: ScreenOutput
  readonly columns: number
  readonly rows: number
  /** What cells look like that leave their colours to the terminal. */
  readonly base?: CellStyle
}

interface ScreenCounts {
  readonly frames: number
  readonly bytes: number
  /** Control characters that came with a frame and never reached the terminal. */
  readonly droppedControls: number
}

interface Frame {
  readonly lines: readonly string[]
  readonly cells: readonly CellRow[]
}

const nowhere: Pen = { row: -1, column: 0, style: plainStyle }

/**
 * The terminal, given to Ink as its stdout with `debug: true`, so that every write is one whole frame. Only what
 * changed is sent on: cells, and rows that moved by the terminal's own scrolling. A frame that comes while the terminal
 * is behind replaces the one that waits.
 */
export class Screen extends Writable {
  columns: number
  rows: number
  readonly #output: ScreenOutput
  readonly #pool: StylePool
  readonly #listeners = new Set<(bytes: string) => void>()
  readonly #parsed = new Map<string, CellRow>()
  #shown: Frame
  #pen: Pen = nowhere
  #isOpen = false
  #isBlocked = false
  #isStale = true
  #newest: string | undefined
  #counts: ScreenCounts = { frames: 0, bytes: 0, droppedControls: 0 }

  constructor({ output, columns, rows, base = plainStyle }: ScreenOptions) {
    super({ decodeStrings: false })
    this.#output = output
    this.columns = columns
    this.rows = rows
    this.#pool = new StylePool(base)
    this.#shown = this.#blankFrame()
  }

  get counts(): ScreenCounts {
    return this.#counts
  }

  /** The text of what is shown, row by row. */
  get text(): string[] {
    return this.#shown.cells.map((row) => row.glyphs.join('').trimEnd())
  }

  /** Takes over the terminal and paints the newest frame, if there is one. */
  enter(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    this.#send(ENTER)
    this.repaint()
  }

  /** Gives the terminal back as it was. Frames are kept and shown at the next `enter`. */
  leave(): void {
    if (!this.#isOpen) return
    this.#send(LEAVE)
    this.#isOpen = false
  }

  /** Takes a new size; Ink hears of it and draws again. */
  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.#parsed.clear()
    this.#isStale = true
    this.emit('resize')
  }

  /** Paints everything anew: after a stranger wrote to the terminal. */
  repaint(): void {
    this.#isStale = true
    this.#paint()
  }

  /** Hears every byte that goes to the terminal (replay, mirror, tests). Returns what ends it. */
  subscribe(listener: (bytes: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  override _write(frame: string, _encoding: string, done: () => void): void {
    // Ink writes an empty string as a barrier when it ends.
    if (frame !== '') {
      this.#newest = frame
      this.#paint()
    }
    done()
  }

  #paint(): void {
    const frame = this.#newest
    if (!this.#isOpen || this.#isBlocked || frame === undefined) return
    const start = this.#isStale ? this.#clear() : ''
    const next = this.#parse(frame)
    const painter = this.#cheapestPainter(next)
    this.#shown = next
    this.#pen = painter.pen
    const bytes = start + painter.bytes
    if (bytes === '') return
    this.#counts = { ...this.#counts, frames: this.#counts.frames + 1 }
    this.#send(BEGIN_FRAME + bytes + END_FRAME)
  }

  #clear(): string {
    this.#isStale = false
    this.#shown = this.#blankFrame()
    const painter = new Painter({ row: 0, column: 0, style: plainStyle })
    painter.clear(this.#pool.base)
    this.#pen = { ...painter.pen, row: -1 }
    return `\u001b[0m${painter.bytes}`
  }

  #parse(frame: string): Frame {
    const incoming = frame.split('\n')
    const lines = Array.from({ length: this.rows }, (_, row) => incoming[row] ?? '')
    const cells = lines.map((line) => this.#parseRow(line))
    return { lines, cells }
  }

  #parseRow(line: string): CellRow {
    const known = this.#parsed.get(line)
    if (known !== undefined) return known
    const { row, droppedControls } = parseRow(line, this.columns, this.#pool)
    if (this.#parsed.size >= PARSED_ROWS_MAX) this.#parsed.clear()
    this.#parsed.set(line, row)
    if (droppedControls > 0) {
      this.#counts = { ...this.#counts, droppedControls: this.#counts.droppedControls + droppedControls }
    }
    return row
  }

  /** Of the ways to paint a frame the shortest: with and without scrolling, then from the top or from the bottom. */
  #cheapestPainter(next: Frame): Painter {
    const [first, ...others] = this.#candidates(next)
    let scroll = first
    let best = this.#painter(next, first, 'down')
    for (const candidate of others) {
      const painter = this.#painter(next, candidate, 'down')
      if (painter.bytes.length >= best.bytes.length) continue
      best = painter
      scroll = candidate
    }
    const upward = this.#painter(next, scroll, 'up')
    return upward.bytes.length < best.bytes.length ? upward : best
  }

  /** A page that moved is never painted anew: trying that would cost more time than all the rest. */
  #candidates(next: Frame): readonly (Scroll | undefined)[] {
    const scrolls = findScrolls(this.#shown.lines, next.lines)
    return scrolls.some(({ top, bottom }) => bottom - top >= PAGE_ROWS_MIN) ? scrolls : [undefined, ...scrolls]
  }

  #painter(next: Frame, scroll: Scroll | undefined, order: 'down' | 'up'): Painter {
    const painter = new Painter(this.#pen)
    const shown = scroll === undefined ? this.#shown.cells : this.#scrolled(scroll)
    const paint = (first: number, end: number): void => {
      for (let at = first; at < end; at += 1) {
        const last = shown[at]
        const row = next.cells[at]
        if (last !== undefined && row !== undefined && last !== row) painter.row(at, last, row)
      }
    }
    // What stands below the scrolling rows may come first: then the frame starts in the style that the last one ended in.
    const split = scroll === undefined ? Math.floor(this.rows / 2) : scroll.bottom + 1
    if (order === 'up') paint(split, this.rows)
    if (scroll !== undefined) painter.scroll(scroll, this.#pool.base)
    paint(0, split)
    if (order === 'down') paint(split, this.rows)
    return painter
  }

  #scrolled(scroll: Scroll): CellRow[] {
    return scrolledRows(this.#shown.cells, scroll, () => blankRow(this.columns, this.#pool))
  }

  #blankFrame(): Frame {
    const rows = Array.from({ length: this.rows })
    return { lines: rows.map(() => ''), cells: rows.map(() => blankRow(this.columns, this.#pool)) }
  }

  #send(bytes: string): void {
    this.#counts = { ...this.#counts, bytes: this.#counts.bytes + Buffer.byteLength(bytes) }
    for (const listener of this.#listeners) listener(bytes)
    if (this.#output.write(bytes)) return
    this.#isBlocked = true
    this.#output.once('drain', () => {
      this.#isBlocked = false
      this.#paint()
    })
  }
}
