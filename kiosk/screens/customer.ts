import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint, Scene, TillView } from '#kiosk/screens/view.ts'
import type { CustomerScreen } from '#kiosk/state/till-state.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

// The frame, who is attached, and the hint.
const OTHER_ROWS = 8

const foundRows = (rows: PanelRows, { found, selected }: CustomerScreen, room: number): void => {
  const { theme, cells } = rows
  const window = listWindow(found.length, room, selected)
  for (const [at, { name, phoneEnd, loyaltyPoints }] of found.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const isSelected = at === selected
    const phone = phoneEnd === '' ? '' : `…${cleanText(phoneEnd)}`
    const points = fit(en.points(loyaltyPoints), 16, 'right')
    const text = `${isSelected ? '▸' : ' '} ${fit(cleanText(name), cells - 27)} ${fit(phone, 6)} ${points}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  if (found.length > 0) rows.blank()
}

const keys = (view: TillView, isFound: boolean): NonNullable<Scene['keys']> => [
  ...(isFound ? [arrowKeys(en.select)] : []),
  ...(view.state.basket?.customer === undefined ? [] : [screenKey(view, 'void', en.letGo)]),
  screenKey(view, 'escape', en.back),
  primaryKey(view, 'enter', isFound ? en.choose : actionTexts.find.short),
]

/** Who buys: a search at the hub, and those it found. */
export const customerScene: Paint = (view, area) => {
  const { screen, basket } = view.state
  if (screen.name !== 'customer') return { prompt: '' }
  const rows = panelRows(view, area)
  const attached = basket?.customer
  if (attached !== undefined) {
    rows.pair(cleanText(attached.name), en.points(attached.loyaltyPoints), rows.theme.panelStrong).blank()
  }
  foundRows(rows, screen, area.rows - OTHER_ROWS)
  const isFound = screen.found.length > 0
  return {
    modal: rows.words(isFound ? en.customerListHow : en.customerHow).framed(en.customer),
    prompt: en.promptCustomer,
    keys: keys(view, isFound),
  }
}
