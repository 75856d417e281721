import type { IBufferCell, Terminal } from '@xterm/headless'

// A cell of 10 × 20 px: DejaVu Sans Mono is 0.602 em wide.
const CELL_WIDTH = 10
const CELL_HEIGHT = 20
const FONT_SIZE = 16.6
const BASELINE = 15.4

const vga = [
  '#000000',
  '#aa0000',
  '#00aa00',
  '#aa5500',
  '#0000aa',
  '#aa00aa',
  '#00aaaa',
  '#aaaaaa',
  '#555555',
  '#ff5555',
  '#55ff55',
  '#ffff55',
  '#5555ff',
  '#ff55ff',
  '#55ffff',
  '#ffffff',
]
const steps = [0, 95, 135, 175, 215, 255]

const hex = (...channels: readonly number[]): string =>
  `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`

const paletteColour = (index: number): string => {
  if (index < 16) return vga[index] ?? '#000000'
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10
    return hex(grey, grey, grey)
  }
  const cube = index - 16
  return hex(steps[Math.floor(cube / 36)] ?? 0, steps[Math.floor(cube / 6) % 6] ?? 0, steps[cube % 6] ?? 0)
}

const rgb = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`

interface Colours {
  readonly text: string
  readonly ground: string
}

const coloursOf = (cell: IBufferCell): Colours => {
  let text = '#dddddd'
  let ground = '#000000'
  if (cell.isFgRGB()) text = rgb(cell.getFgColor())
  else if (cell.isFgPalette()) text = paletteColour(cell.getFgColor())
  if (cell.isBgRGB()) ground = rgb(cell.getBgColor())
  else if (cell.isBgPalette()) ground = paletteColour(cell.getBgColor())
  return cell.isInverse() ? { text: ground, ground: text } : { text, ground }
}

const rect = (x: number, y: number, width: number, height: number): string => `M${x} ${y}h${width}v${height}h${-width}z`

// Blocks and lines are drawn, since a font leaves gaps between them.
const shapes: Readonly<Record<string, string>> = {
  '█': rect(0, 0, 10, 20),
  '▀': rect(0, 0, 10, 10),
  '▄': rect(0, 10, 10, 10),
  '▏': rect(0, 1, 1.6, 18),
  '─': rect(0, 9.3, 10, 1.4),
  '│': rect(4.3, 0, 1.4, 20),
  '╭': `${rect(4.3, 14, 1.4, 6)}M4.3 14a4.7 4.7 0 0 1 4.7 -4.7h1v1.4h-1a3.3 3.3 0 0 0 -3.3 3.3z`,
  '╮': `${rect(4.3, 14, 1.4, 6)}M5.7 14a4.7 4.7 0 0 0 -4.7 -4.7h-1v1.4h1a3.3 3.3 0 0 1 3.3 3.3z`,
  '╰': `${rect(4.3, 0, 1.4, 6)}M4.3 6a4.7 4.7 0 0 0 4.7 4.7h1v-1.4h-1a3.3 3.3 0 0 1 -3.3 -3.3z`,
  '╯': `${rect(4.3, 0, 1.4, 6)}M5.7 6a4.7 4.7 0 0 1 -4.7 4.7h-1v-1.4h1a3.3 3.3 0 0 0 3.3 -3.3z`,
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const glyph = (cell: IBufferCell, x: number, y: number, colour: string): string => {
  const text = cell.getChars()
  const shape = shapes[text]
  if (shape !== undefined) return `<path transform="translate(${x} ${y})" d="${shape}" fill="${colour}"/>`
  const weight = cell.isBold() ? ' font-weight="bold"' : ''
  const struck = cell.isStrikethrough() ? `<path d="${rect(x, y + 9.5, CELL_WIDTH, 1.2)}" fill="${colour}"/>` : ''
  if (text.trim() === '') return struck
  return `<text x="${x}" y="${y + BASELINE}" fill="${colour}"${weight}>${escaped(text)}</text>${struck}`
}

/** What a terminal shows, as SVG. */
export const terminalSvg = (terminal: Terminal): string => {
  const width = terminal.cols * CELL_WIDTH
  const height = terminal.rows * CELL_HEIGHT
  const grounds: string[] = []
  const glyphs: string[] = []
  for (let row = 0; row < terminal.rows; row += 1) {
    const line = terminal.buffer.active.getLine(row)
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column)
      if (cell === undefined || cell.getWidth() === 0) continue
      const { text, ground } = coloursOf(cell)
      const x = column * CELL_WIDTH
      const y = row * CELL_HEIGHT
      // A hair wider and higher, so that no seam shows between two cells.
      grounds.push(`<path d="${rect(x, y, CELL_WIDTH * cell.getWidth() + 0.1, CELL_HEIGHT + 0.1)}" fill="${ground}"/>`)
      glyphs.push(glyph(cell, x, y, text))
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="DejaVu Sans Mono" font-size="${FONT_SIZE}" shape-rendering="geometricPrecision">`,
    ...grounds,
    ...glyphs,
    '</svg>',
  ].join('')
}
