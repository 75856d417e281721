import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'

/** A receipt is asked for: by its number, or by who bought and how it was paid. */
export const refundFindScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_find') return { prompt: '' }
  const rows = panelRows(view, area)
  rows.words(words.findHow).blank().words(words.findOther).blank()
  const { asked } = screen
  rows.words(asked === undefined ? '' : words.asking(cleanText(asked)), rows.theme.panelStrong)
  return {
    modal: rows.framed(words.find),
    prompt: words.promptReceipt,
    keys: [
      screenKey(view, 'find', words.byCustomer),
      screenKey(view, 'card', words.byCard),
      screenKey(view, 'refund', words.withoutReceipt),
      screenKey(view, 'escape', view.state.entry === '' ? en.back : en.clear),
      primaryKey(view, 'enter', words.byReceipt),
    ],
  }
}
