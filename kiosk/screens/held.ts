import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { tableColumns, tableRow } from '#kiosk/ui/table.ts'

/** Sales that were set aside. */
export const heldScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'held') return { prompt: '' }
  const { theme } = view.look
  const columns = tableColumns(area.columns - 3, [[20, 'left'], 'rest', [14, 'left'], [7, 'right'], [14, 'right']])
  const window = listWindow(screen.held.length, area.rows - 2, screen.selected)
  const rows = screen.held.slice(window.first, window.first + window.count).map((held, row) => {
    const isSelected = window.first + row === screen.selected
    const cells = [
      view.localTime(held.heldAt),
      held.operatorName,
      held.tillName ?? view.state.tillName,
      String(held.lineCount),
      money(view)(held.totalMinor),
    ]
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cells)}`
    return paint(isSelected ? theme.selected : theme.canvas, fit(text, area.columns))
  })
  const heads = [en.heldAt, en.heldBy, en.heldTill, en.lines, en.total]
  return {
    body: [
      cell(theme.panelStrong, ` ${en.held}`, area.columns),
      cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns),
      ...rows,
    ],
    prompt: en.held,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.bringBack)],
  }
}
