import type { Sale } from '#core/sale/sale.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'
import { sellKeys } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits } from '#kiosk/screens/parts.ts'
import { PAPER_CELLS, receiptPaper } from '#kiosk/screens/receipt-paper.ts'
import { type Paint, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import { PanelRows } from '#kiosk/ui/panel.ts'

const GAP_CELLS = 2
const SIDE_CELLS_MAX = 70

const summary = (view: TillView, sale: Sale, changeMinor: number, columns: number): readonly string[] => {
  const rows = new PanelRows(view.look.theme, columns)
  const { theme } = rows
  const say = money(view)
  rows
    .text(`${en.changeDue} ${sale.currency}`, theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, changeMinor), rows.cells), theme.panelTotal)
    .blank()
    .pair(en.total, say(sale.totals.totalMinor), theme.panelStrong)
  for (const tender of sale.tenders) {
    const givenMinor = tender.kind === 'cash' ? tender.givenMinor : tender.amountMinor
    rows.pair(cleanText(methodName(methodOf(tender), view.state.policy)), say(givenMinor))
  }
  rows.pair(en.items, String(sale.totals.itemCount)).pair(en.receipt, sale.receiptLabel).blank().words(en.completeHow)
  return rows.framed(en.complete).rows
}

const beside = (view: TillView, left: readonly string[], right: readonly string[], area: Area): string[] => {
  const { theme } = view.look
  const leftCells = Math.min(SIDE_CELLS_MAX, area.columns - PAPER_CELLS - GAP_CELLS)
  const margin = Math.floor((area.columns - leftCells - GAP_CELLS - PAPER_CELLS) / 2)
  return Array.from({ length: area.rows }, (_, row) =>
    [
      cell(theme.canvas, '', margin),
      left[row - 1] ?? cell(theme.canvas, '', leftCells),
      cell(theme.canvas, '', GAP_CELLS),
      right[row] ?? '',
    ].join(''),
  )
}

/** The sale is done: the change, and the receipt as it prints. */
export const completeScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'complete') return { prompt: en.promptCode }
  const leftCells = Math.min(SIDE_CELLS_MAX, area.columns - PAPER_CELLS - GAP_CELLS)
  const left = summary(view, screen.sale, screen.changeMinor, leftCells)
  return {
    body: beside(view, left, receiptPaper(view, screen.sale, area.rows), area),
    prompt: en.promptCode,
    keys: sellKeys(view),
  }
}
