import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, field, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint, TillView } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import type { Area } from '#kiosk/ui/look.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

// The frame, the question and its fields.
const OTHER_ROWS = 14

const demoStaff = (rows: PanelRows, view: TillView, area: Area): void => {
  if (view.demoStaff.length === 0) return
  rows.blank().text(en.demoStaff, rows.theme.panelAccent)
  for (const { number, name, role, pin } of view.demoStaff.slice(0, Math.max(1, area.rows - OTHER_ROWS))) {
    rows.text(`${fit(String(number), 6, 'right')}  ${fit(name, 22)}${fit(role, 10)}${en.demoPin(pin)}`)
  }
  rows.blank().text(en.demoKeys, rows.theme.panelMuted)
}

/** Who sells: a number, then a PIN. */
export const signInScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  const isPin = screen.name === 'sign_in' && screen.field === 'pin'
  const number = isPin ? String(screen.operatorNumber) : entry
  const rows = panelRows(view, area)
  rows.blank().text(view.state.policy.shopName, rows.theme.panelStrong).words(en.signInHow).blank()
  field(rows, en.promptNumber, number, !isPin)
  field(rows, en.promptPin, isPin ? '●'.repeat(entry.length) : '', isPin)
  demoStaff(rows, view, area)
  return {
    body: centred(rows.blank().framed(en.signIn), view, area),
    prompt: isPin ? en.promptPin : en.promptNumber,
    isSecret: isPin,
    keys: [screenKey(view, 'escape', en.clear), primaryKey(view, 'enter', isPin ? en.signIn : en.next)],
  }
}
