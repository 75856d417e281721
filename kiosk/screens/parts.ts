import type { TillView } from '#kiosk/screens/view.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import { type Framed, PanelRows } from '#kiosk/ui/panel.ts'

const PANEL_COLUMNS = 60
const WIDE_PANEL_COLUMNS = 84
const MARGIN_COLUMNS = 4

/** An empty panel as wide as its screen allows. */
export const panelRows = (view: TillView, area: Area, columns?: number): PanelRows => {
  const wanted = columns ?? (isWide(view.look) ? WIDE_PANEL_COLUMNS : PANEL_COLUMNS)
  return new PanelRows(view.look.theme, Math.min(wanted, area.columns - MARGIN_COLUMNS))
}

/** Digits as large as the screen allows and the room takes. */
export const largeDigits = (view: TillView, text: string, cells: number): string[] => {
  const huge = hugeDigits(text)
  return isWide(view.look) && cellWidth(huge[0] ?? '') <= cells ? huge : bigDigits(text)
}

/** A framed part alone in the middle. */
export const centred = (framed: Framed, view: TillView, area: Area): string[] => {
  const { theme } = view.look
  const left = Math.max(0, Math.floor((area.columns - framed.columns) / 2))
  const top = Math.max(0, Math.floor((area.rows - framed.rows.length) / 2))
  return Array.from({ length: area.rows }, (_, row) => {
    const inner = framed.rows[row - top]
    return inner === undefined ? '' : cell(theme.canvas, '', left) + inner
  })
}

const LABEL_CELLS = 18
const FIELD_CELLS = 16

/** A row of a form: a label, and what is typed into it. */
export const field = (rows: PanelRows, label: string, value: string, isActive: boolean): void => {
  const { theme, cells } = rows
  const mark = isActive ? '▸ ' : '  '
  const style = isActive ? theme.panelStrong : theme.panelMuted
  const room = cells - LABEL_CELLS - 2
  // With one cell before the text, and one for the cursor behind it.
  const fieldCells = Math.min(room, Math.max(FIELD_CELLS, cellWidth(value) + 2))
  rows.row(
    cell(style, mark + label, LABEL_CELLS + 2) +
      cell(isActive ? theme.entry : theme.panel, ` ${value}${isActive ? '▏' : ''}`, fieldCells) +
      cell(theme.panel, '', room - fieldCells),
  )
}
