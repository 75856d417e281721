import { type Align, fit } from '#kiosk/text/fit.ts'
import { type CellStyle, plainStyle, sgrBetween } from '#kiosk/ui/sgr.ts'

// A theme's few dozen styles are put on thousands of texts.
const starts = new WeakMap<CellStyle, string>()

const startOf = (style: CellStyle): string => {
  const known = starts.get(style)
  if (known !== undefined) return known
  const start = sgrBetween(plainStyle, style)
  starts.set(style, start)
  return start
}

/** Text in a style, for Ink: what it looks like is written out, so that no row depends on the one before. */
export const paint = (style: CellStyle, text: string): string =>
  text === '' ? '' : `${startOf(style)}${text}\u001b[0m`

/** Text in a style in exactly so many cells. */
export const cell = (style: CellStyle, text: string, cells: number, align: Align = 'left'): string =>
  paint(style, fit(text, cells, align))

/** Empty cells in a style. */
export const space = (style: CellStyle, cells: number): string => paint(style, ' '.repeat(Math.max(0, cells)))
