import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'

/** A refund waits for tills that have not reported, or for the hub; a manager may wait no longer. */
export const refundStuckScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_stuck') return { prompt: '' }
  const { pending, tills, isAsking } = screen
  const { kind, originalReceiptLabel, totals } = pending.draft
  const isHeld = tills.length > 0
  const rows = panelRows(view, area)
  const what = `${words.kinds[kind]} ${cleanText(originalReceiptLabel ?? '')}`
  rows.pair(what, money(view)(totals.totalMinor), rows.theme.panelStrong).blank()
  if (isHeld) rows.words(words.heldBy(tills.map(cleanText).join(', ')), rows.theme.panelStrong).blank()
  rows.words(isHeld ? words.heldHow : words.riskHow)
  const title = isHeld ? words.held : words.risk
  return {
    modal: rows.framed(title),
    prompt: isAsking ? words.wait : title,
    keys: [
      screenKey(view, 'void', isHeld ? words.waitNoLonger : words.giveAtRisk),
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'total', words.askAgain),
    ],
  }
}
