import { rowsAboveTotal } from '#kiosk/screens/total-band.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { fit } from '#kiosk/text/fit.ts'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import { FRAME_ROWS, type Framed, PanelRows } from '#kiosk/ui/panel.ts'

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

/** A list to choose from, and what stands above and below it in its frame. */
interface ListPanel {
  readonly title: string
  readonly above: PanelRows
  readonly texts: readonly string[]
  readonly selected: number
  readonly below: PanelRows
}

/** A framed list in front of a sale: as many of its rows around the selected one as leave the total to be seen. */
export const framedList = (view: TillView, area: Area, list: ListPanel): Framed => {
  const { title, above, texts, selected, below } = list
  const { theme, cells } = above
  const room = Math.max(1, rowsAboveTotal(view, area) - FRAME_ROWS - above.length - below.length)
  const window = listWindow(texts.length, room, selected)
  for (const [row, text] of texts.slice(window.first, window.first + window.count).entries()) {
    const isSelected = window.first + row === selected
    const mark = scrollMark(row, room, texts.length, window)
    above.text(fit(`${isSelected ? '▸' : ' '} ${text}`, cells - 1) + mark, isSelected ? theme.selected : theme.panel)
  }
  return above.rowsOf(below).framed(title)
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
