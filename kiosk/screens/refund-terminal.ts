import { cardName } from '#kiosk/screens/give-back.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money, plainMoney } from '#kiosk/screens/view.ts'
import { cardsOf } from '#kiosk/state/refund-settle.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'

/** A card gets its money back at the terminal: which one, and how much. */
export const refundTerminalScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_terminal') return { prompt: '' }
  const { pending, isResumed } = screen
  const card = cardsOf(pending)[pending.cardsDone]
  if (card === undefined) return { prompt: '' }
  const rows = panelRows(view, area)
  rows
    .words(words.terminalHow(money(view)(card.amountMinor), cardName(card)), rows.theme.panelStrong)
    .words(words.terminalApproval(cleanText(card.approvalCode)))
    .blank()
    .digits(largeDigits(view, plainMoney(view, card.amountMinor), rows.cells), rows.theme.panelTotal)
    .blank()
  if (isResumed) rows.words(words.terminalResumed, rows.theme.panelBad).blank()
  rows.words(words.terminalNot)
  return {
    modal: rows.framed(words.terminal),
    prompt: words.terminal,
    keys: [
      screenKey(view, 'cash', words.inCash),
      screenKey(view, 'escape', words.notDone),
      primaryKey(view, 'enter', words.terminalDone),
    ],
  }
}
