import { cellWidth } from '#kiosk/text/cell-width.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'

export interface Result {
  readonly tone: 'good' | 'bad' | 'info'
  readonly text: string
}

const signs = { good: '✔', bad: '✖', info: '·' } as const

/** What became of the last key, and at the right end what needs attention, as long as it does. */
export const resultLine = ({ theme, columns }: Look, result: Result | undefined, attention: string): string => {
  const style = { good: theme.good, bad: theme.bad, info: theme.muted }[result?.tone ?? 'info']
  const text = result === undefined ? '' : ` ${signs[result.tone]} ${result.text}`
  const half = Math.floor(columns / 2)
  const right = attention === '' ? '' : `  ⚠ ${attention} `
  const rightCells = Math.min(cellWidth(right), Math.max(half, columns - cellWidth(text)))
  const left = cell(style, text, columns - rightCells)
  return rightCells === 0 ? left : left + cell(theme.warn, right, rightCells)
}
