import type { Refund } from '#core/refund/refund.ts'
import { cardName } from '#kiosk/screens/give-back.ts'
import { sellKeys } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits } from '#kiosk/screens/parts.ts'
import { besidePaper, refundPaper } from '#kiosk/screens/receipt-paper.ts'
import { wayText } from '#kiosk/screens/refund-parts.ts'
import { type Paint, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { handedOutMinor } from '#kiosk/state/refund-settle.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'
import { PanelRows } from '#kiosk/ui/panel.ts'

const summary = (view: TillView, refund: Refund, columns: number): readonly string[] => {
  const rows = new PanelRows(view.look.theme, columns)
  const { theme } = rows
  const say = money(view)
  const cashMinor = handedOutMinor(refund.tenders)
  if (cashMinor === 0) rows.text(words.nothingToHand, theme.panelStrong)
  else {
    rows
      .text(`${words.handOver} ${refund.currency}`, theme.panelMuted)
      .digits(largeDigits(view, plainMoney(view, cashMinor), rows.cells), theme.panelTotal)
  }
  rows.blank().pair(words.kinds[refund.kind], say(refund.totals.totalMinor), theme.panelStrong)
  for (const tender of refund.tenders) {
    const name = tender.kind === 'card' ? words.cardDone(cardName(tender)) : wayText(view, tender)
    rows.pair(name, say(tender.amountMinor))
  }
  rows.pair(en.receipt, refund.refundLabel).blank().words(en.completeHow)
  return rows.framed(refund.kind === 'void' ? words.doneVoid : words.done).rows
}

/** The refund is done: what to hand over, and its receipt as it prints. */
export const refundDoneScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_done') return { prompt: en.promptCode }
  const paper = refundPaper(view, screen.refund, area.rows)
  return {
    body: besidePaper(view, (columns) => summary(view, screen.refund, columns), paper, area),
    prompt: en.promptCode,
    keys: sellKeys(view),
  }
}
