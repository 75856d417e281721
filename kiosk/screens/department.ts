import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'

// The frame, the amount and the hint.
const OTHER_ROWS = 6

/** An amount without a product: which department it belongs to. */
export const departmentScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'department') return { prompt: en.promptDepartment }
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.pair(en.amount, money(view)(screen.amountMinor), theme.panelStrong).blank()
  const room = area.rows - OTHER_ROWS
  const window = listWindow(screen.departments.length, room, screen.selected)
  for (const [at, { id, name }] of screen.departments.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const isSelected = at === screen.selected
    const text = `${isSelected ? '▸' : ' '} ${fit(String(id), 4, 'right')}  ${name}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  return {
    modal: rows.blank().text(en.departmentHow, theme.panelMuted).framed(en.department),
    prompt: en.promptDepartment,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
