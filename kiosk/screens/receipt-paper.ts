import type { ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { statusMarks } from '#core/receipt/receipt-head.ts'
import { refundReceipt } from '#core/receipt/refund-receipt.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { saleReceipt } from '#core/receipt/sale-receipt.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'

const PAPER_COLUMNS = 40
const GAP_CELLS = 2
const SIDE_CELLS_MAX = 70

/** A sheet with a margin on both sides. */
export const PAPER_CELLS = PAPER_COLUMNS + 4

/** What a receipt says beyond what it is of. */
interface PaperFacts {
  readonly status?: string
  readonly exchangeLabel?: string | undefined
}

const onPaper = (view: TillView, document: ReceiptDocument, rows: number): string[] => {
  const lines = renderText(document, PAPER_COLUMNS, cellWidth).trimEnd().split('\n')
  const shown = lines.length <= rows ? lines : ['⋮', ...lines.slice(lines.length - rows + 1)]
  return shown.map((line) => cell(view.look.theme.paper, `  ${line}`, PAPER_CELLS))
}

const labelOf = ({ exchangeLabel }: PaperFacts): { readonly exchangeLabel?: string } =>
  exchangeLabel === undefined ? {} : { exchangeLabel }

/** A receipt as it prints, on paper. One that is too long shows its end: the sums. */
export const receiptPaper = (view: TillView, sale: Sale, rows: number, facts: PaperFacts = {}): string[] => {
  const printed = { policy: view.state.policy, localTime: view.localTime(sale.completedAt), isCopy: false }
  const document = saleReceipt(sale, { ...printed, ...statusMarks(facts.status ?? ''), ...labelOf(facts) })
  return onPaper(view, document, rows)
}

/** The same for a refund. */
export const refundPaper = (view: TillView, refund: Refund, rows: number, facts: PaperFacts = {}): string[] => {
  const printed = { policy: view.state.policy, localTime: view.localTime(refund.completedAt), isCopy: false }
  return onPaper(view, refundReceipt(refund, { ...printed, ...labelOf(facts) }), rows)
}

/** A framed part with the paper at its right side. */
export const besidePaper = (
  view: TillView,
  left: (columns: number) => readonly string[],
  paper: readonly string[],
  area: Area,
): string[] => {
  const { theme } = view.look
  const leftCells = Math.min(SIDE_CELLS_MAX, area.columns - PAPER_CELLS - GAP_CELLS)
  const margin = Math.floor((area.columns - leftCells - GAP_CELLS - PAPER_CELLS) / 2)
  const rows = left(leftCells)
  return Array.from({ length: area.rows }, (_, row) =>
    [
      cell(theme.canvas, '', margin),
      rows[row - 1] ?? cell(theme.canvas, '', leftCells),
      cell(theme.canvas, '', GAP_CELLS),
      paper[row] ?? '',
    ].join(''),
  )
}
