import { cellWidth, glyphsOf } from '#kiosk/text/cell-width.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'

export type Align = 'left' | 'right' | 'center'

const ELLIPSIS = '…'

const truncate = (text: string, cells: number): string => {
  if (cells <= 0) return ''
  let used = 0
  let kept = ''
  for (const glyph of glyphsOf(text)) {
    if (used + glyph.cells > cells - 1) break
    kept += glyph.text
    used += glyph.cells
  }
  return kept.trimEnd() + ELLIPSIS
}

/** Text in exactly `cells` cells: cut with an ellipsis or filled with spaces. */
export const fit = (text: string, cells: number, align: Align = 'left'): string => {
  const room = Math.max(0, cells)
  const clean = cleanText(text)
  const shown = cellWidth(clean) > room ? truncate(clean, room) : clean
  const spare = room - cellWidth(shown)
  if (align === 'right') return ' '.repeat(spare) + shown
  if (align === 'left') return shown + ' '.repeat(spare)
  const before = Math.floor(spare / 2)
  return ' '.repeat(before) + shown + ' '.repeat(spare - before)
}

/** Words broken into lines of at most `cells` cells; a word longer than a line is cut. */
export const wrapWords = (text: string, cells: number): string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of cleanText(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (cellWidth(longer) <= cells) line = longer
    else {
      if (line !== '') lines.push(line)
      line = cellWidth(word) > cells ? truncate(word, cells) : word
    }
  }
  return line === '' ? lines : [...lines, line]
}
