import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { wordsOfAct } from '#kiosk/text/acts.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'

// The frame, the act and the hint.
const OTHER_ROWS = 6

/** Why an act is done: one of the shop's reasons. */
export const reasonScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'reason') return { prompt: '' }
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.words(wordsOfAct(screen.action, view.state, money(view)), theme.panelStrong).blank()
  const window = listWindow(screen.reasons.length, area.rows - OTHER_ROWS, screen.selected)
  for (const [at, reason] of screen.reasons.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const isSelected = at === screen.selected
    const text = `${isSelected ? '▸' : ' '} ${fit(String(at + 1), 3, 'right')}  ${cleanText(reason)}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  return {
    modal: rows.blank().text(en.reasonHow, theme.panelMuted).framed(en.reason),
    prompt: en.promptReason,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}
