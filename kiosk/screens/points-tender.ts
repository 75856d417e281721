import { screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, plainMoney } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** The hub sets points aside that are to pay. */
export const pointsTenderScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'points_tender') return { prompt: '' }
  const rows = panelRows(view, area)
  rows
    .text(en.points(screen.points), rows.theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, screen.amountMinor), rows.cells), rows.theme.panelTotal)
    .blank()
    .words(en.pointsAsking, rows.theme.panelAccent)
  return {
    modal: rows.framed(en.payWithPoints),
    prompt: en.tender,
    keys: [screenKey(view, 'escape', en.back)],
  }
}
