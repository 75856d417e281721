import { cellWidth } from '#kiosk/text/cell-width.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'

export interface Entry {
  readonly prompt: string
  readonly text: string
  /** A PIN shows as dots. */
  readonly isSecret: boolean
  /** What stands at the right end: the quantity that waits for an item. */
  readonly aside: string
}

/** Where typing goes: always in the same row. */
export const entryLine = ({ theme, columns }: Look, { prompt, text, isSecret, aside }: Entry): string => {
  const lead = ` ${prompt} › `
  const shown = isSecret ? '●'.repeat(text.length) : text
  const end = aside === '' ? '' : `${aside} `
  const room = columns - cellWidth(lead) - cellWidth(shown) - cellWidth(end) - 1
  return (
    paint(theme.entryMuted, lead) +
    paint(theme.entry, shown) +
    paint(theme.cursor, ' ') +
    cell(theme.entry, '', room) +
    paint(theme.entry, end)
  )
}
