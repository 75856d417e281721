import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, plainMoney } from '#kiosk/screens/view.ts'
import type { UnclaimedPayment } from '#kiosk/state/till-event.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'

/** A card as its owner knows it: `VISA ****4242`. The scheme is the terminal's word. */
export const cardName = ({ scheme, last4 }: Pick<UnclaimedPayment, 'scheme' | 'last4'>): string =>
  `${cleanText(scheme).toUpperCase()} ****${last4}`

/** Saying that money is given back asks, and takes no Enter, which may have been typed ahead. */
export const giveBackScene: Paint = (view, area) => {
  const { screen, policy } = view.state
  if (screen.name !== 'confirm_give_back') return { prompt: '' }
  const { payment } = screen
  const rows = panelRows(view, area)
  rows
    .pair(en.giveBackCard, cardName(payment), rows.theme.panelStrong)
    .text(`${en.amount} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, payment.amountMinor), rows.cells), rows.theme.panelTotal)
    .blank()
    .words(en.giveBackHow)
    .blank()
    .words(en.giveBackAsk, rows.theme.panelAccent)
  return {
    modal: rows.framed(en.confirmGiveBack),
    prompt: en.promptYesNo,
    keys: [
      { key: 'Y', label: en.yes, tone: 'danger' },
      { key: 'N', label: en.no, tone: 'primary' },
    ],
  }
}
