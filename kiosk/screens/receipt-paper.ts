import { renderText } from '#core/receipt/render-text.ts'
import { saleReceipt } from '#core/receipt/sale-receipt.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { cell } from '#kiosk/ui/paint.ts'

const PAPER_COLUMNS = 40

/** A sheet with a margin on both sides. */
export const PAPER_CELLS = PAPER_COLUMNS + 4

/** A receipt as it prints, on paper. One that is too long shows its end: the sums. */
export const receiptPaper = (view: TillView, sale: Sale, rows: number): string[] => {
  const { theme } = view.look
  const facts = { policy: view.state.policy, localTime: view.localTime(sale.completedAt), isCopy: false }
  const lines = renderText(saleReceipt(sale, facts), PAPER_COLUMNS, cellWidth).trimEnd().split('\n')
  const shown = lines.length <= rows ? lines : ['⋮', ...lines.slice(lines.length - rows + 1)]
  return shown.map((line) => cell(theme.paper, `  ${line}`, PAPER_CELLS))
}
