import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'

/** The buyer shows a certificate and pays no tax. */
export const exemptionScene: Paint = (view, area) => {
  const { basket } = view.state
  const rows = panelRows(view, area)
  rows.blank().words(en.exemptionHow).blank()
  if (basket?.exemption !== undefined) {
    rows.words(en.exemptionNow(cleanText(basket.exemption.reference)), rows.theme.panelAccent).blank()
  }
  return {
    modal: rows.framed(en.exemption),
    prompt: en.promptCertificate,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.confirm)],
  }
}
