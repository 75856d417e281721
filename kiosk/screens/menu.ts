import { arrowKeys, isOff, keyFor, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { rowsAboveTotal } from '#kiosk/screens/total-band.ts'
import type { Paint, TillView } from '#kiosk/screens/view.ts'
import { menuActions } from '#kiosk/state/functions.ts'
import { whyNot } from '#kiosk/state/why-not.ts'
import { actionTexts, en, offReasons } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import { FRAME_ROWS } from '#kiosk/ui/panel.ts'
import type { CellStyle } from '#kiosk/ui/sgr.ts'

const KEY_CELLS = 8
const LABEL_CELLS = 22

const styleOf = ({ look }: TillView, isSelected: boolean, isUnusable: boolean): CellStyle => {
  if (isSelected) return look.theme.selected
  return isUnusable ? look.theme.panelMuted : look.theme.panel
}

/** Everything that has no key on the bar. */
export const menuScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'menu') return { prompt: en.menu }
  const rows = panelRows(view, area, 74)
  const room = rowsAboveTotal(view, area) - FRAME_ROWS
  const window = listWindow(menuActions.length, room, screen.selected)
  for (const [at, action] of menuActions.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const isSelected = at === screen.selected
    const why = whyNot(view.state, action)
    const off = isOff(why)
    const { long, help } = actionTexts[action]
    const key = fit(keyFor(view, action), KEY_CELLS)
    const words = why !== undefined && off ? `(${offReasons[why] ?? ''})` : help
    const mark = scrollMark(at - window.first, room, menuActions.length, window)
    const text = `${isSelected ? '▸' : ' '} ${key}${fit(long, LABEL_CELLS)}${words}`
    rows.text(fit(text, rows.cells - 2) + ` ${mark}`, styleOf(view, isSelected, off))
  }
  return {
    modal: rows.framed(en.menu),
    prompt: en.menu,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}
