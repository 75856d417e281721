import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import { en } from '#kiosk/text/en.ts'

/** Who locked the till, or that nobody did; and whose PIN opens it. */
const whyLocked = ({ screen, operator }: TillState): string[] => {
  const name = operator?.name ?? ''
  const isByItself = screen.name === 'locked' && screen.why === 'idle'
  return isByItself ? [en.lockedItself, en.lockedFor(name)] : [en.lockedBy(name)]
}

/** The till is locked; nothing of the sale shows. */
export const lockedScene: Paint = (view, area) => {
  const { basket, entry } = view.state
  const rows = panelRows(view, area)
  rows.blank()
  for (const line of whyLocked(view.state)) rows.words(line, rows.theme.panelStrong)
  rows
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
