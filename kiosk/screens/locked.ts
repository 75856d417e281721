import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** The till is locked; nothing of the sale shows. */
export const lockedScene: Paint = (view, area) => {
  const { operator, basket, entry } = view.state
  const rows = panelRows(view, area)
  rows
    .blank()
    .words(en.lockedBy(operator?.name ?? ''), rows.theme.panelStrong)
    .words(en.lockedBasket(basket?.lines.length ?? 0))
    .blank()
    .text(`${en.promptPin}  ${'●'.repeat(entry.length)}▏`, rows.theme.panelAccent)
    .blank()
  return {
    body: centred(rows.framed(en.locked), view, area),
    prompt: en.promptPin,
    isSecret: true,
    keys: [
      screenKey(view, 'sign_out', en.otherOperator),
      screenKey(view, 'escape', en.clear),
      primaryKey(view, 'enter', en.confirm),
    ],
  }
}
