import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView, plainMoney } from '#kiosk/screens/view.ts'
import type { CardScreen } from '#kiosk/state/till-state.ts'
import { en } from '#kiosk/text/en.ts'
import type { PanelRows } from '#kiosk/ui/panel.ts'

const say = (rows: PanelRows, phase: CardScreen['phase']): PanelRows => {
  switch (phase) {
    case 'charging':
      return rows.words(en.cardCharging, rows.theme.panelAccent)
    case 'looking_up':
      return rows.words(en.cardLookingUp, rows.theme.panelAccent)
    case 'unknown':
      return rows.words(en.cardUnknown, rows.theme.panelBad).words(en.cardUnknownHow)
  }
}

const keys = (view: TillView, phase: CardScreen['phase']): NonNullable<Scene['keys']> =>
  phase === 'unknown'
    ? [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.lookUp)]
    : [screenKey(view, 'escape', en.cancelThere)]

/** A card payment on its way, or one whose end nobody knows. */
export const cardScene: Paint = (view, area) => {
  const { screen, policy } = view.state
  if (screen.name !== 'card') return { prompt: '' }
  const rows = panelRows(view, area)
  rows
    .text(`${en.amount} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, screen.amountMinor), rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    modal: say(rows, screen.phase).blank().framed(en.cardTitle),
    prompt: en.cardTitle,
    keys: keys(view, screen.phase),
  }
}
