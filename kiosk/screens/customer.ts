import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'

// The frame, who is attached, and the hint.
const OTHER_ROWS = 8

/** Who buys: a search at the hub, and those it found. */
export const customerScene: Paint = (view, area) => {
  const { screen, basket } = view.state
  if (screen.name !== 'customer') return { prompt: '' }
  const rows = panelRows(view, area)
  const { theme } = rows
  const attached = basket?.customer
  if (attached !== undefined) {
    rows.pair(cleanText(attached.name), en.points(attached.loyaltyPoints), theme.panelStrong).blank()
  }
  const window = listWindow(screen.found.length, area.rows - OTHER_ROWS, screen.selected)
  for (const [at, { name, phoneEnd, loyaltyPoints }] of screen.found.entries()) {
    if (at < window.first || at >= window.first + window.count) continue
    const isSelected = at === screen.selected
    const phone = phoneEnd === '' ? '' : `…${cleanText(phoneEnd)}`
    const points = fit(en.points(loyaltyPoints), 16, 'right')
    const text = `${isSelected ? '▸' : ' '} ${fit(cleanText(name), rows.cells - 27)} ${fit(phone, 6)} ${points}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  if (screen.found.length > 0) rows.blank()
  const out = attached === undefined ? [] : [screenKey(view, 'void', en.letGo)]
  const list = screen.found.length === 0 ? [] : [arrowKeys(en.select)]
  return {
    modal: rows.words(screen.found.length === 0 ? en.customerHow : en.customerListHow).framed(en.customer),
    prompt: en.promptCustomer,
    keys: [
      ...list,
      ...out,
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'enter', screen.found.length === 0 ? actionTexts.find.short : en.choose),
    ],
  }
}
