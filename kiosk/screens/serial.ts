import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** The number of just this piece is asked for. */
export const serialScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'serial') return { prompt: en.serial }
  const rows = panelRows(view, area)
  rows.blank().text(screen.item.product.name, rows.theme.panelStrong).blank().words(en.serialHow).blank()
  return {
    modal: rows.framed(en.serial),
    prompt: en.serial,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
