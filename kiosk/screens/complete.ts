import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'
import { sellKeys } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits } from '#kiosk/screens/parts.ts'
import { besidePaper, receiptPaper } from '#kiosk/screens/receipt-paper.ts'
import { wayText } from '#kiosk/screens/refund-parts.ts'
import { type Paint, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { handedOutMinor } from '#kiosk/state/refund-settle.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords } from '#kiosk/text/refund-words.ts'
import { PanelRows } from '#kiosk/ui/panel.ts'

interface Completed {
  readonly sale: Sale
  readonly changeMinor: number
  readonly refund: Refund | undefined
}

const summary = (view: TillView, { sale, changeMinor, refund }: Completed, columns: number): readonly string[] => {
  // What came back beyond the sale goes out with the change.
  const backs = refund?.tenders.filter(({ kind }) => kind !== 'exchange') ?? []
  const outMinor = changeMinor + handedOutMinor(backs)
  const rows = new PanelRows(view.look.theme, columns)
  const { theme } = rows
  const say = money(view)
  rows
    .text(`${backs.length === 0 ? en.changeDue : refundWords.handOver} ${sale.currency}`, theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, outMinor), rows.cells), theme.panelTotal)
    .blank()
    .pair(en.total, say(sale.totals.totalMinor), theme.panelStrong)
  for (const tender of sale.tenders) {
    const givenMinor = tender.kind === 'cash' ? tender.givenMinor : tender.amountMinor
    rows.pair(cleanText(methodName(methodOf(tender), view.state.policy)), say(givenMinor))
  }
  for (const back of backs) rows.pair(wayText(view, back), say(-back.amountMinor))
  if (sale.totals.discountMinor > 0) rows.pair(en.youSave, say(sale.totals.discountMinor), theme.panelGood)
  rows.pair(en.items, String(sale.totals.itemCount)).pair(en.receipt, sale.receiptLabel).blank().words(en.completeHow)
  return rows.framed(en.complete).rows
}

/** The sale is done: the change, and the receipt as it prints. */
export const completeScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'complete') return { prompt: en.promptCode }
  const { sale, changeMinor, refund } = screen
  const paper = receiptPaper(view, sale, area.rows, { exchangeLabel: refund?.refundLabel, buyer: screen.buyer })
  return {
    body: besidePaper(view, (columns) => summary(view, { sale, changeMinor, refund }, columns), paper, area),
    prompt: en.promptCode,
    keys: sellKeys(view),
  }
}
