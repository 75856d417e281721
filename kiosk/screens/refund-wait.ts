import { screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'

/** The hub is asked to set aside what goes back. */
export const refundWaitScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_wait') return { prompt: '' }
  const { kind, originalReceiptLabel, totals } = screen.pending.draft
  const rows = panelRows(view, area)
  const what = `${words.kinds[kind]} ${cleanText(originalReceiptLabel ?? '')}`
  rows.pair(what, money(view)(totals.totalMinor), rows.theme.panelStrong).blank().words(words.waitHow)
  return { modal: rows.framed(words.wait), prompt: words.wait, keys: [screenKey(view, 'escape', en.back)] }
}
