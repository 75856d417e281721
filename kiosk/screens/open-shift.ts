import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** A shift begins: the float, and the business date where the clock cannot be trusted. */
export const openShiftScene: Paint = (view, area) => {
  const { screen, entry, policy } = view.state
  if (screen.name !== 'open_shift') return { prompt: en.promptFloat }
  const rows = panelRows(view, area)
  rows.blank().words(en.openShiftHow).blank().pair(en.businessDate, screen.businessDate, rows.theme.panelStrong)
  if (!screen.isClockTrusted) rows.words(en.clockUntrusted, rows.theme.panelBad)
  rows
    .blank()
    .text(`${en.float} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    body: centred(rows.framed(en.openShift), view, area),
    prompt: en.promptFloat,
    keys: [screenKey(view, 'escape', en.signOut), primaryKey(view, 'enter', en.openShift)],
  }
}
